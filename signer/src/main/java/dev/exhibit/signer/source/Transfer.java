package dev.exhibit.signer.source;

import dev.exhibit.boundary.SourceLimits;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchStream;
import dev.exhibit.boundary.fetch.FetchedStream;
import dev.exhibit.boundary.fetch.Pace;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** All that is fetched for one artifact, within one time; what the guard and the network say becomes a refusal. */
final class Transfer {
    private final FetchStream fetch;
    private final SourceLimits limits;
    private final LongSupplier nanoTime;
    private final long begin;

    Transfer(FetchStream fetch, SourceLimits limits, LongSupplier nanoTime) {
        this.fetch = fetch;
        this.limits = limits;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    /**
     * Opens an answer, hands it to {@code read} and closes it.
     *
     * @throws ProblemException {@code source_not_allowed}, {@code too_large}, {@code artifact_unavailable}
     */
    <T> T get(FetchOrder order, Function<FetchedStream, T> read) {
        try (FetchedStream answer = fetch.open(order, pace())) {
            return read.apply(answer);
        } catch (FetchException failed) {
            throw refusal(order, failed);
        }
    }

    private Pace pace() {
        Duration left = limits.totalTime().minusNanos(nanoTime.getAsLong() - begin);
        if (!left.isPositive()) {
            throw new ProblemException(
                    ProblemCode.ARTIFACT_UNAVAILABLE,
                    "the artifact was not read within " + limits.totalTime().toSeconds() + " s");
        }
        return Pace.of(limits.minimumRate(), limits.paceTime(), left);
    }

    private static ProblemException refusal(FetchOrder order, FetchException failed) {
        String detail = order.url() + ": " + failed.getMessage();
        if (failed.isRefusal()) {
            return new ProblemException(
                    ProblemCode.SOURCE_NOT_ALLOWED,
                    detail + "; an operator can name places under sources.allow",
                    failed);
        }
        if (failed.reason() == FetchException.Reason.SIZE) {
            return new ProblemException(
                    ProblemCode.TOO_LARGE, detail, Json.object().with("limit", order.maxBytes()));
        }
        return new ProblemException(ProblemCode.ARTIFACT_UNAVAILABLE, detail, failed);
    }
}
