package dev.exhibit.boundary.config;

import dev.exhibit.boundary.AdmissionLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.crypto.json.Json;

/** The section {@code limits} of the settings in effect; what {@link LimitsReader} reads, the other way round. */
final class EffectiveLimits {
    private EffectiveLimits() {}

    static Json.Obj of(Limits limits) {
        Limits.Edge edge = limits.edge();
        Limits.Patience patience = edge.patience();
        AdmissionLimits admission = limits.admission();
        return Json.object()
                .with("artifactBytes", limits.artifact())
                .with("intentSeconds", limits.intentTime().toSeconds())
                .with("connections", edge.connections())
                .with("connectionsPerAddress", edge.connectionsPerAddress())
                .with("concurrentRequests", admission.requests())
                .with("concurrentStreams", admission.streams())
                .with("tenantSharePercent", admission.tenantShare())
                .with("callerSharePercent", admission.callerShare())
                .with("tenantRequestsPerSecond", admission.tenantRate())
                .with("callerRequestsPerSecond", admission.callerRate())
                .with("handshakeSeconds", patience.handshakeTime().toSeconds())
                .with("headerSeconds", patience.headerTime().toSeconds())
                .with("idleSeconds", patience.idleTime().toSeconds())
                .with("bodySilenceSeconds", patience.bodySilence().toSeconds())
                .with("bodyGraceSeconds", patience.bodyGrace().toSeconds())
                .with("answerStallSeconds", patience.answerStall().toSeconds())
                .with("accessLifetimeSeconds", limits.access().tokenLifetime().toSeconds())
                .with("proofAgeSeconds", limits.access().proofAge().toSeconds())
                .with("nonceSeconds", limits.access().nonceTime().toSeconds())
                .with("issuerDownSeconds", limits.access().keySets().age().toSeconds())
                .with("issuanceRequests", limits.issuance().requests());
    }
}
