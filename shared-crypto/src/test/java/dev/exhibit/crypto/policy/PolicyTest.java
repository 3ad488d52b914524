package dev.exhibit.crypto.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.RefusalCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyTest {
    private static final Situation TODAY = new Situation(ThrowawaySigstore.NOW, ThrowawaySigstore.START);
    private static final Json.Obj BUILD =
            Json.object().with("pointer", "/buildDefinition/buildType").with("equals", "https://example/b");

    private final ThrowawaySigstore sigstore = new ThrowawaySigstore();

    private Json.Obj policy() {
        Json.Obj identity = Json.object()
                .with("subjectPattern", "spiffe://throwaway.example/ci/*")
                .with("issuer", ThrowawaySigstore.ISSUER);
        return Json.object()
                .with("version", 1)
                .with("identities", Json.array(List.of(identity)))
                .with("keys", Json.texts(List.of(sigstore.managed.published().toPem())))
                .with("predicateTypes", Json.texts(List.of(PredicateTypes.SLSA_PROVENANCE)))
                .with("predicate", Json.array(List.of(BUILD)));
    }

    private Decision decide(Json.Obj policy, Situation situation, Kind... kinds) {
        List<Bytes> bundles = List.of(kinds).stream()
                .map(kind -> sigstore.bundle(kind).encode().bytes())
                .toList();
        return new PolicyVerifier(
                        Policy.decode(CanonicalJson.of(policy).bytes()),
                        sigstore.trustRoot(),
                        Set.of(sigstore.log.witness()),
                        Demands.Spelling.CANONICAL,
                        SignatureChecker.standard())
                .decide(bundles, new Artifact.Named(ThrowawaySigstore.ARTIFACT), situation);
    }

    private static RefusalCode reason(Decision decision) {
        return switch (decision) {
            case Decision.Failed failed -> failed.reason().code();
            case Decision.Passed passed -> throw new AssertionError("passed: " + passed.toJson());
        };
    }

    @Test
    void whatThePolicyAsksForPasses() {
        Json.Obj strict = policy().with("times", 1)
                .with("logEntries", 1)
                .with("maxAge", "P1D")
                .with("maxTrustAge", "P1D");
        assertThat(decide(strict, TODAY, Kind.IDENTITY_DSSE)).isInstanceOf(Decision.Passed.class);
        assertThat(decide(policy(), TODAY, Kind.KEY_DSSE)).isInstanceOf(Decision.Passed.class);
        assertThat(decide(policy().with("signatures", 2), TODAY, Kind.KEY_DSSE, Kind.IDENTITY_DSSE))
                .isInstanceOf(Decision.Passed.class);
    }

    @Test
    void eachDemandRefusesForItsOwnReason() {
        assertThat(reason(decide(policy(), TODAY, Kind.KEY_MESSAGE))).isEqualTo(RefusalCode.PREDICATE_TYPE_NOT_WANTED);
        Json.Obj other = policy().with("predicateTypes", Json.texts(List.of(PredicateTypes.CYCLONEDX_BOM)));
        assertThat(reason(decide(other, TODAY, Kind.KEY_DSSE))).isEqualTo(RefusalCode.PREDICATE_TYPE_NOT_WANTED);
        Json.Obj value = policy().with("predicate", Json.array(List.of(BUILD.with("equals", 1))));
        assertThat(reason(decide(value, TODAY, Kind.KEY_DSSE))).isEqualTo(RefusalCode.PREDICATE_VALUE_DIFFERS);
        Json.Obj missing = policy().with("predicate", Json.array(List.of(BUILD.with("pointer", "/nothing/0"))));
        assertThat(reason(decide(missing, TODAY, Kind.KEY_DSSE))).isEqualTo(RefusalCode.PREDICATE_VALUE_DIFFERS);
        Json.Obj fresh = policy().with("maxAge", "PT1H");
        assertThat(reason(decide(fresh, TODAY, Kind.IDENTITY_DSSE))).isEqualTo(RefusalCode.EVIDENCE_TOO_OLD);
        assertThat(reason(decide(fresh, TODAY, Kind.KEY_DSSE))).isEqualTo(RefusalCode.EVIDENCE_UNDATED);
        assertThat(reason(decide(policy().with("maxTrustAge", "PT23H"), TODAY, Kind.KEY_DSSE)))
                .isEqualTo(RefusalCode.TRUST_ROOT_TOO_OLD);
        assertThat(reason(decide(policy().with("times", 1), TODAY, Kind.KEY_DSSE)))
                .isEqualTo(RefusalCode.TIMES_TOO_FEW);
    }

    @Test
    void theSameSignerTwiceIsOne() {
        Json.Obj two = policy().with("signatures", 2);
        assertThat(reason(decide(two, TODAY, Kind.IDENTITY_DSSE, Kind.IDENTITY_DSSE_WITNESS)))
                .isEqualTo(RefusalCode.SIGNATURES_TOO_FEW);
        assertThat(reason(decide(policy(), TODAY))).isEqualTo(RefusalCode.SIGNATURES_TOO_FEW);
    }

    @Test
    void theReceiptMustSayWhatWasChecked() {
        Json.Obj bytes = policy().with("checked", Json.texts(List.of("bytes")));
        assertThat(reason(decide(bytes, TODAY, Kind.KEY_DSSE))).isEqualTo(RefusalCode.CHECKED_NOT_ENOUGH);
        Situation manifest = new Situation(TODAY.now(), TODAY.trustRootFetched(), Optional.of("oci-manifest"));
        assertThat(reason(decide(bytes, manifest, Kind.KEY_DSSE))).isEqualTo(RefusalCode.CHECKED_NOT_ENOUGH);
        Situation checked = new Situation(TODAY.now(), TODAY.trustRootFetched(), Optional.of("bytes"));
        assertThat(decide(bytes, checked, Kind.KEY_DSSE)).isInstanceOf(Decision.Passed.class);
    }

    @Test
    void aPolicyThatNamesNobodyOrIsMistypedIsRefused() {
        for (Json.Obj wrong : List.of(
                Json.object().with("version", 1),
                policy().with("version", 2),
                policy().with("maxage", "P1D"),
                policy().with("maxAge", "P-1D"),
                policy().with("maxAge", "1 day"),
                policy().with("signatures", 0),
                policy().with("predicateTypes", Json.array(List.of())),
                policy().with("keys", Json.texts(List.of("no key"))))) {
            assertThatThrownBy(() -> Policy.decode(CanonicalJson.of(wrong).bytes()))
                    .as(wrong.toString())
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void theSchemaAndTheReaderKnowTheSameMembers() throws IOException {
        Bytes schema = Bytes.owned(Files.readAllBytes(Path.of("..", "docs", "spec", "policy.schema.json")));
        ObjectReader properties = JsonReader.readObject(schema, JsonLimits.BODY).object("properties");
        String refusal = "";
        try {
            Policy.decode(CanonicalJson.of(policy().with("unknown", 1)).bytes());
        } catch (MalformedException refused) {
            refusal = refused.detail();
        }
        String known = refusal.substring(refusal.indexOf("known here: ") + "known here: ".length());
        assertThat(List.of(known.split(", "))).containsExactlyInAnyOrderElementsOf(properties.names());
    }

    @Test
    void theVerdictIsWrittenAsAVerificationSummary() {
        Decision decision = decide(policy(), TODAY, Kind.KEY_DSSE);
        VerificationSummary summary =
                new VerificationSummary("https://verifier.example", "file:app.jar", "file:policy.json");
        Subject artifact = new Subject("app.jar", ThrowawaySigstore.ARTIFACT);
        Statement statement =
                summary.of(decision, artifact, List.of(Hashing.of(Bytes.utf8("bundle"))), ThrowawaySigstore.NOW);

        assertThat(Statement.decode(statement.encode().bytes())).isEqualTo(statement);
        assertThat(statement.predicateType()).isEqualTo("https://slsa.dev/verification_summary/v1");
        ObjectReader predicate = ObjectReader.of(statement.predicate(), "");
        assertThat(predicate.text("verificationResult")).isEqualTo("PASSED");
        assertThat(predicate.text("timeVerified")).isEqualTo("2026-01-02T00:00:00Z");
        assertThat(predicate.object("policy").object("digest").text("sha256"))
                .isEqualTo(decision.policy().hex());
    }
}
