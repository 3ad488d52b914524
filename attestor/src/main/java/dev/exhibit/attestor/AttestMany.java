package dev.exhibit.attestor;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Attests many claims in one call, each as if it had been sent by itself: with its own key, its own place in log and audit, and
 * its own end. They are on their way together, so that they share what can be shared: the transactions, the log's rounds and
 * its checkpoints. Thread-safe.
 */
public final class AttestMany {
    /** How many claims one call has at most. */
    public static final int MOST = 1_000;

    /** How many claims of one call are on their way at once. */
    private static final int AT_ONCE = 64;

    private final Attestor attestor;

    public AttestMany(Attestor attestor) {
        this.attestor = attestor;
    }

    /** What came of one claim. */
    public sealed interface End {
        /** It is attested. */
        record Done(Attested attested) implements End {}

        /**
         * It is not.
         *
         * @param reason as {@link Attestor#attest} throws it
         */
        record Refused(RuntimeException reason) implements End {}
    }

    /**
     * Attests all of them; one that is refused spoils no other.
     *
     * @param requests at most {@value #MOST}, none with bytes of its own
     * @return what came of each, in their order
     */
    public List<End> attest(Call call, List<AttestRequest> requests) {
        // 1. An artifact that several claims are about is read and hashed once for this call.
        Attestor once = attestor.forOneCall();

        // 2. Each goes its way, as soon as there is a place.
        Semaphore places = new Semaphore(AT_ONCE, true);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<End>> ends = requests.stream()
                    .map(request -> threads.submit(() -> inTurn(places, () -> once.attest(call, request))))
                    .toList();

            // 3. All have an end before the answer.
            return ends.stream().map(AttestMany::end).toList();
        }
    }

    private static End inTurn(Semaphore places, Supplier<Attested> attest) throws InterruptedException {
        places.acquire();
        try {
            return new End.Done(attest.get());
        } catch (RuntimeException refused) {
            return new End.Refused(refused);
        } finally {
            places.release();
        }
    }

    private static End end(Future<End> end) {
        try {
            return end.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a claim has no end", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the service stops", stopped);
        }
    }
}
