package dev.exhibit.crypto.trust;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * When a key or an authority counts.
 *
 * @param start first moment
 * @param end last moment, inclusive; none if it has not been retired
 */
public record ValidFor(Instant start, Optional<Instant> end) {
    public ValidFor {
        if (end.isPresent() && end.get().isBefore(start)) {
            throw new MalformedException(Reason.BAD_VALUE, "a period ends before it starts");
        }
    }

    /** A period without an end. */
    public static ValidFor from(Instant start) {
        return new ValidFor(start, Optional.empty());
    }

    /** Whether {@code time} lies within. */
    public boolean covers(Instant time) {
        return !time.isBefore(start) && end.map(last -> !time.isAfter(last)).orElse(true);
    }

    @Override
    public String toString() {
        return start + " to " + end.map(Instant::toString).orElse("now");
    }

    Json.Obj toJson() {
        Json.Obj json = Json.object().with("start", start.toString());
        return end.map(last -> json.with("end", last.toString())).orElse(json);
    }

    /** The start must be given: without one, a key would count for the whole past. */
    static ValidFor read(ObjectReader reader) {
        Instant start = reader.parsed("start", ValidFor::time);
        Optional<Instant> end = reader.optionalParsed("end", ValidFor::time);
        reader.end();
        return new ValidFor(start, end);
    }

    /** A moment in ISO 8601, in UTC. @throws MalformedException for anything else */
    public static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notTime) {
            throw new MalformedException(Reason.BAD_VALUE, "a time is written like 2026-01-31T12:00:00Z");
        }
    }
}
