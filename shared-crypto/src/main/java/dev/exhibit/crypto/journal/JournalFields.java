package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The forms that members of these documents have. */
final class JournalFields {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final int MAX_DIGESTS = 1024;

    private JournalFields() {}

    /** RFC 3339 with exactly six digits of a second, in UTC. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    static Instant time(String text) {
        try {
            return TIME.parse(text, Instant::from);
        } catch (DateTimeException wrong) {
            throw new MalformedException(Reason.BAD_VALUE, "a time is written 2026-01-31T12:00:00.000000Z");
        }
    }

    static long number(ObjectReader reader, String name, long min) {
        return reader.optionalInteger(name, min, JsonLimits.MAX_SAFE_INTEGER)
                .orElseThrow(() -> new MalformedException(Reason.MISSING_MEMBER, reader.pointerTo(name), "missing"));
    }

    static Json digests(Collection<Digest> digests) {
        return Json.texts(digests.stream().map(Digest::toString).toList());
    }

    static SortedSet<Digest> digests(ObjectReader reader, String name) {
        return new TreeSet<>(
                reader.texts(name, MAX_DIGESTS).stream().map(Digest::parse).toList());
    }

    static Json hexes(List<Digest> hashes) {
        return Json.texts(hashes.stream().map(Digest::hex).toList());
    }

    static List<Digest> hexes(ObjectReader reader, String name, int max) {
        return reader.texts(name, max).stream().map(Digest::ofHex).toList();
    }
}
