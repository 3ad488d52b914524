package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.log.LogKeys;
import dev.exhibit.evidence.log.LogReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the evidence of all tenants in the background, a little in each round, one tenant after another, and begins again
 * after a pause. Each check ends with a certificate. A check that a restart broke off begins anew. Rounds are for one thread;
 * what is said of them, for all.
 */
public final class ScrubRounds {
    private static final Logger LOG = LoggerFactory.getLogger(ScrubRounds.class);

    private final Fsck fsck;
    private final LogReader logs;
    private final LogKeys keys;
    private final Pace pace;
    private final Certificates certificates;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Map<TenantId, String> unsound = new ConcurrentHashMap<>();
    private final Map<TenantId, Running> running = new HashMap<>();

    /**
     * How much is done.
     *
     * @param pause between the end of a check and the next one of that tenant
     * @param round how long a round works; the step that is under way then is finished
     */
    public record Pace(Duration pause, Duration round) {}

    /** Where certificates are kept. */
    public interface Certificates {
        /** When this tenant's last one was made. */
        Optional<Instant> last(TenantId tenant);

        /** Keeps one in place of the last. */
        void keep(TenantId tenant, Bytes certificate);
    }

    private record Running(Certify certify, Deque<Fsck.Step> left, Tally tally) {}

    /** @param nanoTime a monotonic clock in nanoseconds */
    public ScrubRounds(
            Fsck fsck,
            LogReader logs,
            LogKeys keys,
            Pace pace,
            Certificates certificates,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.fsck = fsck;
        this.logs = logs;
        this.keys = keys;
        this.pace = pace;
        this.certificates = certificates;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Goes on for a while. What cannot be read now is tried again in the next round, and keeps no other tenant waiting. */
    public void run(Collection<TenantId> tenants) {
        long end = nanoTime.getAsLong() + pace.round().toNanos();
        for (TenantId tenant : tenants) {
            try {
                if (running.containsKey(tenant) || isDue(tenant)) {
                    goOn(tenant, end);
                }
            } catch (ProblemException | UncheckedIOException failed) {
                LOG.atWarn().setCause(failed).addKeyValue("tenant", tenant).log("a check does not go on; tried again");
            }
            if (nanoTime.getAsLong() >= end) {
                return;
            }
        }
    }

    private void goOn(TenantId tenant, long end) {
        Running check = running.computeIfAbsent(tenant, this::begin);
        goOn(check, end);
        if (check.left().isEmpty()) {
            finish(tenant, check);
        }
    }

    private boolean isDue(TenantId tenant) {
        Instant now = clock.instant();
        return certificates
                .last(tenant)
                .filter(last -> last.plus(pace.pause()).isAfter(now))
                .isEmpty();
    }

    private Running begin(TenantId tenant) {
        return new Running(
                Certify.from(logs, keys, tenant, Part.WHOLE, clock.instant()),
                new ArrayDeque<>(fsck.steps(List.of(tenant), false, Part.WHOLE)),
                new Tally());
    }

    /** A step that fails is still to be done, and what it told is told again: it is taken away only when it is done. */
    private void goOn(Running check, long end) {
        while (!check.left().isEmpty() && nanoTime.getAsLong() < end) {
            Tally step = new Tally();
            check.left().element().work().look(step);
            check.tally().add(step);
            check.left().remove();
        }
    }

    private void finish(TenantId tenant, Running check) {
        certificates.keep(tenant, check.certify().signed(check.tally(), clock.instant()));
        running.remove(tenant);
        if (check.tally().isSound()) {
            unsound.remove(tenant);
            return;
        }
        unsound.put(tenant, check.tally().counts().toString());
        LOG.atError()
                .addKeyValue("tenant", tenant)
                .addKeyValue(
                        "findings", check.tally().findings().stream().limit(10).toList())
                .log("EVIDENCE IS DAMAGED: a check in the background found what exhibit fsck tells");
    }

    /** What an operator should know; empty if the last check of each tenant found nothing broken. */
    public Optional<String> problem() {
        return unsound.entrySet().stream()
                .findFirst()
                .map(one ->
                        "the last check of tenant " + one.getKey() + " found " + one.getValue() + "; run exhibit fsck");
    }
}
