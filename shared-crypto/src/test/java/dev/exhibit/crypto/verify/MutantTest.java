package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.Mutants;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No change of a bundle of ours is accepted, and none makes the verifier throw. Every day a sample of the mutants, spread
 * evenly; all of them with the tag {@code proof}.
 */
class MutantTest {
    private static final ThrowawaySigstore SIGSTORE = new ThrowawaySigstore();
    private static final ThrowawaySigstore OTHER = new ThrowawaySigstore();
    private static final SignatureChecker FAST =
            new SignatureChecker(List.of(CryptoProvider.CORRETTO, CryptoProvider.JDK));

    /** One of so many: a prime, so that all bit positions and all bytes of a base64 group get their turn. */
    private static final int SAMPLE = 97;

    private static Outcome judge(Verifier verifier, Bytes bundle) {
        return verifier.verify(bundle, new Artifact.Named(ThrowawaySigstore.ARTIFACT), ThrowawaySigstore.NOW);
    }

    private static Verifier verifier(int logs, int times) {
        Demands demands = SIGSTORE.demands().atLeast(logs, times, 1);
        return new Verifier(SIGSTORE.trust(), demands, FAST);
    }

    private static Bytes genuine(Kind kind) {
        Bytes genuine = SIGSTORE.bundle(kind).encode().bytes();
        assertThat(judge(verifier(0, 0), genuine)).isInstanceOf(Outcome.Verified.class);
        return genuine;
    }

    private static List<Integer> accepted(Mutants.Numbered mutants, int step) {
        Verifier verifier = verifier(0, 0);
        List<Integer> accepted = new ArrayList<>();
        for (int i = 0; i < mutants.count(); i += step) {
            if (judge(verifier, Bytes.owned(mutants.mutant().apply(i))) instanceof Outcome.Verified) {
                accepted.add(i);
            }
        }
        return accepted;
    }

    @ParameterizedTest
    @EnumSource
    void noSampledMutantIsAccepted(Kind kind) {
        Bytes genuine = genuine(kind);
        assertThat(accepted(Mutants.bits(genuine), SAMPLE)).isEmpty();
        assertThat(accepted(Mutants.cuts(genuine), SAMPLE)).isEmpty();
        assertThat(accepted(Mutants.insertions(genuine), SAMPLE)).isEmpty();
    }

    @Tag("proof")
    @ParameterizedTest
    @EnumSource
    void noMutantIsAccepted(Kind kind) {
        Bytes genuine = genuine(kind);
        assertThat(accepted(Mutants.bits(genuine), 1)).isEmpty();
        assertThat(accepted(Mutants.cuts(genuine), 1)).isEmpty();
        assertThat(accepted(Mutants.insertions(genuine), 1)).isEmpty();
    }

    @Tag("proof")
    @ParameterizedTest
    @EnumSource
    void noSpliceIsAccepted(Kind kind) {
        assertThat(acceptedSplices(kind, List.of(Kind.values()))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void noSpliceWithTheSameKindOrTheNextIsAccepted(Kind kind) {
        List<Kind> kinds = List.of(Kind.values());
        Kind next = kinds.get((kinds.indexOf(kind) + 1) % kinds.size());
        assertThat(acceptedSplices(kind, List.of(kind, next))).isEmpty();
    }

    /** Any part of a genuine bundle by the same signer about another artifact, or by another Sigstore about this one. */
    private static List<Json> acceptedSplices(Kind kind, List<Kind> kinds) {
        Bundle bundle = SIGSTORE.bundle(kind);
        Verifier verifier = verifier(bundle.material().logEntries().size(), verifiedTimes(bundle));
        assertThat(judge(verifier, bundle.encode().bytes())).isInstanceOf(Outcome.Verified.class);
        List<Json> accepted = new ArrayList<>();
        for (Kind donor : kinds) {
            List<Bundle> donors = List.of(SIGSTORE.bundle(donor, Bytes.utf8("another artifact")), OTHER.bundle(donor));
            for (Bundle other : donors) {
                Mutants.splices(bundle.toJson(), other.toJson()).stream()
                        .filter(mutant ->
                                judge(verifier, CanonicalJson.of(mutant).bytes()) instanceof Outcome.Verified)
                        .forEach(accepted::add);
            }
        }
        return accepted;
    }

    private static int verifiedTimes(Bundle bundle) {
        return switch (judge(verifier(0, 0), bundle.encode().bytes())) {
            case Outcome.Verified verified -> verified.evidence().times().size();
            case Outcome.Refused refused -> throw new AssertionError(refused);
        };
    }
}
