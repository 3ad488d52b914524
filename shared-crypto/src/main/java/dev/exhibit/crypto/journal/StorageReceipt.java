package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.MerkleTree;
import dev.exhibit.crypto.verify.RefusalCode;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * A store's signed promise: this was stored, and the journal will have the entry that says so.
 *
 * @param what the event's name, for example {@code blob.stored}
 * @param digest what was stored
 * @param at when, as the entry says
 * @param leaf the RFC 6962 leaf hash of the entry
 * @param origin of the journal
 */
public record StorageReceipt(String what, Digest digest, Instant at, Digest leaf, String origin) {
    /** The envelope's payload type. */
    public static final String PAYLOAD_TYPE = "https://exhibit.dev/storage-receipt/v1";

    /**
     * The canonical payload in an envelope.
     *
     * @param key signs a message with the journal's key
     */
    public Envelope sign(Function<Bytes, SignatureBytes> key) {
        Bytes payload = payload();
        return new Envelope(PAYLOAD_TYPE, payload, key.apply(Envelope.signedBytes(PAYLOAD_TYPE, payload)));
    }

    /** The journal that an unverified receipt names. @throws JournalRefusedException for what is no receipt */
    public static String originOf(Bytes document) {
        try {
            Envelope envelope = Envelope.read(JsonReader.readObject(document, JsonLimits.BODY));
            return JsonReader.readObject(envelope.payload(), JsonLimits.BODY).text("log");
        } catch (MalformedException wrong) {
            throw new JournalRefusedException(RefusalCode.RECEIPT_INVALID, "a storage receipt", wrong);
        }
    }

    /** @throws JournalRefusedException unless {@code document} is a receipt that the journal's key signed */
    public static StorageReceipt open(Bytes document, JournalKey key) {
        try {
            Envelope envelope = Envelope.read(JsonReader.readObject(document, JsonLimits.BODY));
            if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
                throw new MalformedException(Reason.UNSUPPORTED, "/payloadType", "expected " + PAYLOAD_TYPE);
            }
            Bytes signed = Envelope.signedBytes(PAYLOAD_TYPE, envelope.payload());
            key.checker().verify(key.log().key(), key.log().algorithm(), signed, envelope.signature());
            return decode(envelope.payload(), key);
        } catch (MalformedException wrong) {
            throw new JournalRefusedException(RefusalCode.RECEIPT_INVALID, "a storage receipt", wrong);
        } catch (BadSignatureException wrong) {
            throw new JournalRefusedException(
                    RefusalCode.RECEIPT_INVALID, "a signature of " + key.log().host(), "another one");
        }
    }

    /**
     * Returns if the promise was kept: the entry is in the journal.
     *
     * @param index the entry's place
     * @param proof of its inclusion in the checkpoint's tree
     * @throws JournalRefusedException otherwise
     */
    public void requireKept(long index, List<Digest> proof, Checkpoint checkpoint, JournalKey key) {
        key.requireSigned(checkpoint);
        try {
            if (MerkleTree.root(index, checkpoint.size(), leaf, proof).equals(checkpoint.root())) {
                return;
            }
        } catch (MalformedException wrong) {
            throw new JournalRefusedException(RefusalCode.RECEIPT_NOT_KEPT, "an inclusion proof", wrong);
        }
        throw new JournalRefusedException(RefusalCode.RECEIPT_NOT_KEPT, "the entry in the journal", "another tree");
    }

    private Bytes payload() {
        return CanonicalJson.of(Json.object()
                        .with("what", what)
                        .with("digest", digest.toString())
                        .with("at", JournalFields.time(at))
                        .with("leaf", leaf.hex())
                        .with("log", origin))
                .bytes();
    }

    private static StorageReceipt decode(Bytes payload, JournalKey key) {
        ObjectReader reader = JsonReader.readObject(payload, JsonLimits.BODY);
        StorageReceipt receipt = new StorageReceipt(
                reader.text("what"),
                reader.parsed("digest", Digest::parse),
                reader.parsed("at", JournalFields::time),
                reader.parsed("leaf", Digest::ofHex),
                reader.text("log"));
        reader.end();
        if (!receipt.payload().equals(payload)
                || !receipt.origin().equals(key.log().host())) {
            throw new MalformedException(Reason.BAD_VALUE, "canonical JSON of this journal");
        }
        return receipt;
    }
}
