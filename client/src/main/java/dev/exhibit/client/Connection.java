package dev.exhibit.client;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the service is and as whom to talk to it.
 *
 * @param address for example {@code https://localhost:8443}
 * @param authority PEM of the certificate authority that the server's certificate must come from
 * @param keyStore PKCS#12 file with the caller's certificate and key
 * @param passwordFile file with that key store's password
 * @param tokens who gives the caller its access tokens; absent where a certificate is enough
 * @param enrolment the authority that renews the certificate, for example {@code https://localhost:8445}; absent where
 *     it is not renewed
 */
public record Connection(
        URI address,
        String authority,
        Path keyStore,
        Path passwordFile,
        Optional<TokenIssuer> tokens,
        Optional<URI> enrolment) {
    /** For a certificate that is not renewed. */
    public Connection(URI address, String authority, Path keyStore, Path passwordFile, Optional<TokenIssuer> tokens) {
        this(address, authority, keyStore, passwordFile, tokens, Optional.empty());
    }

    public Connection {
        if (!"https".equals(address.getScheme()) || address.getHost() == null) {
            throw new IllegalArgumentException("the service is reached over https only: " + address);
        }
    }

    /** Reads the member {@code server} of a context. */
    public static Connection read(ObjectReader server) {
        Connection connection = new Connection(
                server.parsed("address", URI::create),
                server.text("authority"),
                server.parsed("keyStore", Path::of),
                server.parsed("passwordFile", Path::of),
                server.optionalObject("tokens").map(TokenIssuer::read),
                server.optionalParsed("enrolment", URI::create));
        server.end();
        return connection;
    }

    /** What {@link #read} takes. */
    public Json.Obj toJson() {
        Json.Obj json = Json.object()
                .with("address", address.toString())
                .with("authority", authority)
                .with("keyStore", keyStore.toString())
                .with("passwordFile", passwordFile.toString());
        Json.Obj whole =
                tokens.map(issuer -> json.with("tokens", issuer.toJson())).orElse(json);
        return enrolment.map(place -> whole.with("enrolment", place.toString())).orElse(whole);
    }

    /** The same caller at another address. */
    public Connection to(URI other) {
        return new Connection(other, authority, keyStore, passwordFile, tokens, enrolment);
    }

    /** The address of {@code path}, which starts with a slash. */
    URI at(String path) {
        return address.resolve(path);
    }
}
