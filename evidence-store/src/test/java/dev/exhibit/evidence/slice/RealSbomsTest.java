package dev.exhibit.evidence.slice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.sbom.SbomCommitment;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SbomFormat;
import dev.exhibit.crypto.sbom.SliceProof;
import dev.exhibit.crypto.sbom.SliceVerifier;
import dev.exhibit.crypto.throwaway.Permuted;
import dev.exhibit.evidence.TestData;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SBOMs that other tools made of real projects. */
class RealSbomsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cosign.cdx.json          | 287 | pkg:golang/github.com/sigstore/*
            minio.cdx.json           | 259 | pkg:golang/golang.org/x/*
            cdxgen.cdx.json          | 198 | pkg:npm/@cyclonedx/*
            cdxgen.spdx.json         | 198 | pkg:npm/@cyclonedx/*
            sigstore-python.cdx.json | 31  | pkg:pypi/sigstore*
            jdbi3-core.cdx.json      | 38  | pkg:maven/org.slf4j/*@2.*
            exhibit.cdx.json         | 123 | pkg:maven/io.helidon.*/*@4.*
            """)
    void areReadCutAndProven(String name, int components, String pattern) {
        Bytes bytes = TestData.read("sbom/real/" + name);
        Digest digest = Hashing.of(bytes);
        SbomDocument sbom = SbomDocument.parse(bytes);
        assertThat(sbom.componentCount()).isEqualTo(components);

        Permuted order = sbom.format() == SbomFormat.SPDX ? Permuted.SPDX : Permuted.CYCLONEDX;
        Json parsed = JsonReader.read(bytes, JsonLimits.DOCUMENT);
        assertThat(SbomDocument.parse(order.document(parsed, new Random(1))).canonical())
                .isEqualTo(sbom.canonical());

        String last = sbom.parts().getLast().ref().orElseThrow();
        String first = sbom.parts().getFirst().ref().orElseThrow();
        Statement attested = new Statement(
                List.of(new Subject("artifact", digest)),
                PredicateTypes.SBOM_COMMITMENT,
                SbomCommitment.of(sbom, digest).toJson());
        for (Question question : List.of(
                Question.why(last),
                new Question.About(last, Question.Kind.COMPONENT),
                new Question.About(first, Question.Kind.DEPENDENCIES),
                new Question.Matching(PurlPattern.parse(pattern)))) {
            SbomDocument cut = Cut.of(sbom, question);
            assertThat(cut.partCount()).as(question.toString()).isBetween(1, sbom.partCount());
            Bytes slice = cut.sliceOf(digest).bytes();
            Bytes proof = SliceProof.of(sbom, digest, cut, Hashing.of(slice)).bytes();
            assertThat(SliceVerifier.verify(slice, proof, attested).components())
                    .isEqualTo(cut.partCount());
        }
    }
}
