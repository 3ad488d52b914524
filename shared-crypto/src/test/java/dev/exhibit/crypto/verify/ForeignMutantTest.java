package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.BundleVersion;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Foreign bundles may be spelled in any way: a mutant is accepted only if it decodes to the same verification input. The
 * places that are passed over are listed, one by one; in bundles of ours each of them is refused.
 */
class ForeignMutantTest {
    private static final ThrowawaySigstore SIGSTORE = new ThrowawaySigstore();
    private static final int SAMPLE = 193;
    private static final Mutation.Tally TALLY = new Mutation.Tally();

    @AfterAll
    static void report() {
        TALLY.print(ForeignMutantTest.class);
    }

    private static Verifier verifier() {
        return new Verifier(SIGSTORE.trust(), SIGSTORE.demands().spelled(Demands.Spelling.ANY), Mutation.FAST);
    }

    private static Outcome judge(Verifier verifier, Bytes bundle) {
        return Mutation.judge(verifier).verdict(bundle);
    }

    private static void passedOver(Bytes other) {
        assertThat(judge(verifier(), other)).isInstanceOf(Outcome.Verified.class);
        assertThat(judge(SIGSTORE.verifier(), other)).isInstanceOf(Outcome.Refused.class);
    }

    private static void refusesAll(Kind kind, int step) {
        Bytes genuine = SIGSTORE.bundle(kind).encode().bytes();
        Mutation.of("foreign " + kind, verifier(), TALLY)
                .pardoning(mutant -> ForeignInput.same(genuine, mutant))
                .refusesChangesOf(genuine, step);
    }

    @ParameterizedTest
    @EnumSource
    void aSampledMutantIsAcceptedOnlyWithTheSameInput(Kind kind) {
        refusesAll(kind, SAMPLE);
    }

    @Tag("proof")
    @ParameterizedTest
    @EnumSource
    void aMutantIsAcceptedOnlyWithTheSameInput(Kind kind) {
        refusesAll(kind, 1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "white space|,|` , `",
                "white space at the end|}}}|`}}} `",
                "escapes|\"sig\"|\"\\u0073ig\"",
                "escaped slashes|application/vnd.in|application\\/vnd.in",
                "order of members|{\"dsseEnvelope\":|{\"mediaType\":\"#\",\"dsseEnvelope\":",
                "the older form of the media type|.v0.3+json|+json;version=0.3",
                "the hint, with one key trusted|\"hint\":\"|\"hint\":\"whichever",
                "the key id of a signature|{\"sig\"|{\"keyid\":\"whoever\",\"sig\"",
                "members that are null|{\"publicKey\"|{\"timestampVerificationData\":null,\"publicKey\"",
                "lists that are empty|{\"publicKey\"|{\"tlogEntries\":[],\"publicKey\"",
                "objects that are empty|{\"publicKey\"|{\"timestampVerificationData\":{},\"publicKey\""
            })
    void thisPlaceOfAnEnvelopeIsPassedOver(String what, String genuine, String instead) {
        String text = CanonicalJson.of(SIGSTORE.bundle(Kind.KEY_DSSE).toJson())
                .bytes()
                .asLenientText();
        String first = instead.contains("#") ? text.replace(",\"mediaType\":\"" + Bundle.MEDIA_TYPE + "\"", "") : text;
        String other = first.replace(genuine, instead.replace("#", Bundle.MEDIA_TYPE));
        assertThat(other).as(what).isNotEqualTo(text);
        passedOver(Bytes.utf8(other));
    }

    @Test
    void aTimeOfZeroIsPassedOver() {
        String text = SIGSTORE.bundle(Kind.IDENTITY_DSSE).encode().bytes().asLenientText();
        passedOver(Bytes.utf8(text.replace("\"kindVersion\"", "\"integratedTime\":\"0\",\"kindVersion\"")));
    }

    @Test
    void theFormOfOlderVersionsIsPassedOver() {
        Bundle bundle = SIGSTORE.bundle(Kind.IDENTITY_DSSE_REKOR_V1);
        VerificationMaterial material = bundle.material();
        VerificationMaterial.Signer.CertificateChain alone =
                (VerificationMaterial.Signer.CertificateChain) material.signer();
        Bytes known = SIGSTORE.authority.trusted().chain().getFirst().encoded();
        for (var others : List.of(List.<Bytes>of(), List.of(known))) {
            var chain = new VerificationMaterial.Signer.CertificateChain(alone.leaf(), others, false);
            VerificationMaterial older = new VerificationMaterial(chain, material.logEntries(), material.timestamps());
            for (BundleVersion version : List.of(BundleVersion.V0_1, BundleVersion.V0_2)) {
                passedOver(new Bundle(version, older, bundle.content()).encode().bytes());
            }
        }
    }

    @Test
    void aCertificateThatComesWithATimestampIsPassedOver() {
        BundleContent.Message message = ThrowawaySigstore.message(SIGSTORE.managed);
        Bytes stamp =
                SIGSTORE.timestamps.stampWithCertificate(message.signature().bytes(), ThrowawaySigstore.SIGNED);
        VerificationMaterial material =
                VerificationMaterial.of(SIGSTORE.managed.published().id());
        Bytes bundle =
                new Bundle(material.withTimestamp(stamp), message).encode().bytes();
        passedOver(bundle);
        assertThat(((Outcome.Refused) judge(SIGSTORE.verifier(), bundle)).code())
                .isEqualTo(RefusalCode.TIMESTAMP_MALFORMED);
    }

    @Test
    void aWitnessLineByAStrangerIsPassedOver() {
        Bytes bundle = SIGSTORE.bundle(Kind.IDENTITY_DSSE_WITNESS).encode().bytes();
        Demands any = SIGSTORE.demands().spelled(Demands.Spelling.ANY);
        Trust stranger = Trust.in(SIGSTORE.trustRoot());
        Outcome outcome = judge(new Verifier(stranger, any, Mutation.FAST), bundle);
        assertThat(outcome).isInstanceOf(Outcome.Verified.class);
        assertThat(outcome.checks()).extracting(Check::name).doesNotContain(Check.Name.WITNESS);
        assertThat(judge(new Verifier(stranger, SIGSTORE.demands(), Mutation.FAST), bundle))
                .isInstanceOf(Outcome.Refused.class);
    }
}
