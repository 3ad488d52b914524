package dev.exhibit.crypto.fuzz;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.policy.Policy;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.timestamp.TimestampResponse;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.EntryBodyReader;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Verifier;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.crypto.x509.CertificateIdentity;
import dev.exhibit.crypto.x509.CertificateTimestamp;
import dev.exhibit.crypto.x509.Usage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Everything that reads bytes from outside, with seeds that reach deep. */
public enum Target {
    BUNDLE(Seeds.ofKinds(), Target::bundle),
    FOREIGN_BUNDLE(Seeds.ofKinds(), Target::foreignBundle),
    ENVELOPE(List.of(Seeds.envelope()), data -> Envelope.read(JsonReader.readObject(data, JsonLimits.BUNDLE))),
    STATEMENT(List.of(Seeds.statement()), Target::statement),
    JSON(List.of(Bytes.utf8("{\"a\":[1,-2.5e3,\"\\u00e9\\ud83d\\ude00\",true,null]}")), Target::json),
    BASE64(List.of(Bytes.utf8("QUJD"), Bytes.utf8("QQ==")), data -> StrictBase64.decode(text(data))),
    PEM(List.of(Bytes.utf8(Seeds.SIGSTORE.managed.published().toPem())), data -> Pem.decode("PUBLIC KEY", text(data))),
    DER(List.of(Seeds.certificate()), Target::der),
    PUBLIC_KEY(List.of(Seeds.SIGSTORE.managed.published().spki()), VerificationKey::new),
    CERTIFICATE(List.of(Seeds.certificate()), Target::certificate),
    CHECKPOINT(List.of(Seeds.checkpoint()), data -> Checkpoint.parse(text(data))),
    LOG_ENTRY(List.of(Seeds.entry()), Target::entry),
    TIMESTAMP(List.of(Seeds.timestamp()), TimestampResponse::decode),
    TRUST_ROOT(List.of(Seeds.SIGSTORE.trustRoot().encode().bytes()), TrustRoot::decode),
    POLICY(List.of(Seeds.policy()), Policy::decode);

    private final List<Bytes> seeds;
    private final Consumer<Bytes> read;

    Target(List<Bytes> seeds, Consumer<Bytes> read) {
        this.seeds = seeds;
        this.read = read;
    }

    public List<Bytes> seeds() {
        return seeds;
    }

    /** Inputs of the seeds' form that are made to cost much. */
    List<Bytes> hostile() {
        return seeds.stream().map(Hostile::of).flatMap(List::stream).distinct().toList();
    }

    /** @throws dev.exhibit.crypto.encoding.MalformedException as a refusal; anything else is a finding */
    public void read(Bytes data) {
        read.accept(data);
    }

    private static String text(Bytes data) {
        return new String(data.toArray(), StandardCharsets.UTF_8);
    }

    private static void bundle(Bytes data) {
        Seeds.SIGSTORE.verifier().verify(data, new Artifact.Named(ThrowawaySigstore.ARTIFACT), ThrowawaySigstore.NOW);
        Bundle.decode(data);
    }

    private static void foreignBundle(Bytes data) {
        Demands demands = Seeds.SIGSTORE.demands().spelled(Demands.Spelling.ANY);
        new Verifier(Seeds.SIGSTORE.trust(), demands, SignatureChecker.standard())
                .verify(data, new Artifact.Whole(ThrowawaySigstore.CONTENT), ThrowawaySigstore.NOW);
    }

    private static void statement(Bytes data) {
        Statement.decodeForeign(data, Map.of());
        Statement.decode(data);
    }

    /** What was read must be written and read again alike. */
    private static void json(Bytes data) {
        Json value = JsonReader.read(data, JsonLimits.BODY);
        Bytes canonical = CanonicalJson.of(value).bytes();
        if (!JsonReader.read(canonical, JsonLimits.DOCUMENT).equals(value)) {
            throw new AssertionError("canonical JSON reads differently");
        }
    }

    private static void der(Bytes data) {
        walk(Der.of(data));
    }

    private static void walk(Der cursor) {
        while (cursor.hasMore()) {
            if (cursor.nextIs(Der.SEQUENCE)) {
                walk(cursor.sequence());
            } else {
                cursor.whole();
            }
        }
    }

    private static void certificate(Bytes data) {
        Certificate certificate = new Certificate(data);
        CertificateTimestamp.of(certificate);
        Usage.of(certificate);
        CertificateIdentity.of(certificate);
    }

    private static void entry(Bytes data) {
        EntryBodyReader.read(LogEntry.read(JsonReader.readObject(data, JsonLimits.BODY)));
    }

    /** Made once. */
    private static final class Seeds {
        static final ThrowawaySigstore SIGSTORE = new ThrowawaySigstore();

        static List<Bytes> ofKinds() {
            return List.of(Kind.values()).stream()
                    .map(kind -> SIGSTORE.bundle(kind).encode().bytes())
                    .toList();
        }

        static Bytes envelope() {
            Json.Obj envelope =
                    ThrowawaySigstore.dsse(SIGSTORE.managed).envelope().toJson();
            return CanonicalJson.of(envelope).bytes();
        }

        static Bytes statement() {
            return ThrowawaySigstore.statement(ThrowawaySigstore.ARTIFACT)
                    .encode()
                    .bytes();
        }

        static Bytes certificate() {
            return SIGSTORE.certificate().encoded();
        }

        static Bytes checkpoint() {
            String text = "log.throwaway.example\n1\n" + StrictBase64.encode(Bytes.of(new byte[32])) + "\n";
            return Bytes.utf8(SIGSTORE.log.note(text, true));
        }

        static Bytes entry() {
            LogEntry entry =
                    SIGSTORE.bundle(Kind.IDENTITY_DSSE).material().logEntries().getFirst();
            return CanonicalJson.of(entry.toJson()).bytes();
        }

        static Bytes timestamp() {
            return SIGSTORE.timestamps.stamp(Bytes.utf8("signature"), ThrowawaySigstore.SIGNED);
        }

        static Bytes policy() {
            return Bytes.utf8("{\"version\":1,\"identities\":[{\"subject\":\"a\",\"issuer\":\"b\"}],"
                    + "\"predicateTypes\":[\"t\"],\"predicate\":[{\"pointer\":\"/a~1b/0\",\"equals\":1}],"
                    + "\"maxAge\":\"P1D\",\"signatures\":1}");
        }
    }
}
