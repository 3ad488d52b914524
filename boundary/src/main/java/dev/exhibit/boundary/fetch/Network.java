package dev.exhibit.boundary.fetch;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of addresses (RFC 4632 section 3.1, RFC 4291 section 2.3).
 *
 * @param first the first address, 4 or 16 bytes
 * @param length how many leading bits are fixed
 */
public record Network(Bytes first, int length) {
    private static final Pattern FORM = Pattern.compile("(?<address>[0-9a-f:.]{2,45})/(?<length>0|[1-9][0-9]{0,2})");

    public Network {
        if (length < 0 || length > 8 * first.size() || !masked(first, length).equals(first)) {
            throw malformed();
        }
    }

    /** Reads {@code 10.0.0.0/8} or {@code fd00::/8}. @throws MalformedException if bits after the prefix are set */
    public static Network parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw malformed();
        }
        try {
            Bytes first =
                    Bytes.owned(InetAddress.ofLiteral(parts.group("address")).getAddress());
            return new Network(first, Integer.parseInt(parts.group("length")));
        } catch (IllegalArgumentException notAnAddress) {
            throw malformed();
        }
    }

    /** Whether {@code address}, of the same family, lies within. */
    public boolean contains(InetAddress address) {
        Bytes other = Bytes.owned(address.getAddress());
        return other.size() == first.size() && masked(other, length).equals(first);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(first.toArray()).getHostAddress() + "/" + length;
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Bytes masked(Bytes address, int length) {
        byte[] kept = new byte[address.size()];
        for (int i = 0; i < kept.length; i++) {
            int bits = Math.clamp(length - 8L * i, 0, 8);
            kept[i] = (byte) (address.at(i) & (0xFF << (8 - bits)));
        }
        return Bytes.owned(kept);
    }

    private static MalformedException malformed() {
        return new MalformedException(Reason.BAD_VALUE, "expected a network such as 10.0.0.0/8 or fd00::/8");
    }
}
