package dev.exhibit.crypto.jose;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The public keys of an issuer (RFC 7517 section 5). Keys for encryption and of unknown kinds are passed over; one secret
 * key, one broken one, or one name given twice makes the whole set unusable.
 *
 * @param keys those that check signatures
 */
public record JwkSet(List<Jwk> keys) {
    public JwkSet {
        keys = List.copyOf(keys);
    }

    /** @throws MalformedException unless it is such a set of at most {@code maxKeys} keys, all told, with one of use */
    public static JwkSet parse(Bytes document, JsonLimits limits, int maxKeys) {
        return read(JsonReader.readObject(document, limits), maxKeys);
    }

    /** @throws MalformedException as {@link #parse} does */
    public static JwkSet read(ObjectReader set, int maxKeys) {
        set.required("keys");
        List<Jwk> keys = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (ObjectReader entry : set.objects("keys", maxKeys)) {
            readIfOfUse(entry).ifPresent(keys::add);
            entry.optionalText("kid").ifPresent(name -> requireNew(names.add(name), entry));
        }
        if (keys.isEmpty()) {
            throw new MalformedException(Reason.BAD_VALUE, "/keys", "no key that checks signatures");
        }
        return new JwkSet(keys);
    }

    /**
     * The one key that {@code jws} may be signed with: the one of its {@code kid}, or, where it names none, the only one
     * that fits its algorithm.
     */
    public Optional<VerificationKey> keyFor(Jws jws) {
        List<Jwk> fitting = keys.stream()
                .filter(key -> key.makes(jws.algorithm()))
                .filter(key -> jws.keyId().isEmpty() || jws.keyId().equals(key.keyId()))
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.getFirst().key()) : Optional.empty();
    }

    /** Whether a key of this thumbprint (RFC 7638) is among them. */
    public boolean has(Digest thumbprint) {
        return keys.stream().anyMatch(key -> key.thumbprint().equals(thumbprint));
    }

    public Json.Obj toJson() {
        return Json.object()
                .with("keys", Json.array(keys.stream().map(Jwk::toJson).toList()));
    }

    private static Optional<Jwk> readIfOfUse(ObjectReader entry) {
        try {
            return Optional.of(Jwk.read(entry));
        } catch (MalformedException refused) {
            if (refused.reason() == Reason.UNSUPPORTED) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static void requireNew(boolean isNew, ObjectReader entry) {
        if (!isNew) {
            throw new MalformedException(Reason.BAD_VALUE, entry.pointerTo("kid"), "two keys of one name");
        }
    }
}
