package dev.exhibit.signer;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * What was found out about artifacts within one call: each is read once, by whoever asks first, and the others wait for what
 * comes of it. Lives as long as the call, so that no answer rests on bytes that were read before it was asked for. Thread-safe.
 */
final class CheckedOnce {
    private final Map<Asked, CompletableFuture<Signed.Checked>> known = new ConcurrentHashMap<>();

    private record Asked(Digest digest, ArtifactInput source) {}

    /** What {@code check} finds, or found before for the same question; refusals come again, too. */
    Signed.Checked check(Digest digest, ArtifactInput source, Supplier<Signed.Checked> check) {
        CompletableFuture<Signed.Checked> mine = new CompletableFuture<>();
        CompletableFuture<Signed.Checked> first = known.putIfAbsent(new Asked(digest, source), mine);
        if (first != null) {
            return await(first);
        }
        try {
            Signed.Checked found = check.get();
            mine.complete(found);
            return found;
        } catch (RuntimeException | Error failed) {
            mine.completeExceptionally(failed);
            throw failed;
        }
    }

    private static Signed.Checked await(CompletableFuture<Signed.Checked> first) {
        try {
            return first.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the service stops", stopped);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ProblemException refused) {
                throw refused;
            }
            throw new IllegalStateException("reading an artifact failed for another claim, too", failed.getCause());
        }
    }
}
