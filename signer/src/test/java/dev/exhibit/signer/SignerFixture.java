package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.Vault;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** A tenant with an active key, and a signer for its pipeline; all in memory. */
class SignerFixture {
    static final Bytes ARTIFACT = Bytes.utf8("the artifact");
    static final Digest DIGEST = Hashing.of(ARTIFACT);
    static final Digest OTHER = Hashing.of(Bytes.utf8("another artifact"));

    final Call call = Calls.newTenant();
    final MemoryVault vault = new MemoryVault();
    final MemoryKeyDirectory keys = new MemoryKeyDirectory();
    final MemoryIntentLog intents = new MemoryIntentLog(keys, InstantSource.fixed(Instant.EPOCH));
    final MemoryStoredArtifacts artifacts = new MemoryStoredArtifacts();
    final MemoryRefusalLog refusals = new MemoryRefusalLog();
    final Signer signer = signer(vault, Limits.defaults());

    @BeforeEach
    void aKeyIsActive() {
        new SigningKeys(keys, vault).ensureActive(call);
    }

    /** What the registry says now counts, not what it said when the request came in. */
    Signer allowing(Optional<Set<String>> types, Optional<Set<KeyId>> signingKeys) {
        Caller caller = call.caller();
        Caller narrow =
                new Caller(caller.tenant(), caller.identity(), caller.role(), new Allowance(types, signingKeys));
        return signer(IdentityRegistry.of(identity -> Optional.of(narrow)), vault, Limits.defaults());
    }

    Signer signer(Vault keyHolder, Limits limits) {
        return signer(Calls.registryOf(call), keyHolder, limits);
    }

    /** The same with other timestamps. */
    Signer signer(Timestamps timestamps) {
        return signer(Calls.registryOf(call), vault, Limits.defaults(), timestamps);
    }

    private Signer signer(IdentityRegistry identities, Vault keyHolder, Limits limits) {
        return signer(identities, keyHolder, limits, TestTimestamps.shared());
    }

    private Signer signer(IdentityRegistry identities, Vault keyHolder, Limits limits, Timestamps timestamps) {
        SignerPorts ports = new SignerPorts(
                identities,
                artifacts,
                RemoteArtifacts.none(),
                Optional.empty(),
                refusals,
                intents,
                keyHolder,
                timestamps);
        return new Signer(ports, limits, Calls.believed(), SignatureChecker.standard());
    }

    void refused(ProblemCode code, SignRequest request) {
        Refusals.expect(code, () -> signer.sign(call, request));
        nothingTouched();
    }

    void refusedAfter(int signatures, ProblemCode code, SignRequest request) {
        Refusals.expect(code, () -> signer.sign(call, request));
        assertThat(intents.size()).isEqualTo(signatures);
        assertThat(vault.signCalls()).isEqualTo(signatures);
    }

    void nothingTouched() {
        assertThat(intents.size()).as("intents").isZero();
        assertThat(vault.signCalls()).as("uses of a key").isZero();
    }

    static SignRequest message(Digest artifact, ArtifactInput source) {
        return new SignRequest(Calls.newKey(), artifact, source, new Content.ArtifactMessage());
    }

    static SignRequest message(IdempotencyKey key, ArtifactInput source) {
        return new SignRequest(key, DIGEST, source, new Content.ArtifactMessage());
    }

    static SignRequest document(String type, Bytes payload) {
        return new SignRequest(Calls.newKey(), DIGEST, uploaded(ARTIFACT), new Content.DssePayload(type, payload));
    }

    static ArtifactInput uploaded(Bytes bytes) {
        return new ArtifactInput.Streamed(bytes.open());
    }

    static Bytes statement(Digest... subjects) {
        List<Subject> named = List.of(subjects).stream()
                .map(digest -> new Subject("artifact", digest))
                .toList();
        return new Statement(named, PredicateTypes.SLSA_PROVENANCE, Json.object())
                .encode()
                .bytes();
    }

    static Limits limits(long artifact, long payload) {
        Limits all = Limits.defaults();
        return new Limits(
                all.jsonBody(),
                payload,
                all.document(),
                artifact,
                all.intentTime(),
                all.edge(),
                all.access(),
                all.fetch(),
                all.sources(),
                all.issuance(),
                all.admission(),
                all.breaker(),
                all.clock(),
                all.store());
    }

    /** A connection that breaks. */
    static final class Unreadable extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the connection broke");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            throw new IOException("the connection broke");
        }
    }
}
