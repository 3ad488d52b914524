package dev.exhibit.evidence.slice;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A package URL (github.com/package-url/purl-spec) taken apart, or a pattern for one; nothing is decoded.
 *
 * @param namespace may be empty
 * @param qualifiers by their keys
 */
record PurlParts(
        String type,
        String namespace,
        String name,
        Optional<String> version,
        Map<String, String> qualifiers,
        Optional<String> subpath) {
    private static final String SCHEME = "pkg:";

    /** @return nothing for what is no package URL */
    static Optional<PurlParts> split(String purl) {
        if (!purl.startsWith(SCHEME)) {
            return Optional.empty();
        }
        Cut fragment = Cut.at(purl.substring(SCHEME.length()).replaceFirst("^/+", ""), '#');
        Cut query = Cut.at(fragment.head, '?');
        // A name may begin with an @ that was not encoded, as npm's do: a version comes after the last slash and a
        // name.
        String path = query.head;
        int nameAt = path.lastIndexOf('/') + 1;
        int versionAt = path.lastIndexOf('@');
        boolean versioned = versionAt > nameAt;
        String name = path.substring(nameAt, versioned ? versionAt : path.length());
        Cut type = Cut.at(path.substring(0, nameAt), '/');
        if (type.head.isEmpty() || type.tail.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        String namespace = type.tail.get();
        return Optional.of(new PurlParts(
                type.head,
                namespace.isEmpty() ? "" : namespace.substring(0, namespace.length() - 1),
                name,
                versioned ? Optional.of(path.substring(versionAt + 1)) : Optional.empty(),
                query.tail.map(PurlParts::qualifiers).orElse(Map.of()),
                fragment.tail));
    }

    private record Cut(String head, Optional<String> tail) {
        static Cut at(String text, char mark) {
            int at = text.indexOf(mark);
            return at < 0
                    ? new Cut(text, Optional.empty())
                    : new Cut(text.substring(0, at), Optional.of(text.substring(at + 1)));
        }
    }

    private static Map<String, String> qualifiers(String query) {
        Map<String, String> found = new TreeMap<>();
        for (String pair : query.split("&", -1)) {
            if (!pair.isEmpty()) {
                Cut cut = Cut.at(pair, '=');
                found.put(cut.head, cut.tail.orElse(""));
            }
        }
        return found;
    }

    /** The same, each part read by {@code plain}. */
    PurlParts map(UnaryOperator<String> plain) {
        Map<String, String> read = new TreeMap<>();
        qualifiers.forEach((key, value) -> read.put(key, plain.apply(value)));
        return new PurlParts(
                plain.apply(type),
                plain.apply(namespace),
                plain.apply(name),
                version.map(plain),
                read,
                subpath.map(plain));
    }

    /** What {@code %40} and the like stand for; what stands for nothing stays as it is. */
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < text.length(); ) {
            boolean escape = text.charAt(at) == '%' && at + 2 < text.length();
            int value = escape ? hex(text.charAt(at + 1)) * 16 + hex(text.charAt(at + 2)) : -1;
            if (value >= 0) {
                bytes.write(value);
                at += 3;
            } else {
                int next = text.offsetByCodePoints(at, 1);
                bytes.writeBytes(text.substring(at, next).getBytes(StandardCharsets.UTF_8));
                at = next;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(char digit) {
        int value = digit < 128 ? Character.digit(digit, 16) : -1;
        return value < 0 ? -1000 : value;
    }
}
