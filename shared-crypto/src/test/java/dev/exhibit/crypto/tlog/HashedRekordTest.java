package dev.exhibit.crypto.tlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.throwaway.EntrySpecs;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import dev.exhibit.crypto.throwaway.ThrowawayLog;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HashedRekordTest {
    private final ThrowawayKey key = ThrowawayKey.p256();
    private final Bytes artifact = Bytes.utf8("an artifact");
    private final Digest digest = Hashing.of(artifact);
    private final SignatureBytes signature = key.sign(artifact);
    private final HashedRekord entry = new HashedRekord(digest, signature, key.published());

    @Test
    void anotherLogMakesTheSameEntryOfIt() {
        ThrowawayLog log = new ThrowawayLog("log.example", Instant.EPOCH);
        LogEntry theirs = log.append(
                "hashedrekord", new EntrySpecs(false, key.published().spki()).hashedRekordV2(digest, signature), false);
        assertThat(entry.body()).isEqualTo(theirs.body());
        assertThat(HashedRekord.entry(
                        theirs.logId(), entry.body(), theirs.proof().orElseThrow()))
                .isEqualTo(theirs);
    }

    @Test
    void whatIsReadIsWhatWasSaid() {
        ThrowawayLog log = new ThrowawayLog("log.example", Instant.EPOCH);
        LogEntry there = log.append(
                "hashedrekord", new EntrySpecs(false, key.published().spki()).hashedRekordV2(digest, signature), false);
        EntryBody read = EntryBodyReader.read(
                HashedRekord.entry(there.logId(), entry.body(), there.proof().orElseThrow()));
        assertThat(read.generation()).isEqualTo(EntryBody.Generation.REKOR_V2);
        assertThat(read.subject()).isEqualTo(EntryBody.Subject.SIGNED_BYTES);
        assertThat(read.algorithm()).isEqualTo(HashAlgorithm.SHA256);
        assertThat(read.hash()).isEqualTo(digest.bytes());
        assertThat(read.signature()).isEqualTo(signature);
        assertThat(read.verifier()).isEqualTo(key.published().spki());
        assertThat(read.verifierKind()).isEqualTo(EntryBody.VerifierKind.PUBLIC_KEY);
        assertThat(read.signedWith()).contains(SignatureAlgorithm.ECDSA_P256_SHA256);
    }
}
