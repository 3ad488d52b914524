package dev.exhibit.signer.root;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.trust.TrustStatement;
import dev.exhibit.crypto.trust.TrustStatement.Owner;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.MemoryTrustVersions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When there is a next version of a trust root, who signs it, and what is taken from whom. */
class PublishTrustTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TrustVersions versions = new MemoryTrustVersions();
    private final SigningKey key = new SigningKey(SigningKey.generatePair(RANDOM));
    private final Call call = Calls.newTenant();
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private TrustFiles files = files("first");

    @Test
    void withTheRootAtHandEachChangeIsTheNextVersionSigned() {
        PublishTrust trust = atHand(key);
        trust.keep(call);
        trust.keep(call);
        assertThat(trust.published(call).number()).isEqualTo(1);
        files = files("second");
        trust.look(call);
        assertThat(trust.published(call).files()).isEqualTo(files);
        assertThat(trust.published(call).number()).isEqualTo(2);
        assertThat(trust.published(call, 1).files()).isEqualTo(files("first"));
        TrustStatement said = said(trust.published(call));
        assertThat(said.whose()).isEqualTo(new Owner("here", call.tenant().value()));
        assertThat(said.validFor().covers(now)).isTrue();
        assertThat(trust.problem()).isEmpty();
    }

    @Test
    void beforeTheRootsWordEndsTheSameFilesAreSignedAgain() {
        PublishTrust trust = atHand(key);
        trust.keep(call);
        now = now.plus(PublishTrust.LIFE).minus(PublishTrust.RENEWAL).minus(Duration.ofMinutes(1));
        trust.keep(call);
        assertThat(trust.published(call).number()).isEqualTo(1);
        now = now.plus(Duration.ofMinutes(2));
        trust.keep(call);
        assertThat(trust.published(call).number()).isEqualTo(2);
        assertThat(said(trust.published(call)).validFor().covers(now.plus(PublishTrust.RENEWAL)))
                .isTrue();
    }

    @Test
    void withTheRootElsewhereNothingIsGivenOutBeforeItSigned() {
        PublishTrust trust = elsewhere();
        trust.keep(call);
        refused(ProblemCode.NOT_FOUND, () -> trust.published(call));
        refused(ProblemCode.NOT_FOUND, () -> trust.published(call, 1));
        assertThat(trust.problem()).hasValueSatisfying(why -> assertThat(why).contains("version 1", "waits"));
        Bytes word = word(1, files, key);
        assertThat(trust.publish(call, word).number()).isEqualTo(1);
        assertThat(trust.publish(call, word).number()).as("sent again").isEqualTo(1);
        assertThat(trust.published(call).envelope()).contains(word);
        assertThat(trust.problem()).isEmpty();
    }

    @Test
    void aVersionThatWasOvertakenIsNotPublishedAnyMore() {
        PublishTrust trust = elsewhere();
        trust.keep(call);
        TrustFiles before = files;
        files = files("second");
        trust.keep(call);
        trust.publish(call, word(2, files, key));
        refused(ProblemCode.WRONG_STATE, () -> trust.publish(call, word(1, before, key)));
        assertThat(trust.published(call).number()).isEqualTo(2);
    }

    @Test
    void onlyTheRootsWordAboutTheseFilesForNowIsTaken() {
        PublishTrust trust = elsewhere();
        trust.keep(call);
        SigningKey other = new SigningKey(SigningKey.generatePair(RANDOM));
        refused(ProblemCode.DOCUMENT_INVALID, () -> trust.publish(call, word(1, files, other)));
        refused(ProblemCode.DOCUMENT_INVALID, () -> trust.publish(call, word(1, files("other"), key)));
        refused(ProblemCode.NOT_FOUND, () -> trust.publish(call, word(2, files, key)));
        Bytes foreign = statement("there", 1, files).sign(key::sign).bytes();
        refused(ProblemCode.DOCUMENT_INVALID, () -> trust.publish(call, foreign));
        Bytes word = word(1, files, key);
        now = now.plus(Duration.ofDays(2));
        refused(ProblemCode.DOCUMENT_INVALID, () -> trust.publish(call, word));
        refused(ProblemCode.NOT_FOUND, () -> trust.published(call));
    }

    @Test
    void aRootThatLiesHereByChanceReplacesNoOther() {
        atHand(key).keep(call);
        SigningKey chance = new SigningKey(SigningKey.generatePair(RANDOM));
        files = files("second");
        PublishTrust trust = atHand(chance);
        trust.keep(call);
        assertThat(trust.published(call).number()).isEqualTo(1);
        assertThat(trust.problem()).hasValueSatisfying(why -> assertThat(why).contains("another root"));
        assertThat(trust.believedRoot(Optional.of(trust.published(call)))).isEmpty();
    }

    private PublishTrust atHand(SigningKey root) {
        return trust(new Root(root.published(), Optional.of(root::sign)));
    }

    private PublishTrust elsewhere() {
        return trust(new Root(key.published(), Optional.empty()));
    }

    private PublishTrust trust(Root root) {
        return new PublishTrust(versions, root, "here", tenant -> files, SignatureChecker.standard(), () -> now);
    }

    private Bytes word(long version, TrustFiles about, SigningKey signer) {
        return statement("here", version, about).sign(signer::sign).bytes();
    }

    private TrustStatement statement(String installation, long version, TrustFiles about) {
        return TrustStatement.of(
                new Owner(installation, call.tenant().value()),
                version,
                about.trustedRoot(),
                about.signingConfig(),
                new ValidFor(now, Optional.of(now.plus(Duration.ofDays(1)))));
    }

    private TrustStatement said(TrustVersion version) {
        return TrustStatement.open(version.envelope().orElseThrow(), key.published(), SignatureChecker.standard());
    }

    private static TrustFiles files(String name) {
        return new TrustFiles(Bytes.utf8(name), Bytes.utf8("config"));
    }

    private static void refused(ProblemCode code, Runnable act) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(act::run)
                .satisfies(problem -> assertThat(problem.code()).isEqualTo(code));
    }
}
