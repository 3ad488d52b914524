package dev.exhibit.boundary.config;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.AdmissionLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.Duration;

/** Reads the section {@code limits}: what it gives replaces the default, all else stays. */
final class LimitsReader {
    private static final long MAX_ARTIFACT = 1L << 40;
    private static final int MAX_CONNECTIONS = 100_000;
    private static final int MAX_REQUESTS = 10_000;
    private static final int MAX_RATE = 1_000_000;
    private static final int WHOLE = 100;
    private static final long PROOF_AGE = 300;
    private static final long HOUR = 3_600;
    private static final long DAY = 24 * HOUR;

    private final ObjectReader given;

    private LimitsReader(ObjectReader given) {
        this.given = given;
    }

    static Limits over(Limits base, ObjectReader given) {
        Limits limits = new LimitsReader(given).limits(base);
        given.end();
        return limits;
    }

    private Limits limits(Limits base) {
        return new Limits(
                base.jsonBody(),
                base.attestBody(),
                base.document(),
                given.optionalInteger("artifactBytes", 1, MAX_ARTIFACT).orElse(base.artifact()),
                seconds("intentSeconds", DAY, base.intentTime()),
                edge(base.edge()),
                access(base.access()),
                base.fetch(),
                base.sources(),
                base.issuance()
                        .withRequests(count(
                                "issuanceRequests", MAX_RATE, base.issuance().requests())),
                admission(base.admission()),
                base.breaker(),
                base.clock(),
                base.store());
    }

    private AccessLimits access(AccessLimits base) {
        return base.withTimes(
                seconds("accessLifetimeSeconds", HOUR, base.tokenLifetime()),
                seconds("proofAgeSeconds", PROOF_AGE, base.proofAge()),
                seconds("nonceSeconds", HOUR, base.nonceTime()),
                seconds("issuerDownSeconds", DAY, base.keySets().age()));
    }

    private Limits.Edge edge(Limits.Edge base) {
        return base.withConnections(
                        count("connections", MAX_CONNECTIONS, base.connections()),
                        count("connectionsPerAddress", MAX_CONNECTIONS, base.connectionsPerAddress()))
                .withPatience(patience(base.patience()));
    }

    private AdmissionLimits admission(AdmissionLimits base) {
        return base.withPlaces(
                        count("concurrentRequests", MAX_REQUESTS, base.requests()),
                        count("concurrentStreams", MAX_REQUESTS, base.streams()))
                .withShares(
                        count("tenantSharePercent", WHOLE, base.tenantShare()),
                        count("callerSharePercent", WHOLE, base.callerShare()))
                .withRates(
                        count("tenantRequestsPerSecond", MAX_RATE, base.tenantRate()),
                        count("callerRequestsPerSecond", MAX_RATE, base.callerRate()));
    }

    private Limits.Patience patience(Limits.Patience base) {
        return new Limits.Patience(
                seconds("handshakeSeconds", HOUR, base.handshakeTime()),
                seconds("headerSeconds", HOUR, base.headerTime()),
                seconds("idleSeconds", HOUR, base.idleTime()),
                seconds("bodySilenceSeconds", HOUR, base.bodySilence()),
                base.bodyMinimumRate(),
                seconds("bodyGraceSeconds", HOUR, base.bodyGrace()),
                seconds("answerStallSeconds", HOUR, base.answerStall()),
                base.lingerTime());
    }

    private int count(String name, int most, int otherwise) {
        return given.optionalInteger(name, 1, most).map(Math::toIntExact).orElse(otherwise);
    }

    private Duration seconds(String name, long most, Duration otherwise) {
        return given.optionalInteger(name, 1, most).map(Duration::ofSeconds).orElse(otherwise);
    }
}
