package dev.exhibit.boundary.config;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.net.InetAddress;

/** Listeners are bound to IP addresses in text form: a name could mean something else tomorrow. */
final class IpAddress {
    private IpAddress() {}

    /** @throws MalformedException for anything but an IP address */
    static String require(String text) {
        try {
            InetAddress.ofLiteral(text);
            return text;
        } catch (IllegalArgumentException notAnAddress) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "expected an IP address such as 127.0.0.1, 0.0.0.0 or ::1, not a name");
        }
    }
}
