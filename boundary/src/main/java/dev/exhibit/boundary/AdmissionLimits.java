package dev.exhibit.boundary;

import java.time.Duration;

/**
 * Bounds of how many requests are worked on, for whom. Streams have places of their own: who sends or takes one slowly
 * keeps a place for long, but hardly works.
 *
 * @param requests requests being worked on at once
 * @param streams streamed bodies and answers under way at once
 * @param queue how many may wait for each place
 * @param waitTime how long a request waits for a place
 * @param pressedWait the same once somebody has been waiting for all of {@code waitTime}
 * @param tenantShare percent of the places, and of those waiting, that one tenant may take
 * @param callerShare the same of one caller
 * @param tenantRate requests a second of one tenant, in the long run
 * @param callerRate the same of one caller
 * @param burst seconds' worth of either that may come at once
 * @param tracked callers whose rate is remembered
 */
public record AdmissionLimits(
        int requests,
        int streams,
        int queue,
        Duration waitTime,
        Duration pressedWait,
        int tenantShare,
        int callerShare,
        int tenantRate,
        int callerRate,
        int burst,
        int tracked) {
    private static final int FOR_EACH_CORE = 4;
    private static final int AT_LEAST = 10;
    private static final int WHOLE = 100;

    public AdmissionLimits {
        Limits.requirePositive(Math.min(Math.min(requests, streams), Math.min(queue, burst)));
        Limits.requirePositive(Math.min(waitTime.toMillis(), pressedWait.toMillis()));
        Limits.requirePositive(Math.min(tenantShare, callerShare));
        Limits.requirePositive(Math.min(Math.min(tenantRate, callerRate), tracked));
        if (Math.max(tenantShare, callerShare) > WHOLE) {
            throw new IllegalArgumentException("a share is at most 100 percent");
        }
    }

    /** The documented defaults for this machine. */
    public static AdmissionLimits defaults() {
        int cores = Runtime.getRuntime().availableProcessors();
        return new AdmissionLimits(
                Math.max(AT_LEAST, FOR_EACH_CORE * cores),
                32,
                2,
                Duration.ofMillis(250),
                Duration.ofMillis(5),
                75,
                60,
                2_000,
                1_000,
                2,
                20_000);
    }

    /** A copy with other numbers of places. */
    public AdmissionLimits withPlaces(int forRequests, int forStreams) {
        return new AdmissionLimits(
                forRequests,
                forStreams,
                queue,
                waitTime,
                pressedWait,
                tenantShare,
                callerShare,
                tenantRate,
                callerRate,
                burst,
                tracked);
    }

    /** A copy that waits for another time. */
    public AdmissionLimits withWait(Duration time) {
        return new AdmissionLimits(
                requests,
                streams,
                queue,
                time,
                pressedWait,
                tenantShare,
                callerShare,
                tenantRate,
                callerRate,
                burst,
                tracked);
    }

    /** A copy with other shares, in percent. */
    public AdmissionLimits withShares(int ofTenant, int ofCaller) {
        return new AdmissionLimits(
                requests,
                streams,
                queue,
                waitTime,
                pressedWait,
                ofTenant,
                ofCaller,
                tenantRate,
                callerRate,
                burst,
                tracked);
    }

    /** A copy with other rates, in requests a second. */
    public AdmissionLimits withRates(int ofTenant, int ofCaller) {
        return new AdmissionLimits(
                requests,
                streams,
                queue,
                waitTime,
                pressedWait,
                tenantShare,
                callerShare,
                ofTenant,
                ofCaller,
                burst,
                tracked);
    }

    /** As many of {@code all} as a share of them is: at least one. */
    public static int share(int all, int percent) {
        return Math.ceilDiv(all * percent, WHOLE);
    }
}
