package dev.exhibit.boundary.config;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.tls.TlsSettings;
import dev.exhibit.boundary.tls.TlsSettings.ServerCertificate;
import dev.exhibit.crypto.json.Json;
import java.nio.file.Path;

/** The section {@code tls} of the settings in effect. */
final class EffectiveTls {
    private EffectiveTls() {}

    static Json.Obj of(TlsSettings tls) {
        Json.Obj section = Json.object()
                .with(
                        "clientAuthorities",
                        Json.array(tls.clientAuthorities().stream()
                                .map(EffectiveTls::authority)
                                .toList()))
                .with(
                        "crl",
                        Json.texts(tls.revocationLists().stream()
                                .map(Path::toString)
                                .toList()))
                .with("minimumVersion", tls.minimumVersion().wire())
                .with(
                        "trustedProxies",
                        Json.texts(tls.trustedProxies().stream()
                                .map(ServiceIdentity::value)
                                .sorted()
                                .toList()));
        return switch (tls.server()) {
            case ServerCertificate.Made ignored -> section;
            case ServerCertificate.Store store ->
                section.with("store", store.store().toString())
                        .with("storePassword", store.password().toString());
            case ServerCertificate.Pem pem ->
                section.with("certificate", pem.chain().toString())
                        .with("certificateKey", pem.key().toString());
        };
    }

    private static Json authority(TlsSettings.Authority authority) {
        return Json.object()
                .with("file", authority.file().toString())
                .with(
                        "names",
                        Json.texts(authority.names().below().stream().sorted().toList()));
    }
}
