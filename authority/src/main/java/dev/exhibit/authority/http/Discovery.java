package dev.exhibit.authority.http;

import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.ClientAuthentication;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.token.EndpointProofs;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import java.util.stream.Stream;

/**
 * What clients learn about the authority beforehand (RFC 8414 section 2, RFC 8705 section 3.3, RFC 9449 section 5.1). OpenID
 * Connect Discovery demands three members more; no ID token is ever issued.
 */
final class Discovery {
    private Discovery() {}

    static Json.Obj of(AuthorityIdentity identity) {
        Json methods = Json.texts(List.of("tls_client_auth", "private_key_jwt"));
        Json assertions = Json.texts(ClientAuthentication.algorithms());
        return Json.object()
                .with("issuer", identity.name())
                .with("token_endpoint", identity.url(AuthorityIdentity.TOKEN_PATH))
                .with("revocation_endpoint", identity.url(AuthorityIdentity.REVOKE_PATH))
                .with("jwks_uri", identity.url(AuthorityIdentity.KEYS_PATH))
                .with("grant_types_supported", Json.texts(List.of("client_credentials")))
                .with("response_types_supported", Json.array(List.of()))
                .with(
                        "scopes_supported",
                        Json.texts(Stream.of(Scope.values())
                                .map(Scope::wire)
                                .sorted()
                                .toList()))
                .with("token_endpoint_auth_methods_supported", methods)
                .with("token_endpoint_auth_signing_alg_values_supported", assertions)
                .with("revocation_endpoint_auth_methods_supported", methods)
                .with("revocation_endpoint_auth_signing_alg_values_supported", assertions)
                .with("tls_client_certificate_bound_access_tokens", true)
                .with("dpop_signing_alg_values_supported", Json.texts(EndpointProofs.algorithms()))
                .with("subject_types_supported", Json.texts(List.of("public")))
                .with("id_token_signing_alg_values_supported", Json.texts(List.of("ES256")));
    }
}
