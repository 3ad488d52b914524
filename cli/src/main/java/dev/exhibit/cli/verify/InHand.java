package dev.exhibit.cli.verify;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An artifact to verify.
 *
 * @param name as the user wrote it or a folder lists it
 * @param place where its bytes are, unless only its digest is known
 * @param promised the digest that the user or a checksum file names
 */
public record InHand(String name, Optional<Path> place, Optional<Digest> promised) {
    static InHand ofFile(Path file) {
        return new InHand(file.toString(), Optional.of(file), Optional.empty());
    }

    static InHand ofDigest(String text) {
        return new InHand(text, Optional.empty(), Optional.of(Digest.parse(text)));
    }

    /** SHA-256: of the bytes where they are there, never trusted to be what a name says. */
    public Digest digest() {
        return place.map(path -> Hashing.of(path).digest()).or(() -> promised).orElseThrow();
    }
}
