package dev.exhibit.crypto.trust;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of managed signing keys, signed by a root key that is kept offline: which there are, and from when on the
 * signatures of a revoked one are not to be trusted. Canonical JSON in a DSSE envelope; {@code docs/spec/key-history.md}.
 *
 * @param issued when it was signed
 * @param keys each key once
 */
public record KeyHistory(Instant issued, List<Entry> keys) {
    /** The envelope's payload type. */
    public static final String PAYLOAD_TYPE = "https://exhibit.dev/key-history/v1";

    private static final int MAX_KEYS = 10_000;

    public KeyHistory {
        keys = List.copyOf(keys);
        if (keys.size() > MAX_KEYS || keys.stream().map(Entry::key).distinct().count() < keys.size()) {
            throw new MalformedException(Reason.BAD_VALUE, "a key history has each key once, " + MAX_KEYS + " at most");
        }
    }

    /**
     * One key.
     *
     * @param validFor since when it is there; without an end
     * @param revokedFrom from when on its signatures are not to be trusted
     */
    public record Entry(VerificationKey key, ValidFor validFor, Optional<Instant> revokedFrom) {
        /** @throws MalformedException for an end: {@code revokedFrom} alone says from when on a key does not count */
        public Entry {
            if (validFor.end().isPresent()) {
                throw new MalformedException(Reason.BAD_VALUE, "a key of a history has no end but revokedFrom");
            }
        }

        private Json.Obj toJson() {
            Json.Obj json = Json.object()
                    .with("keyId", key.id().hex())
                    .with("spki", StrictBase64.encode(key.spki()))
                    .with("validFor", validFor.toJson());
            return revokedFrom
                    .map(time -> json.with("revokedFrom", time.toString()))
                    .orElse(json);
        }

        private static Entry read(ObjectReader reader) {
            VerificationKey key = new VerificationKey(
                    reader.parsed("keyId", KeyId::parse), reader.parsed("spki", StrictBase64::decode));
            Entry entry = new Entry(
                    key,
                    ValidFor.read(reader.object("validFor")),
                    reader.optionalParsed("revokedFrom", ValidFor::time));
            reader.end();
            return entry;
        }
    }

    /** Says nothing about any key. */
    public static KeyHistory none() {
        return new KeyHistory(Instant.EPOCH, List.of());
    }

    /** From when on signatures of {@code key} are not to be trusted, if it was revoked. */
    public Optional<Instant> revokedFrom(KeyId key) {
        return keys.stream()
                .filter(entry -> entry.key().id().equals(key))
                .findFirst()
                .flatMap(Entry::revokedFrom);
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
    public static KeyHistory open(Bytes document, VerificationKey root, SignatureChecker checker) {
        return decode(RootSigned.open(document, PAYLOAD_TYPE, root, checker));
    }

    private CanonicalJson payload() {
        return CanonicalJson.of(Json.object()
                .with("issued", issued.toString())
                .with("keys", Json.array(keys.stream().map(Entry::toJson).toList())));
    }

    private static KeyHistory decode(Bytes payload) {
        ObjectReader reader = JsonReader.readObject(payload, JsonLimits.PREDICATE);
        KeyHistory history = new KeyHistory(
                reader.parsed("issued", ValidFor::time),
                reader.objects("keys", MAX_KEYS).stream().map(Entry::read).toList());
        reader.end();
        if (!history.payload().bytes().equals(payload)) {
            throw new MalformedException(Reason.BAD_VALUE, "a key history is canonical JSON");
        }
        return history;
    }
}
