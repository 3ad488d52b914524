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
 * @param policy that judges instead of keys and identities
 * @param spelling how strictly bundles must be written
 */
public record Pins(
        List<VerificationKey> keys,
        List<IdentityRule> identities,
        Optional<PinnedRoot> root,
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
     */
    public record PinnedRoot(Instant pinned, Bytes document) {
        private static PinnedRoot read(ObjectReader reader) {
            PinnedRoot root = new PinnedRoot(
                    reader.parsed("pinned", Instant::parse), reader.parsed("document", StrictBase64::decode));
            reader.end();
            return root;
        }

        private Json.Obj toJson() {
            return Json.object().with("pinned", pinned.toString()).with("document", StrictBase64.encode(document));
        }
    }

    /** Keys and authorities of a service of ours: its bundles count only as it wrote them. */
    public static Pins ofService(List<VerificationKey> keys, PinnedRoot root) {
        return new Pins(keys, List.of(), Optional.of(root), Optional.empty(), Spelling.CANONICAL);
    }

    /** Believes nobody. */
    public static Pins none() {
        return new Pins(List.of(), List.of(), Optional.empty(), Optional.empty(), Spelling.CANONICAL);
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
