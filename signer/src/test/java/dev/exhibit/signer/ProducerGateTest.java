package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.ProducerRule;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.vault.MemoryVault;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An artifact that must carry an attestation of somebody named: what counts as one, and what does not. */
class ProducerGateTest extends SignerFixture {
    private static final String NEEDED = "https://tests.example/v1";
    private static final String GUARDED = "https://release.example/v1";

    private final Call tests = Calls.sameTenant(call, "tests");
    private final MemoryAttestations stored = new MemoryAttestations();

    @Test
    void theRightAttestationOpensTheGate() {
        // One that cannot be read does not stand in the way of one that can.
        stored.lose(put(attest(tests, DIGEST, NEEDED + "/lost")));
        refusedBy(byIdentity());
        put(attest(tests, DIGEST, NEEDED));
        signs(byIdentity());
        signs(rule(Set.of(active()), Set.of(tests.caller().identity())));
        signs(rule(Set.of(active()), Set.of()));
    }

    @Test
    void anotherTypeOrArtifactDoesNotCountWhateverTheTableSays() {
        put(attest(tests, DIGEST, "https://other.example/v1"));
        put(attest(tests, OTHER, NEEDED));
        put(Bytes.utf8("no bundle"));
        put(bareSignature());
        refusedBy(byIdentity());
        refusedBy(rule(Set.of(active()), Set.of()));
    }

    @Test
    void anotherProducerDoesNotCount() {
        put(attest(Calls.sameTenant(call, "somebody"), DIGEST, NEEDED));
        refusedBy(byIdentity());
        refusedBy(rule(Set.of(new KeyId(OTHER)), Set.of()));
        refusedBy(rule(Set.of(new KeyId(OTHER)), Set.of(tests.caller().identity())));
    }

    @Test
    void aKeyOfNobodyHereDoesNotCount() {
        MemoryVault foreign = new MemoryVault();
        KeyId key = foreign.create().id();
        put(attest(tests, DIGEST, NEEDED, foreign, new MemoryKeyDirectory()));
        refusedBy(rule(Set.of(key), Set.of()));
        refusedBy(byIdentity());
    }

    @Test
    void aKeyThatWasRevokedDoesNotCountAndOneThatWasRotatedAwayDoes() {
        KeyId old = active();
        put(attest(tests, DIGEST, NEEDED));
        Calls.rotate(call, keys, vault);
        signs(byIdentity());
        signs(rule(Set.of(old), Set.of()));
        keys.change(call, old, KeyState.REVOKED, Calls.word(call));
        refusedBy(byIdentity());
        refusedBy(rule(Set.of(old), Set.of()));
    }

    @Test
    void otherBytesInTheStoreDoNotCount() {
        Bytes good = attest(tests, DIGEST, NEEDED);
        Digest digest = put(good);
        // A bundle that is good in itself: but not the one that was named.
        stored.breakBytes(digest, attest(tests, DIGEST, NEEDED + "/other"));
        refusedBy(byIdentity());
        stored.breakBytes(digest, good.slice(0, good.size() - 1));
        refusedBy(byIdentity());
        stored.lose(digest);
        refusedBy(byIdentity());
        stored.breakBytes(digest, good);
        signs(byIdentity());
    }

    @Test
    void aRuleIsForItsTenantAndItsCallers() {
        Set<ServiceIdentity> nobody = Set.of(new ServiceIdentity("spiffe://test/nobody"));
        refusedBy(rule(nobody, Optional.of(call.tenant()), Set.of(call.caller().identity())));
        signs(rule(nobody, Optional.of(new TenantId("elsewhere")), Set.of()));
        signs(rule(nobody, Optional.empty(), Set.of(tests.caller().identity())));
    }

    @Test
    void otherTypesNeedNothingAndABareArtifactNeedsAll() {
        gated(byIdentity()).sign(call, document("https://free.example/v1"));
        int uses = vault.signCalls();
        Refusals.expect(
                ProblemCode.PRODUCER_MISSING,
                () -> gated(byIdentity()).sign(call, message(DIGEST, uploaded(ARTIFACT))));
        assertThat(vault.signCalls()).isEqualTo(uses);
        put(attest(tests, DIGEST, NEEDED));
        gated(byIdentity()).sign(call, message(DIGEST, uploaded(ARTIFACT)));
    }

    @Test
    void aStoreThatIsAwayLetsNothingThrough() {
        StoredAttestations away = new StoredAttestations() {
            @Override
            public List<Digest> about(Call caller, Digest artifact, String predicateType) {
                return List.of(OTHER);
            }

            @Override
            public Bytes read(Call caller, Digest bundle) {
                throw new ProblemException(ProblemCode.UNAVAILABLE, "away");
            }
        };
        Signer signer = gated(byIdentity(), away);
        Refusals.expect(ProblemCode.UNAVAILABLE, () -> signer.sign(call, document(GUARDED)));
        nothingTouched();
    }

    private void signs(ProducerRule rule) {
        Signed signed = gated(rule).sign(call, document(GUARDED));
        assertThat(signed.artifact()).isEqualTo(DIGEST);
    }

    private void refusedBy(ProducerRule rule) {
        int uses = vault.signCalls();
        int opened = intents.size();
        int remembered = refusals.all().size();
        Refusals.expect(ProblemCode.PRODUCER_MISSING, () -> gated(rule).sign(call, document(GUARDED)));
        assertThat(vault.signCalls()).as("uses of a key").isEqualTo(uses);
        assertThat(intents.size()).as("intents").isEqualTo(opened);
        assertThat(refusals.all())
                .hasSize(remembered + 1)
                .last()
                .satisfies(refusal -> assertThat(refusal.gate()).isEqualTo(Gate.PRODUCER));
    }

    private ProducerRule byIdentity() {
        return rule(Set.of(), Set.of(tests.caller().identity()));
    }

    private static ProducerRule rule(Set<KeyId> keys, Set<ServiceIdentity> identities) {
        return new ProducerRule(GUARDED, NEEDED, keys, identities, Optional.empty(), Set.of());
    }

    private static ProducerRule rule(
            Set<ServiceIdentity> identities, Optional<TenantId> tenant, Set<ServiceIdentity> callers) {
        return new ProducerRule(GUARDED, NEEDED, Set.of(), identities, tenant, callers);
    }

    private KeyId active() {
        return keys.active(call).orElseThrow().key().id();
    }

    /** Says of any bytes that they are what is needed. */
    private Digest put(Bytes bundle) {
        return stored.put(DIGEST, NEEDED, bundle);
    }

    private Signer gated(ProducerRule rule) {
        return gated(rule, stored);
    }

    private Signer gated(ProducerRule rule, StoredAttestations attestations) {
        ProducerGate gate = new ProducerGate(
                List.of(rule), attestations, keys, intents, TestTimestamps.verifier(TestTimestamps.shared()));
        return signer(Optional.of(gate), intents, vault);
    }

    private Signer signer(Optional<ProducerGate> gate, IntentLog log, MemoryVault keyHolder) {
        SignerPorts ports = new SignerPorts(
                IdentityRegistry.of(identity -> Optional.of(
                        call.caller().identity().equals(identity)
                                ? call.caller()
                                : Calls.sameTenant(call, name(identity)).caller())),
                artifacts,
                RemoteArtifacts.none(),
                gate,
                refusals,
                log,
                keyHolder,
                TestTimestamps.shared());
        return new Signer(ports, Limits.defaults(), Calls.believed(), SignatureChecker.standard());
    }

    private static String name(ServiceIdentity identity) {
        return identity.value().substring(identity.value().lastIndexOf('/') + 1);
    }

    private Bytes attest(Call by, Digest subject, String type) {
        return attest(by, subject, type, intents, vault);
    }

    /** By a key of another installation. */
    private Bytes attest(Call by, Digest subject, String type, MemoryVault foreign, MemoryKeyDirectory directory) {
        new SigningKeys(directory, foreign).ensureActive(by);
        MemoryIntentLog elsewhere = new MemoryIntentLog(directory, InstantSource.system());
        return attest(by, subject, type, elsewhere, foreign);
    }

    private Bytes attest(Call by, Digest subject, String type, IntentLog log, MemoryVault keyHolder) {
        Bytes payload = statement(type, subject);
        ArtifactInput artifact = uploaded(subject.equals(DIGEST) ? ARTIFACT : Bytes.utf8("another artifact"));
        SignRequest request =
                new SignRequest(Calls.newKey(), subject, artifact, new Content.DssePayload(Envelope.IN_TOTO, payload));
        Signed signed = signer(Optional.empty(), log, keyHolder).sign(by, request);
        Envelope envelope = new Envelope(Envelope.IN_TOTO, payload, signed.signature());
        return new Bundle(VerificationMaterial.of(signed.key().id()), new BundleContent.Dsse(envelope))
                .encode()
                .bytes();
    }

    private Bytes bareSignature() {
        Signed signed = signer(Optional.empty(), intents, vault).sign(tests, message(DIGEST, uploaded(ARTIFACT)));
        return new Bundle(
                        VerificationMaterial.of(signed.key().id()),
                        new BundleContent.Message(DIGEST, signed.signature()))
                .encode()
                .bytes();
    }

    private static SignRequest document(String type) {
        return document(Envelope.IN_TOTO, statement(type, DIGEST));
    }

    private static Bytes statement(String type, Digest subject) {
        return new Statement(List.of(new Subject("artifact", subject)), type, Json.object())
                .encode()
                .bytes();
    }
}
