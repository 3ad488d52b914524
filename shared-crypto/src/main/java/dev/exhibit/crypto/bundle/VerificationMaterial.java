package dev.exhibit.crypto.bundle;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyId;
import java.util.regex.Pattern;

/**
 * What a bundle brings to check its signature with ({@code VerificationMaterial} of sigstore_bundle.proto). Log entries
 * and timestamps join as further components.
 *
 * @param signer whose key checks the signature
 */
public record VerificationMaterial(Signer signer) {

    /** Names the key; a certificate is to become a second kind. */
    public sealed interface Signer {
        /**
         * A key that the verifier knows beforehand ({@code PublicKeyIdentifier}).
         *
         * @param hint tells which; for keys of Exhibit {@link KeyId#hint()}
         */
        record ManagedKey(String hint) implements Signer {
            private static final Pattern FORM = Pattern.compile("[!-~]{1,128}");

            public ManagedKey {
                if (!FORM.matcher(hint).matches()) {
                    throw new MalformedException(Reason.BAD_VALUE, "a key hint is 1 to 128 printable characters");
                }
            }
        }
    }

    /** The material of a managed key. */
    public static VerificationMaterial of(KeyId key) {
        return new VerificationMaterial(new Signer.ManagedKey(key.hint()));
    }

    Json.Obj toJson() {
        return switch (signer) {
            case Signer.ManagedKey key ->
                Json.object().with("publicKey", Json.object().with("hint", key.hint()));
        };
    }

    static VerificationMaterial read(ObjectReader reader) {
        ObjectReader publicKey = reader.object("publicKey");
        Signer.ManagedKey key = publicKey.parsed("hint", Signer.ManagedKey::new);
        publicKey.end();
        reader.end();
        return new VerificationMaterial(key);
    }
}
