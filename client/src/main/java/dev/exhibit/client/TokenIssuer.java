package dev.exhibit.client;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.net.URI;

/**
 * Who gives the caller its access tokens.
 *
 * @param endpoint the token endpoint, for example {@code https://localhost:8445/token}
 * @param client the caller's client id there
 * @param audience the service that the tokens are for
 */
public record TokenIssuer(URI endpoint, String client, String audience) {
    public TokenIssuer {
        if (!"https".equals(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new IllegalArgumentException("tokens are fetched over https only: " + endpoint);
        }
    }

    static TokenIssuer read(ObjectReader reader) {
        TokenIssuer issuer =
                new TokenIssuer(reader.parsed("endpoint", URI::create), reader.text("client"), reader.text("audience"));
        reader.end();
        return issuer;
    }

    Json.Obj toJson() {
        return Json.object()
                .with("endpoint", endpoint.toString())
                .with("client", client)
                .with("audience", audience);
    }
}
