package dev.exhibit.boundary.token.valkey;

import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Valkey or Redis server.
 *
 * @param host a DNS name or an IPv4 address
 * @param port where it listens
 * @param tls whether it is spoken to over TLS, and its name checked
 * @param user of the access control list; without one, the default user
 * @param password of that user
 * @param authorities PEM file of those who may vouch for the server; without it, those that the platform believes
 */
public record ValkeyServer(
        String host,
        int port,
        boolean tls,
        Optional<String> user,
        Optional<SecretReference> password,
        Optional<Path> authorities) {
    private static final Pattern URL = Pattern.compile(
            "(?<scheme>rediss?)://(?<host>[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?)(:(?<port>[1-9][0-9]{0,4}))?");
    private static final int USUAL_PORT = 6379;
    private static final int MAX_PORT = 65_535;

    /** One that nobody has to log in to. @throws MalformedException unless {@code url} has the form {@code rediss://HOST[:PORT]} */
    public static ValkeyServer of(String url) {
        Matcher parts = URL.matcher(url);
        int port = parts.matches() && parts.group("port") != null ? Integer.parseInt(parts.group("port")) : USUAL_PORT;
        if (!parts.matches() || port > MAX_PORT) {
            throw new MalformedException(Reason.BAD_VALUE, "expected rediss://HOST[:PORT], or redis:// without TLS");
        }
        return new ValkeyServer(
                parts.group("host"),
                port,
                parts.group("scheme").equals("rediss"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** A copy with a login and authorities. */
    public ValkeyServer with(Optional<String> login, Optional<SecretReference> secret, Optional<Path> vouching) {
        return new ValkeyServer(host, port, tls, login, secret, vouching);
    }

    /** The form that {@link #of} reads. */
    public String url() {
        return (tls ? "rediss://" : "redis://") + host + ":" + port;
    }
}
