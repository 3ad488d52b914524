package dev.exhibit.cli.serve;

import dev.exhibit.attestor.http.AttestorRoutes;
import dev.exhibit.authority.enrolment.ExchangeRule;
import dev.exhibit.authority.http.AuthorityRoutes;
import dev.exhibit.boundary.http.ApiDescription;
import dev.exhibit.boundary.http.OpenApi;
import dev.exhibit.boundary.http.OpenRoute;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.register.RegisterRoutes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.http.EvidenceRoutes;
import dev.exhibit.evidence.log.http.LogRoutes;
import dev.exhibit.evidence.retain.http.HoldRoutes;
import dev.exhibit.signer.http.SignerRoutes;
import java.util.List;
import java.util.stream.Stream;

/** The API document of this program: the routes that are served, with what every room says about its own. */
final class ApiDocument {
    private ApiDocument() {}

    static Json.Obj of(List<Route> routes, List<OpenRoute> open, String version) {
        return OpenApi.of(routes, open, rooms(), version);
    }

    /** What the rooms say. */
    static List<ApiDescription> rooms() {
        return Stream.of(
                        SignerRoutes.class,
                        AttestorRoutes.class,
                        EvidenceRoutes.class,
                        LogRoutes.class,
                        HoldRoutes.class,
                        RegisterRoutes.class,
                        AuthorityRoutes.class,
                        ExchangeRule.class)
                .map(ApiDescription::beside)
                .toList();
    }
}
