package dev.exhibit.boundary.config;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where a listener listens.
 *
 * @param address an IP address in text form: names could mean something else tomorrow
 * @param port 0 takes a free one
 */
public record Endpoint(String address, int port) {
    static final int MAX_PORT = 65_535;

    public Endpoint {
        requireAddress(address);
        if (port < 0 || port > MAX_PORT) {
            throw new MalformedException(Reason.BAD_VALUE, "a port is a number from 0 to 65535");
        }
    }

    /** The address to bind. */
    public InetSocketAddress socket() {
        return new InetSocketAddress(InetAddress.ofLiteral(address), port);
    }

    /** A copy with another port. */
    public Endpoint withPort(int other) {
        return new Endpoint(address, other);
    }

    static String requireAddress(String text) {
        try {
            InetAddress.ofLiteral(text);
            return text;
        } catch (IllegalArgumentException notAnAddress) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "expected an IP address such as 127.0.0.1, 0.0.0.0 or ::1, not a name");
        }
    }
}
