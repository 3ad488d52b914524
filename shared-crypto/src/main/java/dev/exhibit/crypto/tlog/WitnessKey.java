package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.key.KeyType;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A witness that signs checkpoints of logs it has seen to be append-only (C2SP tlog-cosignature, {@code
 * cosignature/v1}).
 *
 * @param name of the witness
 * @param key Ed25519
 */
public record WitnessKey(String name, VerificationKey key) {
    private static final int TYPE = 0x04;
    private static final int KEY_SIZE = 32;
    private static final int SIGNATURE_SIZE = Long.BYTES + 64;

    public WitnessKey {
        if (key.type() != KeyType.ED25519) {
            throw new MalformedException(Reason.UNSUPPORTED, "a witness signs with Ed25519");
        }
    }

    /** The first four bytes of SHA-256 over the name, a line feed, the type and the key. */
    public Bytes hint() {
        Bytes spki = key.spki();
        Bytes raw = spki.slice(spki.size() - KEY_SIZE, spki.size());
        return Hashing.of(Bytes.utf8(name + "\n"), Bytes.of(new byte[] {TYPE}), raw)
                .bytes()
                .slice(0, NoteSignature.HINT_SIZE);
    }

    /** Whether {@code line} claims to be by this witness. */
    public boolean isNamedBy(NoteSignature line) {
        return line.name().equals(name) && line.hint().equals(hint());
    }

    /**
     * When this witness signed {@code checkpoint}.
     *
     * @throws dev.exhibit.crypto.key.BadSignatureException if it did not
     */
    public Instant verify(Checkpoint checkpoint, NoteSignature line, SignatureChecker checker) {
        if (line.signature().size() != SIGNATURE_SIZE) {
            throw new MalformedException(Reason.BAD_VALUE, "a cosignature has a time and 64 bytes");
        }
        long seconds = ByteBuffer.wrap(line.signature().toArray()).getLong();
        if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
            throw new MalformedException(Reason.BAD_VALUE, "a cosignature has a time");
        }
        Bytes signed = Bytes.utf8("cosignature/v1\ntime " + seconds + "\n" + checkpoint.text());
        SignatureBytes signature = new SignatureBytes(line.signature().slice(Long.BYTES, SIGNATURE_SIZE));
        checker.verify(key, SignatureAlgorithm.ED25519, signed, signature);
        return Instant.ofEpochSecond(seconds);
    }
}
