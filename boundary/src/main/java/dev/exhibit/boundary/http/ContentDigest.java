package dev.exhibit.boundary.http;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.RunningHash;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client says its body hashes to (RFC 9530 section 2): a dictionary of structured fields (RFC 9651) from names of
 * algorithms to bytes. {@code sha-256} and {@code sha-512} are compared with what comes; other names are passed over, but
 * must have the same form. Stricter than the RFC: no parameters, and no name twice.
 *
 * @param expected what the body must hash to; empty if nothing was said
 */
record ContentDigest(Map<HashAlgorithm, Bytes> expected) {
    static final String HEADER = "Content-Digest";

    private static final Map<String, HashAlgorithm> KNOWN =
            Map.of("sha-256", HashAlgorithm.SHA256, "sha-512", HashAlgorithm.SHA512);
    private static final Pattern SEPARATOR = Pattern.compile("[ \t]*,[ \t]*");
    private static final Pattern MEMBER =
            Pattern.compile("(?<name>[a-z*][a-z0-9_.*-]{0,63})=:(?<value>[A-Za-z0-9+/]*={0,2}):");

    ContentDigest {
        expected = Map.copyOf(expected);
    }

    static ContentDigest none() {
        return new ContentDigest(Map.of());
    }

    /** Reads the header's values. @throws MalformedException for anything that is not such a dictionary */
    static ContentDigest parse(List<String> values) {
        Map<HashAlgorithm, Bytes> expected = new EnumMap<>(HashAlgorithm.class);
        Set<String> names = new HashSet<>();
        for (String value : values) {
            for (String member : SEPARATOR.split(value.strip(), -1)) {
                Matcher form = MEMBER.matcher(member);
                if (!form.matches() || !names.add(form.group("name"))) {
                    throw malformed("expected members such as sha-256=:…:, each name once");
                }
                Bytes hash = StrictBase64.decode(form.group("value"));
                Optional.ofNullable(KNOWN.get(form.group("name")))
                        .ifPresent(algorithm -> expected.put(algorithm, ofItsSize(algorithm, hash)));
            }
        }
        return new ContentDigest(expected);
    }

    /** The same, and what the sender's proof says of the body: both must hold. @throws MalformedException if both cannot */
    ContentDigest and(Optional<Digest> proven) {
        Map<HashAlgorithm, Bytes> both = new EnumMap<>(HashAlgorithm.class);
        both.putAll(expected);
        proven.map(Digest::bytes).ifPresent(hash -> {
            Bytes said = both.put(HashAlgorithm.SHA256, hash);
            if (said != null && !said.equals(hash)) {
                throw malformed("the proof says another sha-256");
            }
        });
        return new ContentDigest(both);
    }

    /** Begins to look at a body. */
    Check start() {
        return new Check(expected.entrySet().stream()
                .map(one -> new Part(one.getKey(), one.getValue(), new RunningHash(one.getKey())))
                .toList());
    }

    private static Bytes ofItsSize(HashAlgorithm algorithm, Bytes hash) {
        if (hash.size() != algorithm.size()) {
            throw malformed(algorithm.jcaName() + " has " + algorithm.size() + " bytes");
        }
        return hash;
    }

    private static MalformedException malformed(String why) {
        return new MalformedException(Reason.BAD_VALUE, HEADER + ": " + why);
    }

    private record Part(HashAlgorithm algorithm, Bytes expected, RunningHash running) {}

    /** One body as it comes. For one thread. */
    static final class Check {
        private final List<Part> parts;

        private Check(List<Part> parts) {
            this.parts = parts;
        }

        void update(byte[] bytes, int offset, int length) {
            parts.forEach(part -> part.running().update(bytes, offset, length));
        }

        /** The body is over. @throws ProblemException if it was not the one that was announced, at every call */
        void end() {
            for (Part part : parts) {
                if (!part.running().value().equals(part.expected())) {
                    throw new ProblemException(
                            ProblemCode.CONTENT_DIGEST_MISMATCH,
                            "the " + part.algorithm().jcaName() + " of the body is not the one that was announced");
                }
            }
        }
    }
}
