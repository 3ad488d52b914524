package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.x509.CertificateIdentity;
import java.util.List;
import java.util.Optional;

/**
 * What a verification proved besides the signature.
 *
 * @param identity of the signer, where a certificate names one
 * @param times at which the signature existed
 * @param positions in logs
 */
public record Evidence(Optional<CertificateIdentity> identity, List<VerifiedTime> times, List<LogPosition> positions) {
    public Evidence {
        times = List.copyOf(times);
        positions = List.copyOf(positions);
    }

    Json.Obj addTo(Json.Obj json) {
        Json.Obj named = identity.map(found -> json.with(
                        "identity",
                        Json.object().with("subject", found.subject()).with("issuer", found.issuer())))
                .orElse(json);
        return named.with(
                        "times",
                        Json.array(times.stream().map(VerifiedTime::toJson).toList()))
                .with(
                        "logEntries",
                        Json.array(positions.stream().map(LogPosition::toJson).toList()));
    }
}
