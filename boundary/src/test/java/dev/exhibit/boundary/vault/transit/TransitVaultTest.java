package dev.exhibit.boundary.vault.transit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.vault.VaultSecret;
import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultContract;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vault before a double of the protocol: whatever is answered but the right thing. */
class TransitVaultTest implements VaultContract {
    private static final SecretReference TOKEN = SecretReference.parse("file:/token");

    private final TransitDouble engine = new TransitDouble();
    private final Vault vault = vault(ignored -> TransitDouble.TOKEN);

    @Override
    public Vault vault() {
        return vault;
    }

    @Override
    public Vault reopened() {
        return vault(ignored -> TransitDouble.TOKEN);
    }

    private Vault vault(Secrets secrets) {
        VaultSettings.Transit server = new VaultSettings.Transit(
                Origin.parse("https://bao.example.org:8200"), Optional.empty(), "ns/one", "team/transit", TOKEN);
        return new TransitVault(server, engine, new VaultSecret(secrets, TOKEN), UUID::randomUUID);
    }

    private static SigningPermit permit(KeyId key) {
        return new SigningPermit(UUID.randomUUID(), key, Hashing.of(Bytes.empty()));
    }

    private void everyUseIsUnavailable(VerificationKey key) {
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> vault.create(),
                () -> vault.sign(permit(key.id())),
                () -> vault.find(key.id()),
                () -> vault.destroy(key.id()))) {
            assertThatThrownBy(use)
                    .isInstanceOf(VaultUnavailableException.class)
                    .hasMessageNotContaining(TransitDouble.TOKEN)
                    .hasMessageNotContaining("hunter2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 307, 400, 403, 412, 429, 472, 500, 502, 503})
    void anyOtherStatusIsUnavailable(int status) {
        VerificationKey key = vault.create();
        engine.answer(order -> TransitDouble.says(status, "{\"data\":{},\"errors\":[\"hunter2\"]}"));
        everyUseIsUnavailable(key);
        engine.answerWell();
        assertThat(vault.find(key.id())).contains(key);
    }

    @ParameterizedTest
    @EnumSource(FetchException.Reason.class)
    void whatIsNotReachedIsUnavailable(FetchException.Reason reason) {
        VerificationKey key = vault.create();
        engine.answer(order -> {
            throw new FetchException(reason, "bao.example.org");
        });
        everyUseIsUnavailable(key);
        engine.answerWell();
        vault.destroy(key.id());
        assertThat(vault.find(key.id())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "[]",
                "{}",
                "{'data':null}",
                "{'data':{}}",
                "{'data':{'signature':7}}",
                "{'data':{'signature':'hunter2'}}",
                "{'data':{'signature':'vault:v2:MAYCAQECAQE='}}",
                "{'data':{'signature':'vault:v1:'}}",
                "{'data':{'signature':'vault:v1:MAYCAQECAQE'}}",
                "{'data':{'signature':'vault:v1:MAYCAQACAQE='}}",
                "{'data':{'signature':'vault:v1:MAYCAQECAQEA'}}",
                "{'data':{'signature':'vault:v1:MAYCAQECAQE=','signature':'x'}}"
            })
    void whatIsNoSignatureIsUnavailable(String body) {
        VerificationKey key = vault.create();
        engine.answer(order -> order.method() == FetchOrder.Method.POST
                ? TransitDouble.says(200, body.replace('\'', '"'))
                : engine.serve(order));
        assertThatThrownBy(() -> vault.sign(permit(key.id())))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageNotContaining("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'ed25519','keys':{}}",
                "{'type':'ecdsa-p256','keys':{'2':{'public_key':'x'}},'exportable':false,'allow_plaintext_backup':false}",
                "{'type':'ecdsa-p256','keys':{'1':{'public_key':'x'}},'exportable':false,'allow_plaintext_backup':false}"
            })
    void whatIsNoKeyOfOursIsUnavailable(String data) {
        VerificationKey key = vault.create();
        engine.answer(order -> TransitDouble.says(200, "{\"data\":" + data.replace('\'', '"') + "}"));
        assertThatThrownBy(() -> vault.find(key.id())).isInstanceOf(VaultUnavailableException.class);
        assertThatThrownBy(() -> vault.create()).isInstanceOf(VaultUnavailableException.class);
    }

    @Test
    void aKeyWhoseServerSaysNothingOfLeavingIsNotUsed() {
        String pem = vault.create().toPem().replace("\n", "\\n");
        engine.answer(order -> TransitDouble.says(
                200, "{\"data\":{\"type\":\"ecdsa-p256\",\"keys\":{\"1\":{\"public_key\":\"" + pem + "\"}}}}"));
        assertThatThrownBy(() -> vault.create())
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining("exported");
    }

    @Test
    void aKeyThatSomebodyLetOutLaterSignsNoMore() {
        VerificationKey key = vault.create();
        key.verify(Hashing.of(Bytes.empty()), vault.sign(permit(key.id())));
        engine.letOut();
        for (Vault one : List.of(vault, reopened())) {
            assertThatThrownBy(() -> one.sign(permit(key.id())))
                    .isInstanceOf(VaultUnavailableException.class)
                    .hasMessageContaining("may be exported");
            assertThatThrownBy(() -> one.find(key.id())).isInstanceOf(VaultUnavailableException.class);
        }
    }

    @Test
    void keysOfOthersAreNoneOfOurs() {
        VerificationKey key = vault.create();
        Json.Obj second = Json.object().with("2", Json.object().with("public_key", "x"));
        engine.addForeign("exhibit-other", Json.object().with("type", "ed25519").with("keys", Json.object()));
        engine.addForeign(
                "exhibit-" + UUID.randomUUID(),
                Json.object()
                        .with("type", "aes256-gcm96")
                        .with("keys", Json.object().with("1", 1_700_000_000L)));
        engine.addForeign(
                "exhibit-" + UUID.randomUUID(),
                Json.object().with("type", "ecdsa-p256").with("keys", second));
        assertThat(reopened().find(key.id())).contains(key);
        key.verify(Hashing.of(Bytes.empty()), reopened().sign(permit(key.id())));
        assertThat(reopened().find(new KeyId(Hashing.of(Bytes.empty())))).isEmpty();
    }

    /** Done, and the answer lost: the caller repeats. */
    @Test
    void aDeletionWhoseAnswerWasLostMayBeRepeated() {
        VerificationKey key = vault.create();
        AtomicBoolean lost = new AtomicBoolean();
        engine.answer(order -> {
            if (lost.get()) {
                throw new FetchException(FetchException.Reason.CONNECTION, "gone");
            }
            lost.set(order.method() == FetchOrder.Method.DELETE);
            Fetched answer = engine.serve(order);
            if (lost.get()) {
                throw new FetchException(FetchException.Reason.TIME, "too late");
            }
            return answer;
        });
        assertThatThrownBy(() -> vault.destroy(key.id())).isInstanceOf(VaultUnavailableException.class);
        assertThat(lost).isTrue();
        engine.answerWell();
        vault.destroy(key.id());
        vault.destroy(key.id());
        assertThat(vault.find(key.id())).isEmpty();
    }

    @Test
    void aTokenThatCannotBeReadIsUnavailable() {
        VerificationKey key = vault.create();
        Vault other = vault(ignored -> {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the vault of secrets was not reached");
        });
        assertThatThrownBy(() -> other.find(key.id())).isInstanceOf(VaultUnavailableException.class);
        assertThatThrownBy(() -> vault(ignored -> "two\nlines").find(key.id()))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageNotContaining("lines\n");
    }
}
