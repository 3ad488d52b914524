package dev.exhibit.crypto.policy;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.verify.IdentityRule;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What must be proven about an artifact (docs/spec/policy.md).
 *
 * @param digest SHA-256 of the file as it was read: the policy's name
 * @param identities that count
 * @param keys that count
 * @param predicateTypes one of which must be attested; empty if a bare signature will do
 * @param predicate values that the predicate must state
 * @param thresholds how much proof
 * @param maxAge how long ago the signature may have been made
 * @param maxTrustAge how long ago the trust root may have been fetched
 * @param checked values of the receipt, one of which is wanted; empty if no receipt is
 */
public record Policy(
        Digest digest,
        List<IdentityRule> identities,
        Set<VerificationKey> keys,
        Set<String> predicateTypes,
        List<PredicateRule> predicate,
        Thresholds thresholds,
        Optional<Duration> maxAge,
        Optional<Duration> maxTrustAge,
        Set<String> checked) {
    private static final int VERSION = 1;
    private static final int MAX_ITEMS = 64;

    public Policy {
        identities = List.copyOf(identities);
        keys = Set.copyOf(keys);
        predicateTypes = Set.copyOf(predicateTypes);
        predicate = List.copyOf(predicate);
        checked = Set.copyOf(checked);
        if (identities.isEmpty() && keys.isEmpty()) {
            throw new MalformedException(Reason.BAD_VALUE, "", "a policy names identities or keys: nobody else counts");
        }
        if (!predicate.isEmpty() && predicateTypes.isEmpty()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "/predicate", "values can be asked of known predicate types only");
        }
    }

    /** Reads a policy; members that are not known are refused, so that a typing error cannot weaken it. */
    public static Policy decode(Bytes document) {
        ObjectReader reader = JsonReader.readObject(document, JsonLimits.BODY);
        if (reader.optionalInteger("version", VERSION, VERSION).isEmpty()) {
            throw new MalformedException(Reason.MISSING_MEMBER, "/version", "missing");
        }
        Policy policy = new Policy(
                Hashing.of(document),
                reader.objects("identities", MAX_ITEMS).stream()
                        .map(IdentityRule::read)
                        .toList(),
                keys(reader),
                Set.copyOf(reader.texts("predicateTypes", MAX_ITEMS)),
                reader.objects("predicate", MAX_ITEMS).stream()
                        .map(PredicateRule::read)
                        .toList(),
                Thresholds.read(reader),
                reader.optionalParsed("maxAge", Policy::duration),
                reader.optionalParsed("maxTrustAge", Policy::duration),
                Set.copyOf(reader.texts("checked", MAX_ITEMS)));
        reader.end();
        return policy;
    }

    private static Set<VerificationKey> keys(ObjectReader reader) {
        Set<VerificationKey> keys = new HashSet<>();
        for (String pem : reader.texts("keys", MAX_ITEMS)) {
            try {
                keys.add(VerificationKey.fromPem(pem));
            } catch (MalformedException refused) {
                throw refused.at("/keys/" + keys.size());
            }
        }
        return keys;
    }

    /** ISO 8601 with days, hours, minutes and seconds, positive. */
    private static Duration duration(String text) {
        try {
            Duration duration = Duration.parse(text);
            if (duration.isPositive()) {
                return duration;
            }
        } catch (DateTimeException notDuration) {
            throw new MalformedException(Reason.BAD_VALUE, "a duration is written like P30D or PT12H");
        }
        throw new MalformedException(Reason.BAD_VALUE, "a duration is longer than nothing");
    }
}
