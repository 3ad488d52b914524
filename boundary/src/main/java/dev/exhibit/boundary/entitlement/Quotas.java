package dev.exhibit.boundary.entitlement;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.start.ReloadedFile;
import dev.exhibit.crypto.key.SignatureChecker;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The quotas in force now. Without a file there are none. When a file's time is over while the service runs, its quotas
 * stay in force and nothing is added to tenants and clients: what was bought goes on, more does not come. Thread-safe.
 */
public final class Quotas {
    private final Optional<ReloadedFile<Entitlements>> file;
    private final InstantSource clock;

    private Quotas(Optional<ReloadedFile<Entitlements>> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /** No quotas but those of {@code Limits}. */
    public static Quotas none() {
        return new Quotas(Optional.empty(), InstantSource.system());
    }

    /** Those of the file, read again with each {@link #refresh}. @throws StartRefusedException if it cannot be used now */
    public static Quotas follow(EntitlementFiles files, SignatureChecker checker, InstantSource clock) {
        return new Quotas(
                Optional.of(new ReloadedFile<>(
                        files.file(), unused -> EntitlementReader.read(files, checker, clock.instant()))),
                clock);
    }

    /** What a tenant may have. */
    public Plan plan(TenantId tenant) {
        return current().map(now -> now.plan(tenant)).orElse(Plan.unbounded());
    }

    /** Whether it has to be counted before something is added. */
    public boolean inForce() {
        return file.isPresent();
    }

    /**
     * Demands that there may be one tenant more.
     *
     * @param there how many are in use
     * @throws ProblemException {@code quota_exceeded}
     */
    public void demandTenant(int there) {
        demandInTime();
        current()
                .flatMap(Entitlements::tenants)
                .ifPresent(most -> demand("tenants of the installation", most, there + 1));
    }

    /**
     * Demands that a tenant may have so many clients.
     *
     * @param wanted how many would be in use
     * @throws ProblemException {@code quota_exceeded}
     */
    public void demandClients(TenantId tenant, int wanted) {
        demandInTime();
        plan(tenant).clients().ifPresent(most -> demand("clients of the tenant", most, wanted));
    }

    /** Reads the file again if it has changed. */
    public void refresh() {
        file.ifPresent(ReloadedFile::refresh);
    }

    /** What an operator has to look at. */
    public Optional<String> problem() {
        return file.flatMap(ReloadedFile::problem)
                .or(() -> ended().map(end -> end + "; put a new file there: until then its quotas hold,"
                        + " and neither tenants nor clients are added"));
    }

    private void demandInTime() {
        ended().ifPresent(end -> {
            throw new ProblemException(ProblemCode.QUOTA_EXCEEDED, end + "; nothing is added until there are new ones");
        });
    }

    private Optional<String> ended() {
        return current()
                .filter(now -> !clock.instant().isBefore(now.expires()))
                .map(now -> "the entitlements ended at " + now.expires());
    }

    private Optional<Entitlements> current() {
        return file.map(ReloadedFile::current);
    }

    private static void demand(String what, int most, int wanted) {
        if (wanted > most) {
            throw ProblemException.quotaExceeded(what, most, wanted);
        }
    }
}
