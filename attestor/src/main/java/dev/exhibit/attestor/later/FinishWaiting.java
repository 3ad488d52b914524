package dev.exhibit.attestor.later;

import dev.exhibit.attestor.Attested;
import dev.exhibit.attestor.Attestor;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.tlog.HashedRekord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Finishes what waits, in the order of acceptance: the log has it in that order. One that is refused for good ends so and keeps
 * nobody waiting; what is out keeps all waiting. Several processes may do so at once: each does the same in the same order.
 */
public final class FinishWaiting {
    /** How many go together. */
    private static final int TOGETHER = 64;

    private final Attestor attestor;
    private final Line line;
    private final AttestOrWait front;
    private final BiConsumer<TenantId, List<HashedRekord>> announce;
    private final BiFunction<RuntimeException, Call, Json.Obj> problems;

    /**
     * @param announce puts signatures in line for the log, in this order, without waiting
     * @param problems the problem document of a refusal
     */
    public FinishWaiting(
            Attestor attestor,
            Line line,
            AttestOrWait front,
            BiConsumer<TenantId, List<HashedRekord>> announce,
            BiFunction<RuntimeException, Call, Json.Obj> problems) {
        this.attestor = attestor;
        this.line = line;
        this.front = front;
        this.announce = announce;
        this.problems = problems;
    }

    /** One that has its signature. */
    private record Signed(Waiting waiting, Line.Resumed resumed) {}

    /** What one step came to: a value, or why there is none. */
    private sealed interface Step<T> {
        record Value<T>(T value) implements Step<T> {}

        record None<T>(RuntimeException why) implements Step<T> {
            boolean passes() {
                return why instanceof ProblemException problem && problem.code() == ProblemCode.UNAVAILABLE;
            }
        }
    }

    /**
     * Finishes all that waits in the tenant of {@code own}, until something is out.
     *
     * @return how many have ended
     */
    public int run(Call own) {
        int ended = 0;
        while (true) {
            List<Waiting> next = line.next(own, TOGETHER);
            if (next.isEmpty()) {
                front.moves(own.tenant());
                return ended;
            }
            int now = finish(own, next);
            ended += now;
            if (now < next.size()) {
                front.isStuck(own.tenant());
                return ended;
            }
            front.moves(own.tenant());
        }
    }

    private int finish(Call own, List<Waiting> next) {
        // 1. Signatures, and timestamps. What comes after one that has none yet waits with it.
        List<Signed> signed = new ArrayList<>();
        int ended = 0;
        for (Step<Signed> step : together(next, waiting -> new Signed(waiting, line.resume(own, waiting)))) {
            if (step instanceof Step.Value<Signed> done) {
                signed.add(done.value());
            } else if (step instanceof Step.None<Signed> none) {
                if (none.passes()) {
                    break;
                }
                fail(own, next.get(signed.size() + ended), none.why());
                ended++;
            }
        }

        // 2. Their places in the log, in this order.
        announce.accept(
                own.tenant(),
                signed.stream()
                        .map(one -> Attestor.entry(
                                one.resumed().order(), one.resumed().signed()))
                        .toList());

        // 3. Logged, verified, stored; and ended.
        List<Step<Attested>> steps = together(
                signed,
                one -> attestor.finish(
                        one.resumed().call(),
                        one.resumed().order(),
                        one.resumed().signed()));
        for (int i = 0; i < steps.size(); i++) {
            Waiting waiting = signed.get(i).waiting();
            switch (steps.get(i)) {
                case Step.Value<Attested> done -> {
                    line.done(
                            own,
                            waiting.id(),
                            done.value().evidence(),
                            done.value().key());
                    ended++;
                }
                case Step.None<Attested> none -> {
                    if (!none.passes()) {
                        fail(own, waiting, none.why());
                        ended++;
                    }
                }
            }
        }
        return ended;
    }

    private void fail(Call own, Waiting waiting, RuntimeException why) {
        line.failed(own, waiting.id(), problems.apply(why, own));
    }

    private static <T, R> List<Step<R>> together(List<T> items, Function<T, R> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> running = items.stream()
                    .map(item -> threads.submit(() -> work.apply(item)))
                    .toList();
            return running.stream().map(FinishWaiting::step).toList();
        }
    }

    private static <R> Step<R> step(Future<R> running) {
        try {
            return new Step.Value<>(running.get());
        } catch (ExecutionException failed) {
            return new Step.None<>(
                    failed.getCause() instanceof RuntimeException why ? why : new IllegalStateException(failed));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return new Step.None<>(new ProblemException(ProblemCode.UNAVAILABLE, "the service stops", stopped));
        }
    }
}
