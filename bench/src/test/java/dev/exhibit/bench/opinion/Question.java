package dev.exhibit.bench.opinion;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.verify.Artifact;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every judge is asked, one line of JSON: the same bundle, the same trust, the same demands.
 *
 * @param bundle the document
 * @param artifact what the caller has in hand
 * @param trust whom the caller believes
 * @param demands what must be there
 */
public record Question(Bytes bundle, Artifact artifact, Trusted trust, Demanded demands) {
    private static final int MAX_KEYS = 16;

    /**
     * Trust as all judges take it.
     *
     * @param keys managed keys, found by their usual hint
     * @param root a trusted root file
     */
    public record Trusted(List<VerificationKey> keys, Bytes root) {
        public Trusted {
            keys = List.copyOf(keys);
        }
    }

    /**
     * Demands as all judges take them.
     *
     * @param identity of the certificate, if there must be one
     * @param logEntries how many logs
     * @param times how many sources of time
     * @param certificateTimestamps how many certificate logs
     */
    public record Demanded(Optional<Identity> identity, int logEntries, int times, int certificateTimestamps) {}

    /** Who must have signed, exactly. */
    public record Identity(String subject, String issuer) {}

    /** The same about another document. */
    public Question about(Bytes document) {
        return new Question(document, artifact, trust, demands);
    }

    /** The artifact's bytes, where they are there. */
    public Optional<Bytes> content() {
        return switch (artifact) {
            case Artifact.Whole whole -> Optional.of(whole.content());
            case Artifact.Named ignored -> Optional.empty();
        };
    }

    /** One line, without its end. */
    public String line() {
        Json.Obj keys = Json.object();
        for (VerificationKey key : trust.keys()) {
            keys = keys.with(key.id().hint(), StrictBase64.encode(key.spki()));
        }
        Json.Obj thresholds = Json.object()
                .with("logEntries", demands.logEntries())
                .with("times", demands.times())
                .with("certificateTimestamps", demands.certificateTimestamps());
        Json.Obj json = Json.object()
                .with("bundle", StrictBase64.encode(bundle))
                .with("digest", artifact.digest().toString())
                .with("keys", keys)
                .with("trustRoot", StrictBase64.encode(trust.root()))
                .with("demands", thresholds);
        if (content().isPresent()) {
            json = json.with("artifact", StrictBase64.encode(content().get()));
        }
        if (demands.identity().isPresent()) {
            Identity identity = demands.identity().get();
            json = json.with(
                    "identity",
                    Json.object().with("subject", identity.subject()).with("issuer", identity.issuer()));
        }
        return CanonicalJson.of(json).bytes().asLenientText();
    }

    /** Reads {@link #line}. */
    public static Question read(String line) {
        ObjectReader reader = JsonReader.readObject(Bytes.utf8(line), JsonLimits.BUNDLE);
        Digest digest = reader.parsed("digest", Digest::parse);
        Artifact artifact = reader.optionalParsed("artifact", StrictBase64::decode)
                .<Artifact>map(Artifact.Whole::new)
                .orElse(new Artifact.Named(digest));
        Trusted trust = new Trusted(keys(reader.object("keys")), reader.parsed("trustRoot", StrictBase64::decode));
        ObjectReader thresholds = reader.object("demands");
        Demanded demands = new Demanded(
                reader.optionalObject("identity")
                        .map(identity -> new Identity(identity.text("subject"), identity.text("issuer"))),
                count(thresholds, "logEntries"),
                count(thresholds, "times"),
                count(thresholds, "certificateTimestamps"));
        return new Question(reader.parsed("bundle", StrictBase64::decode), artifact, trust, demands);
    }

    private static List<VerificationKey> keys(ObjectReader reader) {
        List<VerificationKey> keys = new ArrayList<>();
        for (String hint : reader.names()) {
            keys.add(reader.parsed(hint, spki -> new VerificationKey(StrictBase64.decode(spki))));
        }
        return keys;
    }

    private static int count(ObjectReader reader, String name) {
        return reader.optionalInteger(name, 0, MAX_KEYS).orElseThrow().intValue();
    }

    /** A question about an artifact that is there as a whole. */
    public static Question of(Bytes bundle, Bytes content, Trusted trust, Demanded demands) {
        return new Question(bundle, new Artifact.Whole(Hashing.of(content), content), trust, demands);
    }
}
