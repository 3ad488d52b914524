package dev.exhibit.crypto.fuzz;

import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.policy.Policy;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
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
import java.util.stream.IntStream;

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
    POLICY(List.of(Seeds.policy()), Policy::decode),
    JWS(List.of(Seeds.jws()), data -> Jws.parse(text(data), 8 * 1024)),
    JWK_SET(List.of(Seeds.jwkSet()), data -> JwkSet.parse(data, JsonLimits.BODY, 8));

    private static final int ONE_OF = 5;

    private final List<Bytes> seeds;
    private final Consumer<Bytes> read;

    Target(List<Bytes> seeds, Consumer<Bytes> read) {
        this.seeds = seeds;
        this.read = read;
    }

    public List<Bytes> seeds() {
        return seeds;
    }

    /** Inputs of the seeds' form that are made to cost much; where there are many seeds, of one of five. */
    List<Bytes> hostile() {
        return IntStream.range(0, seeds.size())
                .filter(number -> number % ONE_OF == 0)
                .mapToObj(seeds::get)
                .flatMap(seed -> Hostile.of(seed).stream())
                .distinct()
                .toList();
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
}
