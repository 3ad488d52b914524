package dev.exhibit.crypto.sbom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.throwaway.Mutants;
import dev.exhibit.crypto.verify.RefusalCode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SliceVerifierTest {
    /** One genuine slice of an SBOM of each format, with its proof and what was attested. */
    enum Sample {
        CYCLONEDX("""
                {"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"component":{"type":"application","name":"app",
                "bom-ref":"app"}},"components":[{"type":"library","name":"a","version":"1","bom-ref":"a","components":[
                {"type":"library","name":"in a"}]},{"type":"library","name":"b","bom-ref":"b"},
                {"type":"library","name":"c","bom-ref":"c"}],"services":[{"name":"s","bom-ref":"s"}],
                "dependencies":[{"ref":"app","dependsOn":["a","b"]},{"ref":"a","dependsOn":["c","s"]}]}"""),
        SPDX("""
                {"spdxVersion":"SPDX-2.3","SPDXID":"SPDXRef-DOCUMENT","name":"d","dataLicense":"CC0-1.0",
                "documentNamespace":"urn:d","creationInfo":{"created":"2026-01-01T00:00:00Z","creators":["Tool: t"]},
                "documentDescribes":["SPDXRef-app"],"packages":[
                {"SPDXID":"SPDXRef-app","name":"app","downloadLocation":"NONE"},
                {"SPDXID":"SPDXRef-a","name":"a","downloadLocation":"NONE","versionInfo":"1"},
                {"SPDXID":"SPDXRef-b","name":"b","downloadLocation":"NONE"}],"relationships":[
                {"spdxElementId":"SPDXRef-app","relationshipType":"DEPENDS_ON","relatedSpdxElement":"SPDXRef-a"},
                {"spdxElementId":"SPDXRef-b","relationshipType":"DEV_DEPENDENCY_OF","relatedSpdxElement":"SPDXRef-app"},
                {"spdxElementId":"SPDXRef-a","relationshipType":"CONTAINS","relatedSpdxElement":"SPDXRef-b"}]}""");

        final Bytes sbom;
        final SbomDocument document;
        final SbomDocument kept;
        final Bytes slice;
        final Bytes proof;
        final SbomCommitment commitment;

        Sample(String text) {
            this.sbom = Bytes.utf8(text);
            this.document = SbomDocument.parse(sbom);
            this.kept = withoutLast(document);
            this.slice = kept.sliceOf(Hashing.of(sbom)).bytes();
            this.proof = prove(sbom, slice);
            this.commitment = SbomCommitment.of(document, Hashing.of(sbom));
        }

        Bytes sliceOf(SbomDocument parts) {
            return parts.sliceOf(Hashing.of(sbom)).bytes();
        }
    }

    @ParameterizedTest
    @EnumSource
    void provesPartsAndEdges(Sample sample) {
        SliceVerifier.Proven proven =
                SliceVerifier.verify(sample.slice, sample.proof, attested(sample.commitment.toJson()));
        assertThat(proven.commitment()).isEqualTo(sample.commitment);
        assertThat(proven.components()).isEqualTo(sample.kept.partCount());
        assertThat(proven.edges()).isEqualTo(sample.kept.edges().size());
        assertThat(proven.slice()).isEqualTo(Hashing.of(sample.slice));
        Bytes whole = sample.sliceOf(sample.document);
        SliceVerifier.verify(whole, prove(sample.sbom, whole), attested(sample.commitment.toJson()));
    }

    @ParameterizedTest
    @EnumSource
    void noChangedByteOfSliceOrProofIsTaken(Sample sample) {
        Statement attested = attested(sample.commitment.toJson());
        for (Mutants.Numbered mutants : mutants(sample.slice)) {
            for (int i = 0; i < mutants.count(); i++) {
                Bytes mutant = mutants.mutant().apply(i);
                if (!mutant.equals(sample.slice)) {
                    refusal(mutant, sample.proof, attested);
                    // Its proof made fit as well as whoever changed it can.
                    refusal(mutant, renamed(sample.proof, Hashing.of(mutant)), attested);
                }
            }
        }
        for (Mutants.Numbered mutants : mutants(sample.proof)) {
            for (int i = 0; i < mutants.count(); i++) {
                Bytes mutant = mutants.mutant().apply(i);
                if (!mutant.equals(sample.proof)) {
                    refusal(sample.slice, mutant, attested);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void noChangedCommitmentIsTaken(Sample sample) {
        String text = sample.commitment.bytes().asLenientText();
        for (String changed : List.of(
                text.replace("\"count\":" + sample.commitment.count(), "\"count\":" + (sample.commitment.count() + 1)),
                text.replace("\"version\":1}", "\"version\":2}"),
                text.replace("exhibit-sbom-leaf", "exhibit-sbom-tree"),
                text.replace("\"root\":\"sha256:", "\"root\":\"sha512:"),
                text.replaceFirst("\\{", "{\"more\":1,"))) {
            assertThat(changed).isNotEqualTo(text);
            assertRefused(RefusalCode.COMMITMENT_MALFORMED, sample, attested(json(changed)));
        }
        SbomCommitment own = sample.commitment;
        Digest other = Hashing.of(Bytes.utf8("other"));
        for (SbomCommitment changed : List.of(
                new SbomCommitment(other, own.format(), own.formatVersion(), own.components(), own.edges(), own.root()),
                new SbomCommitment(own.sbom(), own.format(), "1.5", own.components(), own.edges(), own.root()),
                new SbomCommitment(own.sbom(), own.format(), own.formatVersion(), 0, own.count(), own.root()),
                new SbomCommitment(
                        own.sbom(), own.format(), own.formatVersion(), own.components(), own.edges(), other))) {
            assertRefused(RefusalCode.SLICE_COMMITMENT_DIFFERS, sample, attested(changed.toJson()));
            // The proof changed with it: then nothing fits it any more.
            Bytes proof = new SliceProof(
                            Hashing.of(sample.slice),
                            changed,
                            SliceProof.parse(sample.proof).proof())
                    .bytes();
            refusal(sample.slice, proof, attested(changed.toJson()));
        }
        assertRefused(
                RefusalCode.COMMITMENT_MISSING,
                sample,
                new Statement(subjects(), PredicateTypes.CYCLONEDX_BOM, own.toJson()));
    }

    /** Whoever has the SBOM proves as well as anybody, but not what is not in it. */
    @ParameterizedTest
    @EnumSource
    void anInventedPartOrEdgeIsNotCommittedTo(Sample sample) {
        SbomDocument real = sample.document;
        SbomPart one = real.parts().get(1);
        SbomEdge edge = new SbomEdge(
                real.edges().getLast().to(), real.edges().getFirst().from(), SbomRelation.DEPENDS_ON);
        SbomDocument reworded = new SbomDocument(real.format(), real.version(), List.of(reworded(one)), List.of());
        SbomDocument moreEdges =
                new SbomDocument(real.format(), real.version(), real.parts(), concat(real.edges(), edge));
        SbomDocument rooted = new SbomDocument(
                real.format(), real.version(), concat(real.parts().subList(1, 2), one.asRoot()), List.of());
        for (SbomDocument forged : List.of(reworded, moreEdges, rooted)) {
            Bytes slice = sample.sliceOf(forged);
            Bytes proof = renamed(sample.proof, Hashing.of(slice));
            assertThat(refusal(slice, proof, attested(sample.commitment.toJson())))
                    .isIn(RefusalCode.SLICE_NOT_COMMITTED, RefusalCode.SLICE_MALFORMED);
        }
    }

    private static SbomPart reworded(SbomPart part) {
        String text = part.fields().bytes().asLenientText().replace("\"name\":\"", "\"name\":\"not ");
        return new SbomPart(
                part.kind(), part.ref(), List.of(), false, new CanonicalJson(Bytes.utf8(text)), part.parts());
    }

    @Test
    void whatIsProvenIsAllThatASliceMaySay() {
        Sample sample = Sample.CYCLONEDX;
        String text = sample.slice.asLenientText();
        for (String more : List.of(
                text.replaceFirst("\\{", "{\"serialNumber\":\"urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79\","),
                text.replaceFirst("\\{", "{\"vulnerabilities\":[],"),
                text.replace("\"version\":1}", "\"version\":2}"),
                text.replace("\"specVersion\":\"1.6\"", "\"specVersion\":\"1.5\""),
                text.replace("{", "{ "),
                text.replace(
                        Hashing.of(sample.sbom).hex(), Hashing.of(sample.slice).hex()))) {
            Bytes slice = Bytes.utf8(more);
            assertThat(slice).isNotEqualTo(sample.slice);
            assertThat(refusal(slice, renamed(sample.proof, Hashing.of(slice)), attested(sample.commitment.toJson())))
                    .isEqualTo(RefusalCode.SLICE_NOT_EXACT);
        }
        assertRefused(RefusalCode.SLICE_PROOF_OF_ANOTHER_SLICE, sample.sliceOf(sample.document), sample.proof);
        assertRefused(RefusalCode.SLICE_PROOF_MALFORMED, sample.slice, Bytes.utf8("{}"));
        Bytes none = Bytes.utf8("{\"bomFormat\":\"none\"}");
        assertRefused(RefusalCode.SLICE_MALFORMED, none, renamed(sample.proof, Hashing.of(none)));
    }

    @Test
    void theProofOfAnotherSbomIsNoProof() {
        Sample own = Sample.CYCLONEDX;
        assertRefused(RefusalCode.SLICE_COMMITMENT_DIFFERS, Sample.SPDX, attested(own.commitment.toJson()));
    }

    private static void assertRefused(RefusalCode code, Sample sample, Statement attested) {
        assertThat(refusal(sample.slice, sample.proof, attested)).isEqualTo(code);
    }

    private static void assertRefused(RefusalCode code, Bytes slice, Bytes proof) {
        assertThat(refusal(slice, proof, attested(Sample.CYCLONEDX.commitment.toJson())))
                .isEqualTo(code);
    }

    private static RefusalCode refusal(Bytes slice, Bytes proof, Statement attested) {
        SliceRefusedException refused =
                catchThrowableOfType(SliceRefusedException.class, () -> SliceVerifier.verify(slice, proof, attested));
        assertThat(refused)
                .as("taken: %s %s", slice.asLenientText(), proof.asLenientText())
                .isNotNull();
        assertThat(refused.outcome().code()).isEqualTo(refused.code());
        return refused.code();
    }

    private static List<Mutants.Numbered> mutants(Bytes genuine) {
        return List.of(Mutants.bits(genuine), Mutants.cuts(genuine));
    }

    private static Bytes renamed(Bytes proof, Digest slice) {
        SliceProof genuine = SliceProof.parse(proof);
        return new SliceProof(slice, genuine.commitment(), genuine.proof()).bytes();
    }

    private static Bytes prove(Bytes sbom, Bytes slice) {
        return SliceProof.of(SbomDocument.parse(sbom), Hashing.of(sbom), SbomDocument.parse(slice), Hashing.of(slice))
                .bytes();
    }

    /** All of it but one part that is within none, and its edge. */
    private static SbomDocument withoutLast(SbomDocument all) {
        SbomPart gone = all.parts().stream()
                .filter(part -> part.ref().filter(ref -> ref.endsWith("b")).isPresent() || part.isNamed("b"))
                .findFirst()
                .orElseThrow();
        String ref = gone.ref().orElseThrow();
        return new SbomDocument(
                all.format(),
                all.version(),
                all.parts().stream().filter(part -> !part.equals(gone)).toList(),
                all.edges().stream()
                        .filter(edge -> !edge.from().equals(ref) && !edge.to().equals(ref))
                        .toList());
    }

    private static <T> List<T> concat(List<T> list, T more) {
        return Stream.concat(list.stream(), Stream.of(more)).toList();
    }

    private static Statement attested(Json.Obj predicate) {
        return new Statement(subjects(), PredicateTypes.SBOM_COMMITMENT, predicate);
    }

    private static List<Subject> subjects() {
        return List.of(new Subject("artifact", Hashing.of(Bytes.utf8("artifact"))));
    }

    private static Json.Obj json(String text) {
        return (Json.Obj) JsonReader.read(Bytes.utf8(text), JsonLimits.BODY);
    }
}
