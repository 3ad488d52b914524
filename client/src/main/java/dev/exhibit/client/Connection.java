package dev.exhibit.client;

import java.net.URI;
import java.nio.file.Path;

/**
 * Where the service is and as whom to talk to it.
 *
 * @param address for example {@code https://localhost:8443}
 * @param authority PEM of the certificate authority that the server's certificate must come from
 * @param keyStore PKCS#12 file with the caller's certificate and key
 * @param passwordFile file with that key store's password
 */
public record Connection(URI address, String authority, Path keyStore, Path passwordFile) {
    public Connection {
        if (!"https".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("the service is reached over https only: " + address);
        }
    }

    /** The address of {@code path}, which starts with a slash. */
    URI at(String path) {
        return address.resolve(path);
    }
}
