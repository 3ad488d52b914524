package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.sbom.SbomCommitment;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SliceProof;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code exhibit verify --slice}, called as a user would, in this process. */
class VerifySliceTest {
    private static final Bytes SBOM = Bytes.utf8("""
            {"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a","bom-ref":"a"},
            {"type":"library","name":"b"}],"dependencies":[{"ref":"a","dependsOn":["a"]}]}""");
    private static final Digest NAME = Hashing.of(SBOM);

    private final Map<String, String> environment = new HashMap<>();
    private final InProcess program = new InProcess(environment, () -> ThrowawaySigstore.NOW);
    private VerifyFolder files;

    @TempDir
    Path folder;

    @BeforeEach
    void makeFiles() {
        files = new VerifyFolder(folder);
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        SbomDocument sbom = SbomDocument.parse(SBOM);
        SbomDocument cut =
                new SbomDocument(sbom.format(), sbom.version(), sbom.parts().subList(0, 1), sbom.edges());
        Bytes slice = cut.sliceOf(NAME).bytes();
        files.write("slice.json", slice);
        files.write(
                "slice.json.proof.json",
                SliceProof.of(sbom, NAME, cut, Hashing.of(slice)).bytes());
        files.write("commitment.json", commitment(SbomCommitment.of(sbom, NAME)));
        SbomDocument other = new SbomDocument(sbom.format(), sbom.version(), sbom.parts(), List.of());
        files.write("other.json", commitment(SbomCommitment.of(other, NAME)));
    }

    private Bytes commitment(SbomCommitment commitment) {
        Statement statement = new Statement(
                List.of(new Subject("app", ThrowawaySigstore.ARTIFACT)),
                PredicateTypes.SBOM_COMMITMENT,
                commitment.toJson());
        return files.sigstore
                .identity(
                        files.sigstore.certificate(),
                        ThrowawaySigstore.dsse(files.sigstore.certified, statement),
                        false)
                .encode()
                .bytes();
    }

    @Test
    void aSliceHoldsAgainstTheCommitmentThatWasAttested() {
        assertThat(verify("commitment.json")).as(program.text()).isZero();
        assertThat(program.text())
                .containsPattern("ok +slice +1 components, 1 edges of SBOM " + NAME)
                .contains("VERIFIED");
        // One commitment of several is enough, and other evidence does not matter.
        assertThat(verify("other.json", "IDENTITY_DSSE.json", "commitment.json"))
                .isZero();
    }

    @Test
    void anotherCommitmentOrNoneIsRefused() {
        assertThat(verify("other.json")).isEqualTo(5);
        assertThat(program.text()).contains("slice_commitment_differs");
        assertThat(verify("IDENTITY_DSSE.json")).isEqualTo(5);
        assertThat(program.text()).contains("commitment_missing");
    }

    @Test
    void aChangedSliceIsRefused() {
        files.write("slice.json", "{}");
        assertThat(verify("commitment.json")).isEqualTo(5);
        assertThat(program.text()).contains("slice_proof_of_another_slice");
        files.write("slice.json.proof.json", "{}");
        assertThat(verify("commitment.json")).isEqualTo(5);
        assertThat(program.text()).contains("slice_proof_malformed");
    }

    @Test
    void wrongUseIsExplained() {
        assertThat(run(List.of(
                        "verify", files.path("app"), files.path("key.pem"), "--slice", files.path("slice.json"))))
                .isEqualTo(2);
        assertThat(program.text()).contains("--slice is about one artifact, not 2");
        files.write("alone.json", "{}");
        List<String> alone = new ArrayList<>(arguments("commitment.json"));
        alone.set(alone.indexOf(files.path("slice.json")), files.path("alone.json"));
        assertThat(run(alone)).isEqualTo(2);
        assertThat(program.text()).contains("no such file", "alone.json.proof.json");
    }

    private int verify(String... bundles) {
        return run(arguments(bundles));
    }

    private int run(List<String> arguments) {
        return program.run(arguments);
    }

    private List<String> arguments(String... bundles) {
        List<String> all = new ArrayList<>(List.of("verify", files.path("app"), "--slice", files.path("slice.json")));
        for (String bundle : bundles) {
            all.addAll(List.of("--bundle", files.path(bundle)));
        }
        all.addAll(files.byIdentity());
        return all;
    }
}
