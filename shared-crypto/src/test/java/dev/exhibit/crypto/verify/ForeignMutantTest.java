package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.VerificationMaterial.Signer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.Mutants;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.LogEntry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Foreign bundles may be spelled in any way: a mutant is accepted only if it decodes to the same verification input. The
 * places that are passed over are listed at the end.
 */
class ForeignMutantTest {
    private static final ThrowawaySigstore SIGSTORE = new ThrowawaySigstore();
    private static final int SAMPLE = 193;

    private static Verifier verifier() {
        SignatureChecker fast = new SignatureChecker(List.of(CryptoProvider.CORRETTO, CryptoProvider.JDK));
        return new Verifier(SIGSTORE.trust(), SIGSTORE.demands().spelled(Demands.Spelling.ANY), fast);
    }

    private static Outcome judge(Bytes bundle) {
        return verifier().verify(bundle, new Artifact.Named(ThrowawaySigstore.ARTIFACT), ThrowawaySigstore.NOW);
    }

    private static List<Integer> acceptedWithOtherInput(Kind kind, int step) {
        Bundle bundle = SIGSTORE.bundle(kind);
        Bytes genuine = bundle.encode().bytes();
        List<Integer> wrong = new ArrayList<>();
        for (Mutants.Numbered mutants :
                List.of(Mutants.bits(genuine), Mutants.cuts(genuine), Mutants.insertions(genuine))) {
            for (int i = 0; i < mutants.count(); i += step) {
                Bytes mutant = Bytes.owned(mutants.mutant().apply(i));
                if (judge(mutant) instanceof Outcome.Verified && !decodesTo(bundle, mutant)) {
                    wrong.add(i);
                }
            }
        }
        return wrong;
    }

    private static boolean decodesTo(Bundle bundle, Bytes mutant) {
        try {
            return input(Bundle.decode(mutant)).equals(input(bundle));
        } catch (MalformedException undecodable) {
            return false;
        }
    }

    /**
     * What counts of a bundle: all of it but the two places that are free text to a foreign verifier, the hint where only
     * one key is trusted, and signature lines of others than the log.
     */
    private static List<Object> input(Bundle bundle) {
        boolean managed = bundle.material().signer() instanceof Signer.ManagedKey;
        List<Object> input = new ArrayList<>();
        input.add(managed ? "a managed key" : bundle.material().signer());
        input.add(bundle.material().timestamps());
        input.add(bundle.content());
        for (LogEntry entry : bundle.material().logEntries()) {
            InclusionProof proof = entry.proof().orElseThrow();
            Checkpoint checkpoint = proof.checkpoint().orElseThrow();
            input.add(List.of(entry.index(), entry.logId(), entry.kind(), entry.version(), entry.integratedTime()));
            input.add(
                    List.of(entry.promise(), entry.body(), proof.index(), proof.root(), proof.size(), proof.hashes()));
            input.add(List.of(checkpoint.text(), checkpoint.signatures().getFirst()));
        }
        return input;
    }

    @ParameterizedTest
    @EnumSource
    void aSampledMutantIsAcceptedOnlyWithTheSameInput(Kind kind) {
        assertThat(acceptedWithOtherInput(kind, SAMPLE)).isEmpty();
    }

    @Tag("proof")
    @ParameterizedTest
    @EnumSource
    void aMutantIsAcceptedOnlyWithTheSameInput(Kind kind) {
        assertThat(acceptedWithOtherInput(kind, 1)).isEmpty();
    }

    @Test
    void thesePlacesArePassedOver() {
        Json.Obj genuine = SIGSTORE.bundle(Kind.KEY_DSSE).toJson();
        String text = CanonicalJson.of(genuine).bytes().asLenientText();
        for (String other : List.of(
                text.replace(",", " ,\n"),
                text.replace("\"hint\":\"", "\"hint\":\"whichever"),
                text.replace("\"sig\"", "\"\\u0073ig\""),
                text.replace("{\"sig\"", "{\"keyid\":\"whoever\",\"sig\""),
                text.replace(
                        "{\"publicKey\"", "{\"tlogEntries\":[],\"timestampVerificationData\":null,\"publicKey\""))) {
            assertThat(other).isNotEqualTo(text);
            assertThat(judge(Bytes.utf8(other))).isInstanceOf(Outcome.Verified.class);
            assertThat(SIGSTORE.verifier().verify(Bytes.utf8(other), ThrowawaySigstore.ARTIFACT))
                    .isInstanceOf(Outcome.Refused.class);
        }
    }

    @Test
    void aWitnessLineByAStrangerIsPassedOver() {
        Bytes bundle = SIGSTORE.bundle(Kind.IDENTITY_DSSE_WITNESS).encode().bytes();
        Demands any = SIGSTORE.demands().spelled(Demands.Spelling.ANY);
        Outcome outcome = new Verifier(Trust.in(SIGSTORE.trustRoot()), any, SignatureChecker.standard())
                .verify(bundle, new Artifact.Named(ThrowawaySigstore.ARTIFACT), ThrowawaySigstore.NOW);
        assertThat(outcome).isInstanceOf(Outcome.Verified.class);
        assertThat(outcome.checks()).extracting(Check::name).doesNotContain(Check.Name.WITNESS);
    }
}
