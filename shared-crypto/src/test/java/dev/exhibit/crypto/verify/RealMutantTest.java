package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.trust.TrustRoot;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What others published, changed: accepted only where it decodes to the same verification input. */
class RealMutantTest {
    private static final int SAMPLE = 389;
    private static final Mutation.Tally TALLY = new Mutation.Tally();

    @AfterAll
    static void report() {
        TALLY.print(RealMutantTest.class);
    }

    private static void refusesAll(RealBundle real, int step) {
        Bytes genuine = real.bundle();
        TrustRoot root = real.root();
        Verifier verifier = new Verifier(Trust.in(root), Demands.ofKeyless(List.of(real.rule())), Mutation.FAST);
        Artifact artifact = new Artifact.Named(real.artifact);
        Mutation mutation = new Mutation(
                "real " + real,
                document -> verifier.verify(document, artifact, RealBundle.NOW),
                mutant -> ForeignInput.same(genuine, mutant),
                TALLY);
        assertThat(mutation.judge().verdict(genuine)).isInstanceOf(Outcome.Verified.class);
        mutation.refusesChangesOf(genuine, step);
    }

    @ParameterizedTest
    @EnumSource
    void aSampledMutantIsAcceptedOnlyWithTheSameInput(RealBundle real) {
        refusesAll(real, SAMPLE);
    }

    /** One bundle of each kind, one mutant of three: all bit positions and all bytes of a base64 group get their turn. */
    @Tag("proof")
    @ParameterizedTest
    @EnumSource(names = {"CONFORMANCE_0_1", "RFC8785_0_2", "GITLAB_PROJECT", "KUBEWARDEN", "CONDA_PACKAGE_REKOR_V2"})
    void aMutantIsAcceptedOnlyWithTheSameInput(RealBundle real) {
        refusesAll(real, 3);
    }
}
