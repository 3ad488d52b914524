package dev.exhibit.authority;

import dev.exhibit.boundary.fetch.Origin;
import java.util.HashSet;
import java.util.Set;

/**
 * Under which names the authority is known, and for whom it issues.
 *
 * @param issuer what its tokens say in {@code iss} and clients begin with: {@code https://host} or with a port
 * @param origins where clients reach it; the issuer's own is always among them
 * @param audience what tokens say in {@code aud} where a client names no resource
 * @param audiences all that a client may name; the usual one is always among them
 */
public record AuthorityIdentity(Origin issuer, Set<Origin> origins, String audience, Set<String> audiences) {
    /** Where tokens are asked for. */
    public static final String TOKEN_PATH = "/token";

    /** Where tokens are revoked. */
    public static final String REVOKE_PATH = "/revoke";

    /** Where the keys are that tokens are checked with. */
    public static final String KEYS_PATH = "/jwks";

    public AuthorityIdentity {
        origins = with(origins, issuer);
        audiences = with(audiences, audience);
        if (issuer.scheme() != Origin.Scheme.HTTPS) {
            throw new IllegalArgumentException("an issuer is reached by https");
        }
    }

    /** For services that have one audience and one address. */
    public static AuthorityIdentity of(Origin issuer, String audience) {
        return new AuthorityIdentity(issuer, Set.of(), audience, Set.of());
    }

    /** The value of {@code iss}. */
    public String name() {
        return issuer.toString();
    }

    /** The URL of one of its paths. */
    public String url(String path) {
        return issuer + path;
    }

    private static <T> Set<T> with(Set<T> some, T one) {
        Set<T> all = new HashSet<>(some);
        all.add(one);
        return Set.copyOf(all);
    }
}
