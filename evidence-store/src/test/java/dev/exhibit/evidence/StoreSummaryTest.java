package dev.exhibit.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.policy.JudgedSummary;
import dev.exhibit.crypto.policy.JudgedSummary.Question;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.verify.Demands.Spelling;
import dev.exhibit.evidence.derive.Derivation;
import dev.exhibit.evidence.derive.ReplayResult;
import dev.exhibit.evidence.derive.ReplayResult.Difference;
import dev.exhibit.evidence.derive.SummaryFunction;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A verification summary is computed again from what was kept, and from nothing else. */
class StoreSummaryTest {
    private static final ThrowawaySigstore SIGSTORE = new ThrowawaySigstore();
    private static final Bytes BUNDLE = SIGSTORE.bundle(ThrowawaySigstore.Kind.KEY_DSSE_LOG_TIMESTAMP)
            .encode()
            .bytes();

    private final Room room = new Room();
    private final StoreSummary summaries = new StoreSummary(room.blobs, room.index, room.clock);

    @Test
    void whatPassedIsReplayedByteForByte() {
        Question question = question(policy("\"logEntries\":0"), BUNDLE);
        JudgedSummary summary = JudgedSummary.of(question, SignatureChecker.standard());
        assertThat(ObjectReader.of(summary.statement().predicate(), "").text("verificationResult"))
                .isEqualTo("PASSED");
        Digest record = store(question, summary);
        assertThat(room.replayDerivation.replay(room.call, record))
                .isEqualTo(new ReplayResult.Identical(statement(summary)));
        assertThat(store(question, summary)).as("repeated").isEqualTo(record);
        assertThat(room.findEvidence.byDigest(room.call, record).facts().links())
                .extracting(Link::target)
                .contains(
                        Hashing.of(BUNDLE),
                        Hashing.of(question.policy()),
                        Hashing.of(question.root()),
                        statement(summary));
    }

    @Test
    void aRefusalIsReplayedToo() {
        Question question = question(policy("\"logEntries\":9"), BUNDLE, Bytes.utf8("{}"));
        JudgedSummary summary = JudgedSummary.of(question, SignatureChecker.standard());
        assertThat(ObjectReader.of(summary.statement().predicate(), "").text("verificationResult"))
                .isEqualTo("FAILED");
        assertThat(room.replayDerivation.replay(room.call, store(question, summary)))
                .isInstanceOf(ReplayResult.Identical.class);
    }

    @Test
    void eachInputThatChangedIsNamed() {
        Question question = question(policy("\"logEntries\":0"), BUNDLE);
        Digest record = store(question, JudgedSummary.of(question, SignatureChecker.standard()));
        for (Bytes input : List.of(BUNDLE, question.policy(), question.root())) {
            room.stored.damage(room.call.tenant(), Hashing.of(input), Bytes.utf8("{}"));
            assertThat(room.replayDerivation.replay(room.call, record))
                    .isInstanceOfSatisfying(
                            ReplayResult.Differs.class,
                            differs -> assertThat(differs.kind()).isEqualTo(Difference.INPUT_CORRUPT));
            room.stored.lose(room.call.tenant(), Hashing.of(input));
            room.put(input);
        }
        assertThat(room.replayDerivation.replay(room.call, record)).isInstanceOf(ReplayResult.Identical.class);
    }

    @Test
    void whatWasNotComputedSoIsNotKept() {
        Question question = question(policy("\"logEntries\":0"), BUNDLE);
        assertThatIllegalStateException()
                .isThrownBy(() -> summaries.store(room.call, question, Samples.digest("another")));
        assertThat(room.index.present(room.call.tenant(), List.of(Hashing.of(question.policy()))))
                .isEmpty();
    }

    @Test
    void parametersAreReadStrictly() {
        Question question = question(policy("\"logEntries\":0"), BUNDLE);
        Json.Obj parameters = SummaryFunction.parameters(question);
        for (Json.Obj wrong : List.of(
                parameters.with("time", "2026-01-02T00:00:00.5Z"),
                parameters.with("now", "2026-01-02T00:00:00+00:00"),
                parameters.with("spelling", "lax"),
                parameters.with("more", 1))) {
            assertThatExceptionOfType(MalformedException.class)
                    .as(wrong.toString())
                    .isThrownBy(() -> Derivation.run(new SummaryFunction(), SummaryFunction.inputs(question), wrong));
        }
    }

    private Digest store(Question question, JudgedSummary summary) {
        return summaries.store(room.call, question, statement(summary));
    }

    private static Digest statement(JudgedSummary summary) {
        return Hashing.of(summary.statement().encode().bytes());
    }

    private static Question question(Bytes policy, Bytes... bundles) {
        return new Question(
                "https://verifier.example",
                new Subject("app.jar", ThrowawaySigstore.ARTIFACT),
                Stream.of(bundles).toList(),
                policy,
                SIGSTORE.trustRoot().encode().bytes(),
                Spelling.ANY,
                ThrowawaySigstore.NOW,
                ThrowawaySigstore.NOW.plusSeconds(300));
    }

    private static Bytes policy(String member) {
        CanonicalJson key =
                CanonicalJson.of(Json.text(SIGSTORE.managed.published().toPem()));
        return Bytes.utf8("{\"version\":1,\"keys\":[" + key.bytes().asLenientText() + "]," + member + "}");
    }
}
