package dev.exhibit.signer.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.exhibit.boundary.ClockLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.ProducerRule;
import dev.exhibit.boundary.clock.ClockReference;
import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.testing.DocumentTable;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.intoto.Subject;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.signer.ArtifactInput;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.Content;
import dev.exhibit.signer.Gate;
import dev.exhibit.signer.Intent;
import dev.exhibit.signer.IntentLog;
import dev.exhibit.signer.KeyState;
import dev.exhibit.signer.MemoryAttestations;
import dev.exhibit.signer.ProducerGate;
import dev.exhibit.signer.RefusalLog;
import dev.exhibit.signer.RemoteArtifacts;
import dev.exhibit.signer.Settlement;
import dev.exhibit.signer.SignRequest;
import dev.exhibit.signer.Signer;
import dev.exhibit.signer.SignerPorts;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.StampedSignature;
import dev.exhibit.signer.StoredArtifacts;
import dev.exhibit.signer.TestTimestamps;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every gate with every code that it has: refused, remembered once, no intent, and no key touched. */
class GatesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(SignerAudit.ROOM);

    private static final Bytes ARTIFACT = Bytes.utf8("the artifact");
    private static final Digest DIGEST = Hashing.of(ARTIFACT);
    private static final Digest OTHER = Hashing.of(Bytes.utf8("another artifact"));

    private final Call call = Calls.newTenant();
    private final MemoryVault vault = new MemoryVault();
    private final InstantSource clock = InstantSource.system();
    private final PostgresKeyDirectory directory = new PostgresKeyDirectory(DATABASE.database(), clock);
    private final IntentLog intents = new PostgresIntentLog(DATABASE.database(), clock, UUID::randomUUID);
    private final RefusalLog audit = new PostgresRefusalLog(DATABASE.database(), clock);
    private final List<Case> cases = new ArrayList<>();

    /** A request that one gate refuses. */
    private record Case(Gate gate, ProblemCode code, Signer signer, SignRequest request) {}

    @BeforeEach
    void aKeyIsActive() {
        new SigningKeys(directory, vault).ensureActive(call);
    }

    @Test
    void everyGateRefusesWithItsOwnCodeAndRemembersIt() {
        aboutTheCaller();
        aboutTheStatement();
        aboutTheArtifact();
        aboutTheKey();
        List<String> wrong = new ArrayList<>();
        cases.forEach(one -> check(wrong, one));
        assertThat(wrong).isEmpty();
        assertThat(cases.stream().map(one -> one.gate().wire() + " " + one.code()))
                .as("a new gate, or code of one, needs a case here")
                .containsExactlyInAnyOrderElementsOf(Stream.of(Gate.values())
                        .flatMap(gate -> gate.codes().stream().map(code -> gate.wire() + " " + code))
                        .toList());
    }

    @Test
    void theTableSaysTheSame() {
        assertThat(DocumentTable.rows("spec/gates.md", "| gate | what it asks | code | in the audit |").stream()
                        .map(row -> List.of(row.get(0), row.get(2).replace("`", ""), row.get(3)))
                        .toList())
                .isEqualTo(Stream.of(Gate.values())
                        .map(gate -> List.of(
                                gate.wire(),
                                String.join(
                                        ", ",
                                        gate.codes().stream()
                                                .map(ProblemCode::code)
                                                .toList()),
                                "sign.refused"))
                        .toList());
    }

    @Test
    void aRefusalThatCannotBeRememberedIsARefusalAllTheSame() {
        RefusalLog broken = (caller, refusal) -> {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the database is away", new IllegalStateException());
        };
        Signer signer = signer(Calls.registryOf(call), nothingStored(), broken, Calls.believed());
        check(List.of(), ProblemCode.DIGEST_MISMATCH, signer, sent(OTHER));
    }

    @Test
    void aPartThatFailsHasDecidedNothing() {
        StoredArtifacts away = (caller, digest) -> {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the store is away", new IllegalStateException());
        };
        Signer signer = signer(Calls.registryOf(call), away, audit, Calls.believed());
        check(List.of(), ProblemCode.UNAVAILABLE, signer, stored());
    }

    private void aboutTheCaller() {
        ClockReference wrong = new ClockReference("other", () -> clock.instant().plusSeconds(3_600));
        ClockWatch off = new ClockWatch(clock, System::nanoTime, List.of(wrong), ClockLimits.defaults());
        off.look();
        add(
                Gate.CLOCK,
                ProblemCode.UNAVAILABLE,
                signer(Calls.registryOf(call), nothingStored(), audit, off),
                sent(DIGEST));
        IdentityRegistry nobody = IdentityRegistry.of(identity -> Optional.empty());
        add(Gate.CALLER, ProblemCode.IDENTITY_UNKNOWN, signer(nobody), sent(DIGEST));
        add(
                Gate.PREDICATE,
                ProblemCode.PREDICATE_NOT_ALLOWED,
                allowing(new Allowance(Optional.of(Set.of("https://other.example/v1")), Optional.empty())),
                document(Envelope.IN_TOTO, statement(DIGEST)));
    }

    private void aboutTheStatement() {
        ProducerRule rule = new ProducerRule(
                PredicateTypes.SLSA_PROVENANCE,
                "https://other.example/v1",
                Set.of(new KeyId(OTHER)),
                Set.of(),
                Optional.empty(),
                Set.of());
        ProducerGate producers = new ProducerGate(
                List.of(rule),
                new MemoryAttestations(),
                directory,
                intents,
                TestTimestamps.verifier(TestTimestamps.shared()));
        add(
                Gate.PRODUCER,
                ProblemCode.PRODUCER_MISSING,
                Calls.signer(new SignerPorts(
                        Calls.registryOf(call),
                        nothingStored(),
                        RemoteArtifacts.none(),
                        Optional.of(producers),
                        audit,
                        intents,
                        vault,
                        TestTimestamps.shared())),
                document(Envelope.IN_TOTO, statement(DIGEST)));
        Signer signer = signer(Calls.registryOf(call));
        add(Gate.PAYLOAD, ProblemCode.MEDIA_TYPE, signer, document("text/plain", statement(DIGEST)));
        add(Gate.PAYLOAD, ProblemCode.MALFORMED, signer, document(Envelope.IN_TOTO, Bytes.utf8("{}")));
        add(Gate.PAYLOAD, ProblemCode.DIGEST_MISMATCH, signer, document(Envelope.IN_TOTO, statement(OTHER)));
    }

    private void aboutTheArtifact() {
        Signer signer = signer(Calls.registryOf(call));
        add(
                Gate.SIZE,
                ProblemCode.TOO_LARGE,
                new Signer(
                        ports(Calls.registryOf(call), nothingStored(), audit),
                        Limits.defaults().withArtifact(ARTIFACT.size() - 1L),
                        Calls.believed(),
                        SignatureChecker.standard()),
                sent(DIGEST));
        add(Gate.ARTIFACT, ProblemCode.DIGEST_MISMATCH, signer, sent(OTHER));
        for (ProblemCode code :
                List.of(ProblemCode.ARTIFACT_UNAVAILABLE, ProblemCode.SOURCE_NOT_ALLOWED, ProblemCode.INTEGRITY)) {
            StoredArtifacts refusing = (caller, digest) -> {
                throw new ProblemException(code, "not from here");
            };
            add(Gate.ARTIFACT, code, signer(Calls.registryOf(call), refusing, audit, Calls.believed()), stored());
        }
    }

    private void aboutTheKey() {
        Signer signer = signer(Calls.registryOf(call));
        add(
                Gate.KEY,
                ProblemCode.KEY_NOT_ALLOWED,
                allowing(new Allowance(Optional.empty(), Optional.of(Set.of(new KeyId(OTHER))))),
                sent(DIGEST));
        SignRequest first = sent(DIGEST);
        signer.sign(call, first);
        add(Gate.REQUEST, ProblemCode.IDEMPOTENCY_CONFLICT, signer, document(first.key(), statement(DIGEST)));
        IntentLog withdrawing = new IntentLog() {
            @Override
            public Intent open(Call caller, Asked asked) {
                KeyId active = directory.list(call).getLast().key().id();
                directory.change(call, active, KeyState.TAINTED, Calls.word(call));
                return intents.open(caller, asked);
            }

            @Override
            public Settlement settle(Call caller, Intent intent, StampedSignature signature) {
                return intents.settle(caller, intent, signature);
            }

            @Override
            public Set<ServiceIdentity> askedBy(Call caller, KeyId key, Digest toBeSigned, SignatureBytes signature) {
                return intents.askedBy(caller, key, toBeSigned, signature);
            }

            @Override
            public int abandon(Call caller, Instant time) {
                return intents.abandon(caller, time);
            }
        };
        add(
                Gate.KEY_STATE,
                ProblemCode.UNAVAILABLE,
                Calls.signer(new SignerPorts(
                        Calls.registryOf(call),
                        nothingStored(),
                        RemoteArtifacts.none(),
                        Optional.empty(),
                        audit,
                        withdrawing,
                        vault,
                        TestTimestamps.shared())),
                sent(DIGEST));
    }

    private void add(Gate gate, ProblemCode code, Signer signer, SignRequest request) {
        cases.add(new Case(gate, code, signer, request));
    }

    private void check(List<String> wrong, Case one) {
        String active = directory.list(call).getLast().key().id().hex();
        String key = one.gate() == Gate.KEY_STATE ? "" : "\"key\":\"" + active + "\",";
        String row = one.request().artifact() + " " + call.caller().identity() + " {\"code\":\""
                + one.code().code() + "\",\"gate\":\"" + one.gate().wire() + "\"," + key + "\"request\":\""
                + one.request().key() + "\"}";
        try {
            check(List.of(row), one.code(), one.signer(), one.request());
        } catch (AssertionError failed) {
            wrong.add(one.gate() + " " + one.code() + ": " + failed.getMessage());
        }
    }

    private void check(List<String> rows, ProblemCode code, Signer signer, SignRequest request) {
        int uses = vault.signCalls();
        List<String> before = refusals();
        List<String> others = others();
        RuntimeException refused = catchThrowableOfType(RuntimeException.class, () -> signer.sign(call, request));
        assertThat(code(refused)).isEqualTo(code);
        List<String> after = refusals();
        assertThat(after.subList(before.size(), after.size())).isEqualTo(rows);
        assertThat(others()).as("intents and other records").isEqualTo(others);
        assertThat(vault.signCalls()).as("uses of a key").isEqualTo(uses);
    }

    private static ProblemCode code(RuntimeException refused) {
        return switch (refused) {
            case ProblemException problem -> problem.code();
            case MalformedException ignored -> ProblemCode.MALFORMED;
            default -> throw refused;
        };
    }

    private List<String> refusals() {
        return rows(
                "select target || ' ' || actor || ' ' || detail from audit where action = 'sign.refused' order by id");
    }

    private List<String> others() {
        return rows("select action from audit where action like 'sign.%' and action <> 'sign.refused'"
                + " union all select state from intent order by 1");
    }

    private List<String> rows(String query) {
        return DATABASE.database()
                .inTenant(
                        call.tenant(),
                        handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private Signer signer(IdentityRegistry identities) {
        return signer(identities, nothingStored(), audit, Calls.believed());
    }

    private Signer signer(IdentityRegistry identities, StoredArtifacts stored, RefusalLog log, ClockWatch watch) {
        return new Signer(ports(identities, stored, log), Limits.defaults(), watch, SignatureChecker.standard());
    }

    private SignerPorts ports(IdentityRegistry identities, StoredArtifacts stored, RefusalLog log) {
        return new SignerPorts(
                identities,
                stored,
                RemoteArtifacts.none(),
                Optional.empty(),
                log,
                intents,
                vault,
                TestTimestamps.shared());
    }

    private Signer allowing(Allowance allowance) {
        Caller caller = call.caller();
        Caller narrow = new Caller(caller.tenant(), caller.identity(), caller.role(), allowance);
        return signer(IdentityRegistry.of(identity -> Optional.of(narrow)));
    }

    private static StoredArtifacts nothingStored() {
        return (caller, digest) -> {
            throw new ProblemException(ProblemCode.ARTIFACT_UNAVAILABLE, "nothing is stored");
        };
    }

    private static SignRequest sent(Digest digest) {
        return new SignRequest(
                Calls.newKey(), digest, new ArtifactInput.Streamed(ARTIFACT.open()), new Content.ArtifactMessage());
    }

    private static SignRequest stored() {
        return new SignRequest(Calls.newKey(), DIGEST, new ArtifactInput.Stored(), new Content.ArtifactMessage());
    }

    private static SignRequest document(String type, Bytes payload) {
        return document(Calls.newKey(), type, payload);
    }

    private static SignRequest document(IdempotencyKey key, Bytes payload) {
        return document(key, Envelope.IN_TOTO, payload);
    }

    private static SignRequest document(IdempotencyKey key, String type, Bytes payload) {
        return new SignRequest(
                key, DIGEST, new ArtifactInput.Streamed(ARTIFACT.open()), new Content.DssePayload(type, payload));
    }

    private static Bytes statement(Digest subject) {
        return new Statement(List.of(new Subject("artifact", subject)), PredicateTypes.SLSA_PROVENANCE, Json.object())
                .encode()
                .bytes();
    }
}
