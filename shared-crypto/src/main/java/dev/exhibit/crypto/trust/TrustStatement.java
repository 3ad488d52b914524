package dev.exhibit.crypto.trust;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.function.Function;

/**
 * Which files are a tenant's trust root of a version, signed by a root key that is kept offline. Canonical JSON in a DSSE
 * envelope; {@code docs/spec/trust-root.md}.
 *
 * @param whose files they are
 * @param version from 1, a higher one with each change
 * @param trustedRoot SHA-256 of the {@code trusted_root.json}
 * @param signingConfig SHA-256 of the {@code signing_config.json}
 * @param validFor when it may be pinned; has an end
 */
public record TrustStatement(Owner whose, long version, Digest trustedRoot, Digest signingConfig, ValidFor validFor) {
    /** The envelope's payload type. */
    public static final String PAYLOAD_TYPE = "https://exhibit.dev/trust-root/v1";

    private static final int MAX_NAME = 253;
    private static final long MAX_VERSION = 1_000_000_000;

    /** @throws MalformedException for a version below 1, or a period without an end */
    public TrustStatement {
        if (version < 1 || validFor.end().isEmpty()) {
            throw new MalformedException(Reason.BAD_VALUE, "a trust root has a version from 1 on, and a last moment");
        }
    }

    /**
     * A tenant of an installation: one root key may sign for several.
     *
     * @param installation its name
     * @param tenant its name
     */
    public record Owner(String installation, String tenant) {
        public Owner {
            requireName(installation);
            requireName(tenant);
        }

        private static void requireName(String name) {
            if (name.isEmpty() || name.length() > MAX_NAME) {
                throw new MalformedException(Reason.BAD_VALUE, "a name has 1 to " + MAX_NAME + " characters");
            }
        }

        @Override
        public String toString() {
            return tenant + " of installation " + installation;
        }
    }

    /** The statement about these files. */
    public static TrustStatement of(
            Owner whose, long version, Bytes trustedRoot, Bytes signingConfig, ValidFor validFor) {
        return new TrustStatement(whose, version, Hashing.of(trustedRoot), Hashing.of(signingConfig), validFor);
    }

    /** Whether it is about these very files of this very owner in the same version, for however long. */
    public boolean isAboutTheSame(TrustStatement other) {
        return new TrustStatement(whose, version, trustedRoot, signingConfig, other.validFor).equals(other);
    }

    /**
     * The signed document.
     *
     * @param root signs a SHA-256 with an ECDSA P-256 key
     */
    public CanonicalJson sign(Function<Digest, SignatureBytes> root) {
        return RootSigned.sign(PAYLOAD_TYPE, payload(), root);
    }

    /**
     * Reads a signed document.
     *
     * @param root the key that must have signed it
     * @throws MalformedException if any part of it is not as it should be
     * @throws dev.exhibit.crypto.key.BadSignatureException if the root key did not sign it
     */
    public static TrustStatement open(Bytes document, VerificationKey root, SignatureChecker checker) {
        Bytes payload = RootSigned.open(document, PAYLOAD_TYPE, root, checker);
        ObjectReader reader = JsonReader.readObject(payload, JsonLimits.BODY);
        TrustStatement statement = new TrustStatement(
                new Owner(reader.text("installation"), reader.text("tenant")),
                version(reader),
                reader.parsed("trustedRoot", Digest::parse),
                reader.parsed("signingConfig", Digest::parse),
                ValidFor.read(reader.object("validFor")));
        reader.end();
        if (!statement.payload().bytes().equals(payload)) {
            throw new MalformedException(Reason.BAD_VALUE, "a statement about a trust root is canonical JSON");
        }
        return statement;
    }

    private static long version(ObjectReader reader) {
        return reader.optionalInteger("version", 1, MAX_VERSION)
                .orElseThrow(
                        () -> new MalformedException(Reason.MISSING_MEMBER, reader.pointerTo("version"), "missing"));
    }

    private CanonicalJson payload() {
        return CanonicalJson.of(Json.object()
                .with("installation", whose.installation())
                .with("tenant", whose.tenant())
                .with("version", version)
                .with("trustedRoot", trustedRoot.toString())
                .with("signingConfig", signingConfig.toString())
                .with("validFor", validFor.toJson()));
    }
}
