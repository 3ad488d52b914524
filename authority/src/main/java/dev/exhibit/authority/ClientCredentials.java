package dev.exhibit.authority;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * How a request says and proves whose it is.
 *
 * @param clientId {@code client_id}
 * @param assertionType {@code client_assertion_type}
 * @param assertion {@code client_assertion}
 * @param secret whether a shared secret came with it, in whatever way: such are not used here
 * @param certificate of the TLS peer, verified by the handshake
 * @param address where it came from
 */
public record ClientCredentials(
        Optional<String> clientId,
        Optional<String> assertionType,
        Optional<String> assertion,
        boolean secret,
        Optional<X509Certificate> certificate,
        String address) {
    /** Neither assertion nor secret is in it. */
    @Override
    public String toString() {
        return "credentials of " + clientId.orElse("somebody");
    }
}
