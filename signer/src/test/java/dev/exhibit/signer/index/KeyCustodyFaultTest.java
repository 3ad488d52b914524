package dev.exhibit.signer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.signer.Calls;
import dev.exhibit.signer.Faults;
import dev.exhibit.signer.FaultyPorts;
import dev.exhibit.signer.KeyChange;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.KeyState;
import dev.exhibit.signer.SigningKeys;
import dev.exhibit.signer.custody.KeyAct;
import dev.exhibit.signer.custody.KeyCustody;
import dev.exhibit.signer.custody.KeyOrder;
import dev.exhibit.signer.custody.KeyProposal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every call to a port while a key is ordered about, failing in every way: asked again, it is done, once, and recorded. */
class KeyCustodyFaultTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(SignerAudit.ROOM);

    @Test
    void everyFaultOfOneWhoIsEnoughIsHealedByAskingAgain() {
        List<String> wrong = new ArrayList<>();
        for (KeyAct act : KeyAct.values()) {
            everyFault(wrong, act, Set.of());
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyFaultOfTwoIsHealedByAskingAgain() {
        List<String> wrong = new ArrayList<>();
        for (KeyAct act : KeyAct.values()) {
            everyFault(wrong, act, EnumSet.of(act));
        }
        assertThat(wrong).isEmpty();
    }

    private static void everyFault(List<String> wrong, KeyAct act, Set<KeyAct> needTwo) {
        World clean = new World(act, needTwo);
        Faults none = new Faults();
        clean.run(none);
        assertThat(none.calls()).as(act.wire()).isGreaterThanOrEqualTo(2);
        check(wrong, clean, act + " without a fault");
        for (Faults.Kind kind : Faults.Kind.values()) {
            for (int place = 0; place < none.calls(); place++) {
                World world = new World(act, needTwo);
                Faults faults = new Faults();
                faults.failAt(place, kind);
                world.run(faults);
                world.restart();
                world.run(new Faults());
                check(wrong, world, act + ", " + kind + " at " + place + ", two " + !needTwo.isEmpty());
            }
        }
    }

    private static void check(List<String> wrong, World world, String run) {
        List<KeyRecord> keys = world.directory.list(world.custodian);
        long done = keys.stream()
                .filter(key -> key.state() == world.act.state())
                .filter(key -> world.act == KeyAct.PREPARE || key.key().id().equals(world.key.orElseThrow()))
                .count();
        if (done != 1 || !world.proposed().isEmpty() || !keys.stream().allMatch(world::isSound)) {
            wrong.add(run + ": " + keys + ", waiting " + world.proposed());
        }
    }

    /** A tenant with a key in the state that the act begins at. */
    private static final class World {
        private final KeyAct act;
        private final Set<KeyAct> needTwo;
        private final Call custodian = Calls.newTenant();
        private final Call operator = operator(custodian);
        private final MemoryVault vault = new MemoryVault();
        private final PostgresKeyDirectory directory =
                new PostgresKeyDirectory(DATABASE.database(), InstantSource.system());
        private final PostgresKeyProposals proposals =
                new PostgresKeyProposals(DATABASE.database(), InstantSource.system(), UUID::randomUUID);
        private final Optional<KeyId> key;
        private final IdempotencyKey name = Calls.newKey();

        World(KeyAct act, Set<KeyAct> needTwo) {
            this.act = act;
            this.needTwo = needTwo;
            this.key = switch (act) {
                case PREPARE -> Optional.empty();
                case ACTIVATE -> {
                    Calls.rotate(custodian, directory, vault);
                    yield Optional.of(prepared());
                }
                case TAINT, REVOKE ->
                    Optional.of(Calls.rotate(custodian, directory, vault).key().id());
                case DESTROY -> Optional.of(prepared());
            };
        }

        private KeyId prepared() {
            return directory
                    .prepare(custodian, vault.create(), Calls.word(custodian))
                    .key()
                    .id();
        }

        /** Asks, and has it approved if it waits; what went wrong is for the next run. */
        void run(Faults faults) {
            FaultyPorts faulty = new FaultyPorts(faults);
            KeyCustody custody = new KeyCustody(
                    faulty.around(directory),
                    faulty.around(proposals),
                    faulty.around(vault),
                    IdentityRegistry.of(
                            identity -> Optional.of(new Caller(custodian.tenant(), identity, Role.KEY_CUSTODIAN))),
                    InstantSource.system(),
                    needTwo);
            try {
                custody.order(
                        custodian,
                        new KeyOrder(
                                act,
                                key,
                                "for the test",
                                Optional.empty(),
                                Optional.of(name).filter(ignored -> act == KeyAct.PREPARE)));
            } catch (ProblemException refused) {
                if (refused.code() == ProblemCode.NEEDS_SECOND_APPROVAL) {
                    approve(custody);
                }
            } catch (Faults.Crash crashed) {
                // The next run is another process.
            }
        }

        private void approve(KeyCustody custody) {
            try {
                for (KeyProposal waiting : proposed()) {
                    custody.approve(operator, waiting.id());
                }
            } catch (ProblemException | Faults.Crash failed) {
                // The next run asks again.
            }
        }

        void restart() {
            new SigningKeys(directory, vault).finishDestruction(custodian);
        }

        List<KeyProposal> proposed() {
            return proposals.list(custodian);
        }

        /** Its history is whole and names who it takes; its private half is there unless it is destroyed. */
        boolean isSound(KeyRecord record) {
            List<KeyChange> history = directory.history(custodian, record.key().id());
            boolean whole =
                    history.size() == record.epoch() && history.getLast().state() == record.state();
            boolean byTwo = history.stream()
                    .filter(change -> change.reason().equals("for the test"))
                    .allMatch(change -> change.approvedBy().isPresent() == !needTwo.isEmpty());
            boolean there = vault.find(record.key().id()).isPresent();
            return whole && byTwo && there == (record.state() != KeyState.DESTROYED);
        }

        private static Call operator(Call custodian) {
            ServiceIdentity other = new ServiceIdentity(custodian.caller().identity() + "/operator");
            return new Call(new Caller(custodian.tenant(), other, Role.OPERATOR), custodian.correlation());
        }
    }
}
