package dev.exhibit.cli.serve;

import dev.exhibit.attestor.AttestMany;
import dev.exhibit.attestor.Attestor;
import dev.exhibit.attestor.EvidencePort;
import dev.exhibit.attestor.SigningPort;
import dev.exhibit.attestor.http.AttestorRoutes;
import dev.exhibit.attestor.http.BatchRoutes;
import dev.exhibit.attestor.http.LineRoutes;
import dev.exhibit.attestor.http.VerificationRoutes;
import dev.exhibit.attestor.later.AttestOrWait;
import dev.exhibit.attestor.later.FinishWaiting;
import dev.exhibit.attestor.later.Line;
import dev.exhibit.attestor.predicate.OwnPredicates;
import dev.exhibit.attestor.verify.SummarizeVerification;
import dev.exhibit.attestor.verify.VerifyEvidence;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.config.PredicateRule;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.http.ProblemAnswers;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.verify.BundleMaker;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.signer.WaitingOrders;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Attestations and verifications, put together. */
final class AttestorRoom {
    /** How often it is tried whether what waits can be finished. */
    private static final Duration TRY = Duration.ofSeconds(1);

    private static final Duration SWEEP = Duration.ofHours(1);

    /** How long it is told how an attestation that waited has ended. */
    private static final Duration KEEP = Duration.ofDays(7);

    private final AttestorRoutes attestations;
    private final BatchRoutes batches;
    private final LineRoutes waiting;
    private final VerificationRoutes verifications;
    private final AttestOrWait front;
    private final FinishWaiting finish;
    private final WaitingOrders orders;
    private final LineWatch watch;
    private final Platform platform;

    /**
     * @param installation its name, by which it is known as a verifier
     * @param own types of claims that single tenants have
     */
    AttestorRoom(
            SignerRoom signer,
            EvidenceRoom evidence,
            LogRoom logs,
            TimeRoom time,
            BundleMaker bundles,
            String installation,
            List<PredicateRule> own,
            Limits limits,
            Metrics metrics,
            Platform platform) {
        SigningPort signing = new LocalSigning(signer.signer);
        EvidencePort store = new LocalEvidence(
                evidence.storeBlob, evidence.fetchBlob, evidence.storeAttestation, evidence.storeSummary);
        Attestor attestor = new Attestor(signing, store, bundles, predicates(own));
        VerifyEvidence verify = new VerifyEvidence(
                new LocalVerification(time::trust, signer.keys::list, evidence.fetchBlob),
                time.checker,
                platform.clock());
        ProblemAnswers problems = new ProblemAnswers(platform.random(), metrics);
        Line line = new LocalLine(signer.waiting, signer.signer);
        this.front = new AttestOrWait(attestor, signing, line);
        this.attestations = new AttestorRoutes(front, limits);
        this.batches = new BatchRoutes(new AttestMany(attestor), limits, problems);
        this.waiting = new LineRoutes(line);
        this.verifications = new VerificationRoutes(
                verify,
                new SummarizeVerification(
                        verify, attestor, store, "https://verifier." + installation + ".exhibit.internal"),
                limits,
                platform.clock());
        this.finish = new FinishWaiting(
                attestor, line, front, logs::announce, (why, call) -> problems.document(why, call.correlation()));
        this.orders = signer.waiting;
        this.watch = new LineWatch(signer.waiting, metrics);
        this.platform = platform;
    }

    /** @throws StartRefusedException for a schema that cannot be read */
    private static OwnPredicates predicates(List<PredicateRule> rules) {
        Map<TenantId, Map<String, OwnPredicates.Own>> types = new HashMap<>();
        for (PredicateRule rule : rules) {
            try {
                Bytes schema = Bytes.owned(Files.readAllBytes(rule.schema()));
                types.computeIfAbsent(rule.tenant(), none -> new HashMap<>())
                        .put(rule.type(), OwnPredicates.Own.of(schema, rule.bytes()));
            } catch (IOException | MalformedException wrong) {
                throw new StartRefusedException("predicates.own: the schema " + rule.schema() + " of " + rule.type()
                        + ": " + wrong.getMessage());
            }
        }
        try {
            return new OwnPredicates(types);
        } catch (MalformedException taken) {
            throw new StartRefusedException("predicates.own: " + taken.getMessage());
        }
    }

    List<Route> routes() {
        return Stream.of(attestations.routes(), batches.routes(), waiting.routes(), verifications.routes())
                .flatMap(List::stream)
                .toList();
    }

    /** Finishes what waits, tells how long the lines are, and forgets what ended long ago. */
    void keepUp(Closing closing, Supplier<? extends Collection<TenantId>> tenants, Function<TenantId, Call> own) {
        Upkeep upkeep = new Upkeep(closing, "waiting attestations");
        upkeep.every(TRY, "waiting attestations", () -> {
            List<TenantId> standing = watch.look(tenants.get());
            front.standing(standing);
            for (TenantId tenant : standing) {
                var unused = finish.run(own.apply(tenant));
            }
        });
        upkeep.every(SWEEP, "ended attestations", tenants, tenant -> {
            Instant time = platform.clock().instant().minus(KEEP);
            var unused = orders.forget(own.apply(tenant), time);
        });
    }

    HealthCheck check() {
        return HealthCheck.notice("attestations", watch::problem);
    }
}
