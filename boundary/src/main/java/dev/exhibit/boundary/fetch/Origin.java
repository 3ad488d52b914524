package dev.exhibit.boundary.fetch;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Scheme, host and port of a URL (RFC 6454 section 4), in one spelling.
 *
 * @param scheme what is spoken
 * @param host a lower-case DNS name, four decimal numbers with dots, or an IPv6 address in brackets
 * @param port 1 to 65535
 */
public record Origin(Scheme scheme, String host, int port) {
    private static final int MAX_PORT = 65_535;
    private static final Pattern FORM = Pattern.compile(
            "(?<scheme>[a-z]{1,8})://(?<host>\\[[0-9a-f:.]{2,45}]|[a-z0-9.-]{1,253})(:(?<port>[1-9][0-9]{0,4}))?");
    private static final Pattern NAME =
            Pattern.compile("([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)*[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile("(" + OCTET + "\\.){3}" + OCTET);

    /** The schemes of the web. */
    public enum Scheme {
        HTTP("http", 80),
        HTTPS("https", 443);

        private final String wire;
        private final int port;

        Scheme(String wire, int port) {
            this.wire = wire;
            this.port = port;
        }

        /** The port that need not be written. */
        public int port() {
            return port;
        }

        private static Scheme of(String name) {
            return switch (name) {
                case "http" -> HTTP;
                case "https" -> HTTPS;
                default -> throw new MalformedException(Reason.BAD_VALUE, "expected https:// or http://");
            };
        }
    }

    public Origin {
        if (port < 1 || port > MAX_PORT || !(isName(host) || literal(host).isPresent())) {
            throw new MalformedException(Reason.BAD_VALUE, "not the host and port of a URL");
        }
    }

    /**
     * Reads {@code https://host} or {@code https://host:port}, all in lower case. Numbers that some programs take for IPv4
     * addresses ({@code 0x7f.1}, {@code 2130706433}, {@code 0177.0.0.1}) are neither names nor addresses here.
     */
    public static Origin parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected https://host:port in lower case");
        }
        Scheme scheme = Scheme.of(parts.group("scheme"));
        String port = parts.group("port");
        return new Origin(scheme, parts.group("host"), port == null ? scheme.port() : Integer.parseInt(port));
    }

    /** The address, where the host is written as one. */
    Optional<InetAddress> address() {
        return literal(host);
    }

    /** Host and port as the {@code Host} header has them. */
    String authority() {
        return port == scheme.port() ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return scheme.wire + "://" + authority();
    }

    private static boolean isName(String host) {
        return NAME.matcher(host).matches();
    }

    private static Optional<InetAddress> literal(String host) {
        if (IPV4.matcher(host).matches()) {
            return Optional.of(InetAddress.ofLiteral(host));
        }
        if (!host.startsWith("[")) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(host.substring(1, host.length() - 1));
            // The platform makes IPv4 of ::ffff:127.0.0.1; such a spelling is no use to anybody honest.
            return address.getAddress().length == 16 ? Optional.of(address) : Optional.empty();
        } catch (IllegalArgumentException notAnAddress) {
            return Optional.empty();
        }
    }
}
