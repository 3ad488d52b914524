package dev.exhibit.crypto.intoto;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Map;
import java.util.Optional;

/**
 * An artifact that a statement is about. Only the digest identifies it; the name is for people.
 *
 * @param name 1 to 1,024 characters without control characters
 * @param digest SHA-256 of the artifact
 */
public record Subject(String name, Digest digest) {
    private static final int MAX_NAME = 1024;

    public Subject {
        boolean printable = name.chars().noneMatch(Character::isISOControl);
        if (name.isBlank() || name.length() > MAX_NAME || !printable) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "a subject's name has 1 to " + MAX_NAME + " characters, no control characters");
        }
    }

    Json toJson() {
        return Json.object().with("name", name).with("digest", Json.object().with("sha256", digest.hex()));
    }

    /** A subject of a foreign statement, if it has a SHA-256, or the SHA-512 of an artifact that is at hand. */
    static Optional<Subject> readForeign(ObjectReader reader, Map<Bytes, Digest> bySha512) {
        String name =
                reader.optionalText("name").filter(given -> !given.isBlank()).orElse("-");
        ObjectReader digests = reader.object("digest");
        Optional<Digest> other = digests.optionalParsed("sha512", Hex::decode)
                .flatMap(sha512 -> Optional.ofNullable(bySha512.get(sha512)));
        return digests.optionalParsed("sha256", Digest::ofHex).or(() -> other).map(digest -> new Subject(name, digest));
    }

    static Subject read(ObjectReader reader) {
        String name = reader.text("name");
        ObjectReader digests = reader.object("digest");
        Digest digest = digests.parsed("sha256", Digest::ofHex);
        digests.end();
        reader.end();
        return new Subject(name, digest);
    }
}
