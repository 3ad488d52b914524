package dev.exhibit.crypto.journal;

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
import dev.exhibit.crypto.verify.RefusalCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/**
 * A store's signed word that all that it keeps was compared with itself, and what came of it.
 *
 * @param tenant whose evidence
 * @param part which part of it, for example {@code 1/1} for all
 * @param from when the check began
 * @param to when it ended
 * @param sound whether nothing was found to be broken
 * @param checkpoints of the tenant's logs when the check began
 * @param found members {@code checked}, {@code counts} and {@code findings}, as the check tells them
 */
public record CheckCertificate(
        String tenant,
        String part,
        Instant from,
        Instant to,
        boolean sound,
        List<Checkpoint> checkpoints,
        Json.Obj found) {
    /** The envelope's payload type. */
    public static final String PAYLOAD_TYPE = "https://exhibit.dev/check-certificate/v1";

    private static final int MAX_CHECKPOINTS = 2;
    private static final JsonLimits LIMITS = new JsonLimits(16 << 20, 6, 200_000, 65_536);

    public CheckCertificate {
        from = from.truncatedTo(ChronoUnit.MICROS);
        to = to.truncatedTo(ChronoUnit.MICROS);
        checkpoints = List.copyOf(checkpoints);
    }

    /**
     * The canonical payload in an envelope.
     *
     * @param key signs a message with the journal's key
     */
    public Envelope sign(Function<Bytes, SignatureBytes> key) {
        Bytes payload = payload();
        return new Envelope(PAYLOAD_TYPE, payload, key.apply(Envelope.signedBytes(PAYLOAD_TYPE, payload)));
    }

    private Bytes payload() {
        return CanonicalJson.of(Json.object()
                        .with("tenant", tenant)
                        .with("part", part)
                        .with("from", JournalFields.time(from))
                        .with("to", JournalFields.time(to))
                        .with("sound", sound)
                        .with(
                                "checkpoints",
                                Json.texts(checkpoints.stream()
                                        .map(Checkpoint::note)
                                        .toList()))
                        .with("found", found))
                .bytes();
    }

    /** @throws JournalRefusedException unless {@code document} is a certificate that the journal's key signed */
    public static CheckCertificate open(Bytes document, JournalKey key) {
        try {
            Envelope envelope = Envelope.read(JsonReader.readObject(document, LIMITS));
            if (!envelope.payloadType().equals(PAYLOAD_TYPE)) {
                throw new MalformedException(Reason.UNSUPPORTED, "/payloadType", "expected " + PAYLOAD_TYPE);
            }
            Bytes signed = Envelope.signedBytes(PAYLOAD_TYPE, envelope.payload());
            key.checker().verify(key.log().key(), key.log().algorithm(), signed, envelope.signature());
            return decode(envelope.payload());
        } catch (MalformedException wrong) {
            throw new JournalRefusedException(RefusalCode.RECEIPT_INVALID, "a certificate of a check", wrong);
        } catch (BadSignatureException wrong) {
            throw new JournalRefusedException(
                    RefusalCode.RECEIPT_INVALID, "a signature of " + key.log().host(), "another one");
        }
    }

    private static CheckCertificate decode(Bytes payload) {
        ObjectReader reader = JsonReader.readObject(payload, LIMITS);
        CheckCertificate certificate = new CheckCertificate(
                reader.text("tenant"),
                reader.text("part"),
                reader.parsed("from", JournalFields::time),
                reader.parsed("to", JournalFields::time),
                reader.optionalFlag("sound")
                        .orElseThrow(() -> new MalformedException(Reason.MISSING_MEMBER, "/sound", "missing")),
                reader.parsedTexts("checkpoints", MAX_CHECKPOINTS, Checkpoint::parse),
                reader.objectValue("found"));
        reader.end();
        if (!certificate.payload().equals(payload)) {
            throw new MalformedException(Reason.BAD_VALUE, "canonical JSON");
        }
        return certificate;
    }
}
