package dev.exhibit.keyless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawayAuthority;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawayLog;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawayTimestamps;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.verify.IdentityRule;
import dev.exhibit.keyless.KeylessException.Kind;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.VerificationOptions;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import io.grpc.Status;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signing against services that keep to the protocol, and against services that do not. */
class KeylessSigningTest {
    private static final Instant NOW = ThrowawaySigstore.NOW;
    private static final List<IdentityRule> EXPECTED =
            List.of(IdentityRule.exactly(PrivateSigstore.IDENTITY, PrivateSigstore.ISSUER));

    private final PrivateSigstore sigstore = new PrivateSigstore(() -> NOW);

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void makeFile() throws Exception {
        file = Files.writeString(folder.resolve("app.jar"), "the bytes that are signed");
    }

    @AfterEach
    void stop() {
        sigstore.close();
    }

    private KeylessBundle sign() {
        return sign(sigstore.signingConfig(), EXPECTED);
    }

    private KeylessBundle sign(Bytes config, List<IdentityRule> expected) {
        return sign(config, expected, IdentityToken.parse(sigstore.token()));
    }

    private KeylessBundle sign(Bytes config, List<IdentityRule> expected, IdentityToken token) {
        return new KeylessSigning(
                        Instance.of(config, sigstore.root()),
                        SignatureChecker.standard(),
                        () -> NOW,
                        Duration.ofSeconds(10))
                .sign(file, token, expected);
    }

    private void refused(Kind kind, String... words) {
        assertThatThrownBy(this::sign)
                .isInstanceOfSatisfying(
                        KeylessException.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind))
                .hasMessageContainingAll(words);
    }

    private void nothingWasLogged() {
        assertThat(sigstore.rekor.calls()).isZero();
    }

    @Test
    void theBundleIsAboutTheBytesAndNamesTheSigner() throws Exception {
        KeylessBundle signed = sign();
        assertThat(signed.outcome().artifact()).isEqualTo(Hashing.of(file).digest());
        assertThat(signed.outcome().evidence().identity().orElseThrow().subject())
                .isEqualTo(PrivateSigstore.IDENTITY);
        assertThat(signed.outcome().evidence().positions()).hasSize(1);
        assertThat(signed.outcome().evidence().times()).hasSize(1);
        secondOpinion(signed);
    }

    @Test
    void anOlderLogWorksToo() throws Exception {
        KeylessBundle signed = sign(sigstore.olderSigningConfig(), EXPECTED);
        assertThat(signed.outcome().evidence().times())
                .as("the timestamp and the log's promise")
                .hasSize(2);
        assertThat(sigstore.rekorV1.calls()).isEqualTo(1);
        secondOpinion(signed);
    }

    /** sigstore-java's own verifier. */
    private void secondOpinion(KeylessBundle signed) throws Exception {
        SigstoreTrustedRoot root =
                SigstoreTrustedRoot.from(sigstore.root().encode().bytes().open());
        KeylessVerifier.builder()
                .trustedRootProvider(() -> root)
                .build()
                .verify(
                        file,
                        Bundle.from(new InputStreamReader(signed.bundle().open(), StandardCharsets.UTF_8)),
                        VerificationOptions.empty());
    }

    @Test
    void aTokenThatExpiredIsNotSent() {
        IdentityToken token = IdentityToken.parse(sigstore.token(NOW));
        assertThatThrownBy(() -> sign(sigstore.signingConfig(), EXPECTED, token))
                .isInstanceOfSatisfying(
                        KeylessException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.NOT_ALLOWED))
                .hasMessageContaining("expired at " + NOW);
        assertThat(sigstore.fulcio.calls()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"INVALID_ARGUMENT", "UNAUTHENTICATED", "PERMISSION_DENIED"})
    void aRefusalOfTheAuthorityEndsIt(Status.Code code) {
        sigstore.fulcio.become((key, token) -> {
            throw Status.fromCode(code).withDescription("no\u001b[2J").asRuntimeException();
        });
        refused(Kind.NOT_ALLOWED, "certificate authority", code.name(), "no?[2J");
        assertThat(sigstore.fulcio.calls()).isEqualTo(1);
        nothingWasLogged();
    }

    @Test
    void anAuthorityThatRepeatsTheTokenIsNotQuoted() {
        sigstore.fulcio.become((key, token) -> {
            throw Status.INVALID_ARGUMENT.withDescription("bad token " + token).asRuntimeException();
        });
        assertThatThrownBy(this::sign)
                .hasMessageContaining("INVALID_ARGUMENT")
                .hasMessageNotContaining("bad token")
                .hasMessageNotContaining("eyJ");
    }

    @Test
    void anAuthorityThatIsAwayIsAskedOnce() {
        sigstore.fulcio.become((key, token) -> {
            throw Status.UNAVAILABLE.asRuntimeException();
        });
        refused(Kind.UNAVAILABLE, "try again");
        assertThat(sigstore.fulcio.calls()).isEqualTo(1);
        sigstore.fulcio.close();
        refused(Kind.UNAVAILABLE, "try again");
        nothingWasLogged();
    }

    @Test
    void anotherServiceInItsPlaceIsAWrongAddress() {
        sigstore.fulcio.become((key, token) -> {
            throw Status.UNIMPLEMENTED.asRuntimeException();
        });
        refused(Kind.CONFIGURATION, "caUrls");
    }

    @Test
    void aCertificateForAnotherKeyIsRefusedBeforeItIsLogged() {
        ThrowawayKey other = ThrowawayKey.p256();
        sigstore.fulcio.become((key, token) -> sigstore.chain(sigstore.authority.issue(
                other.published(), PrivateSigstore.IDENTITY, PrivateSigstore.ISSUER, NOW.minusSeconds(60))));
        refused(Kind.REFUSED, "signature_invalid", "nothing was written");
        nothingWasLogged();
    }

    @Test
    void aCertificateForAnotherIdentityIsRefusedBeforeItIsLogged() {
        sigstore.fulcio.become((key, token) -> sigstore.chain(sigstore.authority.issue(
                key, "spiffe://throwaway.example/other", PrivateSigstore.ISSUER, NOW.minusSeconds(60))));
        refused(Kind.REFUSED, "identity", "spiffe://throwaway.example/other");
        nothingWasLogged();
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedBeforeItIsLogged() {
        ThrowawayAuthority stranger = new ThrowawayAuthority(ThrowawaySigstore.START);
        sigstore.fulcio.become((key, token) ->
                List.of(stranger.issue(key, PrivateSigstore.IDENTITY, PrivateSigstore.ISSUER, NOW.minusSeconds(60))));
        refused(Kind.REFUSED, "certificate");
        nothingWasLogged();
    }

    @Test
    void aCertificateThatNoLogSawIsRefusedBeforeItIsLogged() {
        sigstore.fulcio.become((key, token) -> sigstore.chain(sigstore.authority.issueUnlogged(
                key, PrivateSigstore.IDENTITY, PrivateSigstore.ISSUER, NOW.minusSeconds(60))));
        refused(Kind.REFUSED, "certificate_timestamp");
        nothingWasLogged();
    }

    @Test
    void aCertificateFromThePastIsRefusedBeforeItIsLogged() {
        sigstore.fulcio.become((key, token) -> sigstore.chain(sigstore.authority.issue(
                key, PrivateSigstore.IDENTITY, PrivateSigstore.ISSUER, NOW.minusSeconds(6000))));
        refused(Kind.REFUSED, "certificate");
        nothingWasLogged();
    }

    @Test
    void noCertificateIsNoAnswer() {
        sigstore.fulcio.become((key, token) -> List.of());
        refused(Kind.REFUSED, "cannot be read");
    }

    @Test
    void aTimestampOfAStrangerIsRefusedBeforeItIsLogged() {
        ThrowawayTimestamps stranger = new ThrowawayTimestamps(ThrowawaySigstore.START);
        sigstore.stamping.become(request -> sigstore.stampedBy(stranger, request));
        refused(Kind.REFUSED, "timestamp");
        nothingWasLogged();
    }

    @Test
    void aTimestampOverOtherBytesIsRefusedBeforeItIsLogged() {
        sigstore.stamping.become(request -> HttpDouble.Answer.of(
                200, "application/timestamp-reply", sigstore.timestamps.stamp(Bytes.utf8("other"), NOW)));
        refused(Kind.UNAVAILABLE, "timestamp authority");
        nothingWasLogged();
    }

    @Test
    void withoutATimestampNothingIsLogged() {
        sigstore.stamping.become(request -> HttpDouble.Answer.failed(503));
        refused(Kind.UNAVAILABLE, "timestamp authority", "try again");
        assertThat(sigstore.stamping.calls()).isBetween(1, 6);
        nothingWasLogged();
    }

    @Test
    void anEntryAboutOtherBytesIsRefused() {
        sigstore.rekor.become(request -> RekorDouble.v2(sigstore.log, Hashing.of(Bytes.utf8("other")), request));
        refused(Kind.REFUSED, "log_entry");
    }

    @Test
    void anEntryOfAStrangersLogIsRefused() {
        ThrowawayLog stranger = new ThrowawayLog("log.throwaway.example", ThrowawaySigstore.START);
        sigstore.rekor.become(request -> RekorDouble.v2(stranger, request));
        refused(Kind.REFUSED, "log_");
    }

    @Test
    void aForgedProofIsRefused() {
        sigstore.rekor.become(request -> {
            HttpDouble.Answer right = RekorDouble.v2(sigstore.log, request);
            String forged = right.body().asLenientText().replaceFirst("\"hashes\":\\[\"....", "\"hashes\":[\"AAAA");
            return new HttpDouble.Answer(right.status(), right.headers(), Bytes.utf8(forged));
        });
        refused(Kind.REFUSED, "proof");
    }

    @Test
    void anUnreadableEntryIsRefused() {
        for (String garbage :
                List.of("", "{}", "[]", "{\"logIndex\":\"1\"}", "{\"inclusionProof\":{\"checkpoint\":{}}}")) {
            sigstore.rekor.become(request -> HttpDouble.Answer.of(201, "application/json", Bytes.utf8(garbage)));
            refused(Kind.REFUSED, "transparency log");
        }
    }

    @Test
    void aLogThatRefusesIsAskedOnce() {
        sigstore.rekor.become(request -> HttpDouble.Answer.failed(400));
        refused(Kind.NOT_ALLOWED, "transparency log", "status 400");
        assertThat(sigstore.rekor.calls()).isEqualTo(1);
    }

    @Test
    void aLogInTroubleIsAskedAFewTimes() {
        sigstore.rekor.become(request -> HttpDouble.Answer.failed(503));
        refused(Kind.UNAVAILABLE, "transparency log", "status 503");
        assertThat(sigstore.rekor.calls()).isBetween(1, 4);
    }

    @Test
    @Tag("proof")
    void servicesThatAreAwayAreWaitedForBriefly() {
        sigstore.rekor.close();
        refused(Kind.UNAVAILABLE, "transparency log");
        sigstore.stamping.close();
        refused(Kind.UNAVAILABLE, "timestamp authority");
    }

    @Test
    void aTrustRootOfAnotherInstanceTakesNothing() {
        TrustRoot other = new ThrowawaySigstore().trustRoot();
        KeylessSigning signing = new KeylessSigning(
                Instance.of(sigstore.signingConfig(), other),
                SignatureChecker.standard(),
                () -> NOW,
                Duration.ofSeconds(10));
        IdentityToken token = IdentityToken.parse(sigstore.token());
        assertThatThrownBy(() -> signing.sign(file, token, EXPECTED))
                .isInstanceOfSatisfying(
                        KeylessException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.REFUSED));
        nothingWasLogged();
    }
}
