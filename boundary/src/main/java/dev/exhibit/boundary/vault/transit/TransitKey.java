package dev.exhibit.boundary.vault.transit;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.Optional;

/**
 * What a transit engine says about a key.
 *
 * @param key the public half of its first version
 * @param canLeave whether the server would give out the private half
 */
record TransitKey(VerificationKey key, boolean canLeave) {
    /** The kind of key that is made. */
    static final String TYPE = "ecdsa-p256";

    /** The same; nothing if it says of itself that it is another kind of key, or has no first version. */
    static Optional<TransitKey> ifOurs(ObjectReader data) {
        boolean ours = data.text("type").equals(TYPE)
                && data.object("keys").optional("1").isPresent();
        return ours ? Optional.of(of(data)) : Optional.empty();
    }

    /** Reads {@code data} of the answer; what is not asked for is passed over. @throws MalformedException for another kind */
    static TransitKey of(ObjectReader data) {
        if (!data.text("type").equals(TYPE)) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a key of " + TYPE);
        }
        VerificationKey key = data.object("keys").object("1").parsed("public_key", VerificationKey::fromPem);
        if (key.type() != KeyType.EC_P256) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a public key of P-256");
        }
        boolean canLeave = data.optionalFlag("exportable").orElse(true)
                || data.optionalFlag("allow_plaintext_backup").orElse(true);
        return new TransitKey(key, canLeave);
    }
}
