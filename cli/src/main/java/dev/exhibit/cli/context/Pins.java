package dev.exhibit.cli.context;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.policy.Policy;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Demands.Spelling;
import dev.exhibit.crypto.verify.IdentityRule;
import dev.exhibit.crypto.verify.Trust;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whom a context believes: pinned once, by the user, and never read from beside the evidence.
 *
 * @param keys public keys whose signatures are believed
 * @param identities whose certificates are believed
 * @param root certificate and timestamp authorities and logs
 * @param rootKey whose word for a newer trust root is believed
 * @param policy that judges instead of keys and identities
 * @param spelling how strictly bundles must be written
 */
public record Pins(
        List<VerificationKey> keys,
        List<IdentityRule> identities,
        Optional<PinnedRoot> root,
        Optional<VerificationKey> rootKey,
        Optional<Bytes> policy,
        Spelling spelling) {
    private static final int MAX_ITEMS = 64;

    public Pins {
        keys = List.copyOf(keys);
        identities = List.copyOf(identities);
    }

    /**
     * A trust root as it was when the user pinned it.
     *
     * @param pinned when
     * @param document the file's bytes
     * @param envelope the word of the root key for it, if there is one: it says which version this is
     */
    public record PinnedRoot(Instant pinned, Bytes document, Optional<Bytes> envelope) {
        /** One that nobody vouches for but who pins it. */
        public static PinnedRoot unsigned(Instant pinned, Bytes document) {
            return new PinnedRoot(pinned, document, Optional.empty());
        }

        private static PinnedRoot read(ObjectReader reader) {
            PinnedRoot root = new PinnedRoot(
                    reader.parsed("pinned", Instant::parse),
                    reader.parsed("document", StrictBase64::decode),
                    reader.optionalParsed("envelope", StrictBase64::decode));
            reader.end();
            return root;
        }

        private Json.Obj toJson() {
            Json.Obj json =
                    Json.object().with("pinned", pinned.toString()).with("document", StrictBase64.encode(document));
            return envelope.map(signed -> json.with("envelope", StrictBase64.encode(signed)))
                    .orElse(json);
        }
    }

    /** Keys and authorities of a service of ours: its bundles count only as it wrote them. */
    public static Pins ofService(
            List<VerificationKey> keys, Optional<PinnedRoot> root, Optional<VerificationKey> rootKey) {
        return new Pins(keys, List.of(), root, rootKey, Optional.empty(), Spelling.CANONICAL);
    }

    /** Believes nobody. */
    public static Pins none() {
        return new Pins(List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty(), Spelling.CANONICAL);
    }

    /** A copy that believes another trust root, by the word of this key. */
    public Pins with(PinnedRoot newer, VerificationKey by) {
        return new Pins(keys, identities, Optional.of(newer), Optional.of(by), policy, spelling);
    }

    /** Whom the verifier has to believe by that, identities and policy left aside. */
    public Trust trust() {
        TrustRoot authorities =
                root.map(pinned -> TrustRoot.decode(pinned.document())).orElseGet(TrustRoot::empty);
        return new Trust(Set.copyOf(keys), authorities, Set.of());
    }

    static Pins read(ObjectReader reader) {
        Pins pins = new Pins(
                reader.texts("keys", MAX_ITEMS).stream()
                        .map(VerificationKey::fromPem)
                        .toList(),
                reader.objects("identities", MAX_ITEMS).stream()
                        .map(IdentityRule::read)
                        .toList(),
                reader.optionalObject("trustedRoot").map(PinnedRoot::read),
                reader.optionalParsed("rootKey", VerificationKey::fromPem),
                reader.optionalParsed("policy", StrictBase64::decode),
                reader.optionalParsed("spelling", Pins::spelling).orElse(Spelling.CANONICAL));
        pins.root().ifPresent(root -> TrustRoot.decode(root.document()));
        pins.policy().ifPresent(Policy::decode);
        return pins;
    }

    Json.Obj addTo(Json.Obj json) {
        Json.Obj all = json.with(
                        "keys",
                        Json.texts(keys.stream().map(VerificationKey::toPem).toList()))
                .with("spelling", spelling.name().toLowerCase(Locale.ROOT));
        if (!identities.isEmpty()) {
            all = all.with(
                    "identities",
                    Json.array(identities.stream().map(IdentityRule::toJson).toList()));
        }
        if (root.isPresent()) {
            all = all.with("trustedRoot", root.get().toJson());
        }
        if (rootKey.isPresent()) {
            all = all.with("rootKey", rootKey.get().toPem());
        }
        return policy.isPresent() ? all.with("policy", StrictBase64.encode(policy.get())) : all;
    }

    private static Spelling spelling(String text) {
        return switch (text) {
            case "canonical" -> Spelling.CANONICAL;
            case "any" -> Spelling.ANY;
            default -> throw new IllegalArgumentException("a spelling is canonical or any, not '" + text + "'");
        };
    }
}
