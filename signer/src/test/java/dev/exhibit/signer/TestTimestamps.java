package dev.exhibit.signer;

import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.pki.LocalTimestamping;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.boundary.verify.OwnVerifier;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.signer.time.TimestampAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/** Real timestamp authorities in folders of their own, by the system's clock. */
public final class TestTimestamps {
    private static final TimestampAuthority SHARED = in(folder(), Calls.believed());

    private TestTimestamps() {}

    /** One for all tests that do not care which. */
    public static TimestampAuthority shared() {
        return SHARED;
    }

    /** Verifies what it has stamped. */
    public static OwnVerifier verifier(Timestamps timestamps) {
        return verifier(timestamps.trust());
    }

    /** Verifies what this root believes. */
    public static OwnVerifier verifier(TrustRoot root) {
        return new OwnVerifier(
                tenant -> root, SignatureChecker.standard(), InstantSource.system(), Duration.ofSeconds(30));
    }

    /** The one whose root and keys are in {@code folder}. */
    public static TimestampAuthority in(Path folder, ClockWatch watch) {
        SecureRandom random = new SecureRandom();
        FileVault vault = new FileVault(folder.resolve("keys"), "secret", random);
        return new TimestampAuthority(
                LocalTimestamping.open(folder, "secret", vault, InstantSource.system(), random),
                vault,
                watch,
                (call, serial, imprint, time) -> {},
                SignatureChecker.standard(),
                InstantSource.system(),
                UUID::randomUUID);
    }

    private static Path folder() {
        try {
            return Files.createTempDirectory("exhibit-timestamps");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
