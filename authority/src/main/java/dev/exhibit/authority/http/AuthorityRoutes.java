package dev.exhibit.authority.http;

import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.ChangeClientKeys;
import dev.exhibit.authority.ClientCredentials;
import dev.exhibit.authority.IssueToken;
import dev.exhibit.authority.OAuthError;
import dev.exhibit.authority.OAuthException;
import dev.exhibit.authority.RevokeToken;
import dev.exhibit.authority.TokenKeys;
import dev.exhibit.authority.TokenRequest;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Form;
import dev.exhibit.boundary.http.OpenExchange;
import dev.exhibit.boundary.http.OpenRoute;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Base64Url;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import java.util.Optional;

/** What the authority answers, for an open listener. */
public final class AuthorityRoutes {
    private final AuthorityIdentity identity;
    private final IssueToken issue;
    private final RevokeToken revoke;
    private final TokenKeys keys;
    private final ChangeClientKeys clientKeys;
    private final IssuanceLimits limits;

    public AuthorityRoutes(
            AuthorityIdentity identity,
            IssueToken issue,
            RevokeToken revoke,
            TokenKeys keys,
            ChangeClientKeys clientKeys,
            IssuanceLimits limits) {
        this.identity = identity;
        this.issue = issue;
        this.revoke = revoke;
        this.keys = keys;
        this.clientKeys = clientKeys;
        this.limits = limits;
    }

    public List<OpenRoute> routes() {
        return List.of(
                new OpenRoute(Method.GET, "/.well-known/openid-configuration", 0, this::discovery),
                new OpenRoute(Method.GET, "/.well-known/oauth-authorization-server", 0, this::discovery),
                new OpenRoute(Method.GET, AuthorityIdentity.KEYS_PATH, 0, this::keys),
                new OpenRoute(Method.POST, AuthorityIdentity.TOKEN_PATH, limits.formBytes(), this::token),
                new OpenRoute(Method.POST, AuthorityIdentity.REVOKE_PATH, limits.formBytes(), this::revoke),
                new OpenRoute(Method.POST, AuthorityIdentity.CLIENT_KEYS_PATH, limits.formBytes(), this::clientKeys));
    }

    private Answer discovery(OpenExchange exchange) {
        return Answer.json(200, Discovery.of(identity));
    }

    private Answer keys(OpenExchange exchange) {
        return Answer.json(200, keys.published().toJson());
    }

    private Answer token(OpenExchange exchange) {
        return OAuthAnswers.answer(() -> {
            Form form = exchange.form();
            return OAuthAnswers.token(issue.issue(new TokenRequest(
                    credentials(exchange, form),
                    form.value("grant_type"),
                    form.value("scope"),
                    form.value("resource"),
                    exchange.headers("DPoP"),
                    exchange.path(),
                    exchange.correlation())));
        });
    }

    private Answer revoke(OpenExchange exchange) {
        return OAuthAnswers.answer(() -> {
            Form form = exchange.form();
            revoke.revoke(credentials(exchange, form), form.value("token"), exchange.correlation());
            return Answer.empty(200);
        });
    }

    /** Adds the key of {@code add}, removes the one with the thumbprint {@code remove}, or neither; answers what is there. */
    private Answer clientKeys(OpenExchange exchange) {
        return OAuthAnswers.answer(() -> {
            Form form = exchange.form();
            ClientCredentials credentials = credentials(exchange, form);
            Optional<String> added = form.value("add");
            Optional<Digest> removed = form.value("remove").map(AuthorityRoutes::thumbprint);
            if (added.isPresent() && removed.isPresent()) {
                throw new OAuthException(OAuthError.INVALID_REQUEST, "add and remove exclude each other");
            }
            CorrelationId correlation = exchange.correlation();
            JwkSet keys = added.map(proof -> clientKeys.add(credentials, proof, correlation))
                    .or(() -> removed.map(key -> clientKeys.remove(credentials, key, correlation)))
                    .orElseGet(() -> clientKeys.list(credentials, correlation));
            return Answer.json(200, rendered(keys));
        });
    }

    /** As {@code jkt} names keys (RFC 7638). */
    private static Digest thumbprint(String text) {
        return new Digest(Base64Url.decode(text));
    }

    private static Json.Obj rendered(JwkSet keys) {
        List<Json> all = keys.keys().stream()
                .<Json>map(key -> key.toJson()
                        .with("thumbprint", Base64Url.encode(key.thumbprint().bytes())))
                .toList();
        return Json.object().with("keys", Json.array(all));
    }

    private static ClientCredentials credentials(OpenExchange exchange, Form form) {
        boolean secret = form.value("client_secret").isPresent()
                || !exchange.headers("Authorization").isEmpty();
        return new ClientCredentials(
                form.value("client_id"),
                form.value("client_assertion_type"),
                form.value("client_assertion"),
                secret,
                exchange.certificate(),
                exchange.address());
    }
}
