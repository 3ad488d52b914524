package dev.exhibit.authority;

import dev.exhibit.boundary.fetch.Origin;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Under which name the authority is known, and for whom it issues.
 *
 * @param issuer where clients reach it: {@code https://host} or with a port, which may be known only once its listener is
 *     bound; never another afterwards
 * @param audience what tokens say in {@code aud} where a client names no resource
 * @param audiences all that a client may name; the usual one is always among them
 */
public record AuthorityIdentity(Supplier<Origin> issuer, String audience, Set<String> audiences) {
    /** Where tokens are asked for. */
    public static final String TOKEN_PATH = "/token";

    /** Where tokens are revoked. */
    public static final String REVOKE_PATH = "/revoke";

    /** Where clients change the keys that they sign assertions with. */
    public static final String CLIENT_KEYS_PATH = "/client-keys";

    /** Where the keys are that tokens are checked with. */
    public static final String KEYS_PATH = "/jwks";

    public AuthorityIdentity {
        Set<String> all = new HashSet<>(audiences);
        all.add(audience);
        audiences = Set.copyOf(all);
    }

    /** For services that have one audience. */
    public static AuthorityIdentity of(Supplier<Origin> issuer, String audience) {
        return new AuthorityIdentity(issuer, audience, Set.of());
    }

    /** The value of {@code iss}. */
    public String name() {
        Origin origin = issuer.get();
        if (origin.scheme() != Origin.Scheme.HTTPS) {
            throw new IllegalStateException("an issuer is reached by https");
        }
        return origin.toString();
    }

    /** Whether what says {@code aud} was made for here: by the authority's name, or by the URL of its token endpoint. */
    boolean isMeantBy(String audience) {
        return audience.equals(name()) || audience.equals(url(TOKEN_PATH));
    }

    /** The URL of one of its paths. */
    public String url(String path) {
        return name() + path;
    }
}
