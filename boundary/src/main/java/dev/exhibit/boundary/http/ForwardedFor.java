package dev.exhibit.boundary.http;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The address that a trusted proxy says its client has: {@code for} of the last element of {@code Forwarded} (RFC 7239
 * section 4), which is the proxy's own; what stands before it the client may have written.
 */
final class ForwardedFor {
    static final String HEADER = "Forwarded";

    private static final Pattern FOR = Pattern.compile("(?i)\\s*for\\s*=\\s*(.*?)\\s*");
    private static final Pattern NODE =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|((?:[0-9]{1,3}\\.){3}[0-9]{1,3}))(?::[0-9]{1,5})?");

    private ForwardedFor() {}

    /**
     * The address, if the header names one.
     *
     * @param values of the header, in order
     */
    static Optional<InetAddress> last(List<String> values) {
        String all = String.join(",", values);
        String[] pairs = all.substring(all.lastIndexOf(',') + 1).split(";", -1);
        List<String> nodes = Arrays.stream(pairs)
                .map(FOR::matcher)
                .filter(Matcher::matches)
                .map(pair -> pair.group(1))
                .toList();
        return nodes.size() == 1 ? address(nodes.getFirst()) : Optional.empty();
    }

    /** Both quotes or none: a single one is left of text that the client may have written. */
    private static String unquoted(String node) {
        boolean quoted = node.length() > 1 && node.startsWith("\"") && node.endsWith("\"");
        return quoted ? node.substring(1, node.length() - 1) : node;
    }

    private static Optional<InetAddress> address(String node) {
        Matcher parts = NODE.matcher(unquoted(node));
        if (!parts.matches()) {
            return Optional.empty();
        }
        try {
            return Stream.of(1, 2)
                    .flatMap(group -> Stream.ofNullable(parts.group(group)))
                    .map(InetAddress::ofLiteral)
                    .findFirst();
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
