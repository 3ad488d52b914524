package dev.exhibit.authority;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * From where requests are counted together: an IPv4 address, or the 64 bits of an IPv6 address that name a network
 * (RFC 4291 section 2.5.4): one who has a network has 2^64 addresses in it.
 */
public final class Place {
    private static final int NETWORK_BYTES = 8;

    private Place() {}

    /** @param address as a literal; anything else is a place of its own */
    public static String of(String address) {
        try {
            InetAddress known = InetAddress.ofLiteral(address);
            return known instanceof Inet6Address
                    ? Hex.encode(Bytes.owned(Arrays.copyOf(known.getAddress(), NETWORK_BYTES))) + "/64"
                    : known.getHostAddress();
        } catch (IllegalArgumentException noLiteral) {
            return address;
        }
    }
}
