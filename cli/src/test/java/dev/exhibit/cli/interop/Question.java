package dev.exhibit.cli.interop;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.key.VerificationKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bundle to be judged, and all that a client may know: files alone.
 *
 * @param kind of the bundle
 * @param bundle as it is, or changed
 * @param artifact that it is to be about
 * @param key to be believed
 * @param trustRoot to be believed
 */
record Question(Kind kind, Bytes bundle, Bytes artifact, VerificationKey key, Bytes trustRoot) {
    enum Kind {
        DSSE("DSSE, SLSA provenance"),
        MESSAGE("message signature");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        String title() {
            return title;
        }
    }

    /** The claim's type, as a client has to name it. */
    static final String PREDICATE_TYPE = PredicateTypes.SLSA_PROVENANCE;

    Question with(Bytes other) {
        return new Question(kind, other, artifact, key, trustRoot);
    }

    Question by(Bytes otherRoot) {
        return new Question(kind, bundle, artifact, key, otherRoot);
    }

    Question about(Bytes other) {
        return new Question(kind, bundle, other, key, trustRoot);
    }

    /** Where each part lies. */
    record Written(Path bundle, Path artifact, Path key, Path trustRoot) {}

    Written written(Path folder) {
        return new Written(
                write(folder.resolve("bundle.sigstore.json"), bundle),
                write(folder.resolve("artifact"), artifact),
                write(folder.resolve("key.pem"), Bytes.utf8(key.toPem())),
                write(folder.resolve("trusted_root.json"), trustRoot));
    }

    private static Path write(Path file, Bytes bytes) {
        try {
            return Files.write(file, bytes.toArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
