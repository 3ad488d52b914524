package dev.exhibit.signer.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.ClockLimits;
import dev.exhibit.boundary.clock.ClockReference;
import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.pki.LocalTimestamping;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import dev.exhibit.crypto.timestamp.TimestampResponse;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.OpenSsl;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.tsp.TimeStampRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimestampAuthorityTest {
    private static final Bytes MESSAGE = Bytes.utf8("signature");

    @TempDir
    private Path folder;

    private final Call call = Calls.newTenant();
    private final List<String> ledger = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T10:20:30.999Z");
    private Duration skew = Duration.ZERO;
    private Optional<RuntimeException> failing = Optional.empty();

    @Test
    void aTimestampIsWhatWasAskedForAndRecorded() {
        TimestampQuery query = query(Optional.of(BigInteger.valueOf(4711)), false);
        TimestampResponse response = TimestampResponse.decode(authority().stamp(call, query.encode()));
        assertThat(response.info().imprint()).isEqualTo(query.imprint());
        assertThat(response.info().time()).isEqualTo("2026-03-01T10:20:30Z");
        response.requireBare();
        response.verifySignedBy(keys().current().certificate(), SignatureChecker.standard());
        assertThat(ledger).hasSize(1).first().asString().endsWith(query.imprint() + " 2026-03-01T10:20:30.999Z");
    }

    @Test
    void bouncyCastleAcceptsIt() throws Exception {
        TimestampQuery query = query(Optional.of(BigInteger.TEN), true);
        var response = new org.bouncycastle.tsp.TimeStampResponse(
                authority().stamp(call, query.encode()).toArray());
        response.validate(new TimeStampRequest(query.encode().toArray()));
    }

    @Test
    void opensslAcceptsIt() throws Exception {
        Path data = Files.write(folder.resolve("data"), MESSAGE.toArray());
        Path asked = folder.resolve("query");
        OpenSsl.run("ts", "-query", "-data", data.toString(), "-sha256", "-cert", "-out", asked.toString());
        Path answer = Files.write(
                folder.resolve("answer"),
                authority().stamp(call, Bytes.of(Files.readAllBytes(asked))).toArray());
        Path root = Files.writeString(
                folder.resolve("root.pem"),
                Pem.encode("CERTIFICATE", keys().current().root().encoded()));
        String[] verify = {"ts", "-verify", "-queryfile", asked.toString(), "-in", answer.toString()};
        assertThat(OpenSsl.run(with(verify, "-CAfile", root.toString()))).contains("Verification: OK");
        String[] again = {"ts", "-verify", "-data", data.toString(), "-in", answer.toString()};
        assertThat(OpenSsl.run(with(again, "-CAfile", root.toString()))).contains("Verification: OK");
    }

    @Test
    void whoIsToBeBelievedIsKnownBeforeTheFirstTimestampAndAfterTheNextKey() {
        TimestampAuthority authority = authority();
        List<Authority> first = authority.trust().timestampAuthorities();
        assertThat(first).hasSize(1);
        TimestampResponse response = TimestampResponse.decode(
                authority.stamp(new SignatureBytes(MESSAGE)).getFirst());
        assertThat(response.signer().names(first.getFirst().chain().getFirst())).isTrue();
        assertThat(ledger).as("recorded with the signature").isEmpty();
        now = first.getFirst().chain().getFirst().notAfter().minus(LocalTimestamping.RENEWAL);
        assertThat(authority.trust().timestampAuthorities()).hasSize(2).containsAll(first);
        assertThat(authority.trust().timestampAuthorities().stream().map(Authority::uri))
                .doesNotHaveDuplicates();
    }

    @Test
    void everyTimestampHasItsOwnNumber() {
        TimestampAuthority authority = authority();
        for (int i = 0; i < 20; i++) {
            authority.stamp(call, query(Optional.empty(), false).encode());
        }
        assertThat(ledger.stream()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .distinct())
                .hasSize(20);
    }

    @Test
    void aClockThatIsOffStampsNothing() {
        skew = Duration.ofSeconds(31);
        refused(authority());
        assertThat(ledger).isEmpty();
    }

    @Test
    void aVaultThatFailsOrALedgerThatFailsGivesNothingOut() {
        TimestampAuthority authority = authority();
        failing = Optional.of(new VaultUnavailableException("gone", new IOException("gone")));
        refused(authority);
        failing = Optional.empty();
        TimestampAuthority unrecorded = authority((c, serial, imprint, time) -> {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "no database");
        });
        refused(unrecorded);
        assertThat(ledger).isEmpty();
    }

    @Test
    void anotherPolicyOrAnotherFormIsRefused() {
        TimestampQuery other = new TimestampQuery(
                HashAlgorithm.SHA256, Hashing.of(MESSAGE).bytes(), Optional.of("1.2.3.4"), Optional.empty(), false);
        assertThatThrownBy(() -> authority().stamp(call, other.encode()))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(TimestampAuthority.POLICY);
        assertThatThrownBy(() -> authority().stamp(call, Bytes.utf8("hello"))).isInstanceOf(MalformedException.class);
        assertThat(ledger).isEmpty();
    }

    @Test
    void theKeyStaysOverRestartsAndTheNextOneTakesOverAYearBeforeItsEnd() {
        var first = keys().current();
        assertThat(keys().current()).isEqualTo(first);
        now = first.certificate().notAfter().minus(LocalTimestamping.RENEWAL).minusSeconds(1);
        assertThat(keys().current()).isEqualTo(first);
        now = now.plusSeconds(1);
        var second = keys().current();
        assertThat(second.key()).isNotEqualTo(first.key());
        assertThat(keys().current()).isEqualTo(second);
        assertThat(keys().all()).containsExactlyInAnyOrder(first, second);
    }

    private void refused(TimestampAuthority authority) {
        Bytes query = query(Optional.empty(), false).encode();
        assertThatThrownBy(() -> authority.stamp(call, query))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE));
    }

    private static TimestampQuery query(Optional<BigInteger> nonce, boolean certificates) {
        return new TimestampQuery(
                HashAlgorithm.SHA256, Hashing.of(MESSAGE).bytes(), Optional.empty(), nonce, certificates);
    }

    private LocalTimestamping keys() {
        return LocalTimestamping.open(folder.resolve("tsa"), "secret", vault(), () -> now, new SecureRandom());
    }

    private Vault vault() {
        return new FileVault(folder.resolve("tsa/keys"), "secret", new SecureRandom());
    }

    private TimestampAuthority authority() {
        return authority((c, serial, imprint, time) ->
                ledger.add(serial.toString(16) + " " + c.caller().tenant() + " " + imprint + " " + time));
    }

    private TimestampAuthority authority(TimestampLedger recording) {
        ClockWatch watch = new ClockWatch(
                () -> now,
                System::nanoTime,
                List.of(new ClockReference("other", () -> now.minus(skew))),
                ClockLimits.defaults());
        watch.look();
        Vault sound = vault();
        Vault vault = new Vault() {
            @Override
            public VerificationKey create() {
                return sound.create();
            }

            @Override
            public Optional<VerificationKey> find(KeyId key) {
                return sound.find(key);
            }

            @Override
            public void destroy(KeyId key) {
                sound.destroy(key);
            }

            @Override
            public SignatureBytes sign(SigningPermit permit) {
                failing.ifPresent(failure -> {
                    throw failure;
                });
                return sound.sign(permit);
            }
        };
        return new TimestampAuthority(
                keys(), vault, watch, recording, SignatureChecker.standard(), () -> now, UUID::randomUUID);
    }

    private static String[] with(String[] command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
