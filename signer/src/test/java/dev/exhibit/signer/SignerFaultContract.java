package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Every call to a port, failing in every way: a retry gives one signature, and a further one the same bytes. Which calls
 * there are is learned from a run without a fault.
 */
abstract class SignerFaultContract {
    private static final Bytes ARTIFACT = Bytes.utf8("the artifact");
    private static final Digest DIGEST = Hashing.of(ARTIFACT);

    /** The ports that survive a crash. */
    protected abstract Ports ports();

    @Test
    void everyFaultWhileSigningIsHealedByARetry() {
        List<String> wrong = new ArrayList<>();
        int places = places(this::signOnce);
        assertThat(places).as("stored artifact, A, vault, timestamps, A2").isEqualTo(5);
        for (Faults.Kind kind : Faults.Kind.values()) {
            for (int place = 0; place < places; place++) {
                check(wrong, kind, place);
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** What others may do while one call to a port takes its time. */
    private enum Meanwhile {
        /** The same request, sent again, is done. */
        DONE_BY_ANOTHER {
            @Override
            void happen(World world, SignRequest request) {
                world.signer(new Faults()).sign(world.call, request);
            }
        },
        /** The request's time is over. */
        TIME_OVER {
            @Override
            void happen(World world, SignRequest request) {
                world.ports.intents().abandon(world.call, Instant.now().plusSeconds(3600));
            }
        },
        /** The key is rotated away. */
        ROTATED {
            @Override
            void happen(World world, SignRequest request) {
                Calls.rotate(world.call, world.ports.keys(), world.vault);
            }
        },
        /** The key is revoked, and another one made active. */
        REVOKED {
            @Override
            void happen(World world, SignRequest request) {
                KeyRecord active = world.keys(new Faults()).ensureActive(world.call);
                world.ports.keys().change(world.call, active.key().id(), KeyState.REVOKED, Calls.word(world.call));
                Calls.rotate(world.call, world.ports.keys(), world.vault);
            }
        };

        abstract void happen(World world, SignRequest request);
    }

    @Test
    void whateverHappensWhileAStepIsSlowThereIsOneSignature() {
        List<String> wrong = new ArrayList<>();
        int places = places(this::signOnce);
        for (Meanwhile meanwhile : Meanwhile.values()) {
            for (int place = 0; place < places; place++) {
                World world = new World(ports());
                world.keys(new Faults()).ensureActive(world.call);
                SignRequest request = world.request();
                Faults faults = new Faults();
                faults.meanwhile(() -> meanwhile.happen(world, request));
                faults.failAt(place, Faults.Kind.SLOW);
                List<Signed> answers = new ArrayList<>();
                attempt(() -> answers.add(world.signer(faults).sign(world.call, request)));
                answers.add(world.signer(new Faults()).sign(world.call, request));
                answers.add(world.signer(new Faults()).sign(world.call, request));
                answers.getLast().key().verify(DIGEST, answers.getLast().signature());
                boolean kept = answers.size() == 3 || meanwhile == Meanwhile.TIME_OVER;
                if (answers.stream().distinct().count() != 1 || !kept || !isOfAKeyOfItsTime(world, answers)) {
                    wrong.add(meanwhile + " at " + place + ": " + answers);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A key that was revoked before the signature was stored has none. */
    private static boolean isOfAKeyOfItsTime(World world, List<Signed> answers) {
        return world.ports.keys().list(world.call).stream()
                .filter(key -> key.key().equals(answers.getLast().key()))
                .allMatch(KeyRecord::isTrusted);
    }

    @Test
    void everyFaultWhileMakingTheFirstKeyIsHealedByARetry() {
        List<String> wrong = new ArrayList<>();
        int places = places((world, faults) -> world.keys(faults).ensureActive(world.call));
        assertThat(places).as("list, create, prepare, activate").isEqualTo(4);
        for (Faults.Kind kind : Faults.Kind.values()) {
            for (int place = 0; place < places; place++) {
                World world = new World(ports());
                Faults faults = new Faults();
                faults.failAt(place, kind);
                attempt(() -> world.keys(faults).ensureActive(world.call));
                KeyRecord active = world.keys(new Faults()).ensureActive(world.call);
                List<KeyRecord> keys = world.ports.keys().list(world.call);
                if (active.state() != KeyState.ACTIVE || !keys.equals(List.of(active))) {
                    wrong.add(kind + " at " + place + ": " + keys);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private void check(List<String> wrong, Faults.Kind kind, int place) {
        World world = new World(ports());
        world.keys(new Faults()).ensureActive(world.call);
        SignRequest request = world.request();
        Faults faults = new Faults();
        faults.failAt(place, kind);
        boolean failed = attempt(() -> world.signer(faults).sign(world.call, request));
        Signed retry = world.signer(new Faults()).sign(world.call, request);
        Signed again = world.signer(new Faults()).sign(world.call, request);
        retry.key().verify(DIGEST, retry.signature());
        if (failed == (kind == Faults.Kind.SLOW) || !retry.equals(again)) {
            wrong.add(kind + " at " + place + ": failed " + failed + ", " + retry + " then " + again);
        }
    }

    private void signOnce(World world, Faults faults) {
        world.keys(new Faults()).ensureActive(world.call);
        world.signer(faults).sign(world.call, world.request());
    }

    private interface Run {
        void with(World world, Faults faults);
    }

    private int places(Run run) {
        Faults none = new Faults();
        run.with(new World(ports()), none);
        return none.calls();
    }

    private static boolean attempt(Runnable act) {
        try {
            act.run();
            return false;
        } catch (ProblemException | VaultUnavailableException | Faults.Crash expected) {
            return true;
        }
    }

    /** One tenant with its vault and artifact; signers come and go. */
    private static final class World {
        private final Call call = Calls.newTenant();
        private final MemoryVault vault = new MemoryVault();
        private final MemoryStoredArtifacts artifacts = new MemoryStoredArtifacts();
        private final Ports ports;

        World(Ports ports) {
            this.ports = ports;
            artifacts.put(call, DIGEST, ARTIFACT);
        }

        SignRequest request() {
            return new SignRequest(Calls.newKey(), DIGEST, new ArtifactInput.Stored(), new Content.ArtifactMessage());
        }

        SigningKeys keys(Faults faults) {
            FaultyPorts faulty = new FaultyPorts(faults);
            return new SigningKeys(faulty.around(ports.keys()), faulty.around(vault));
        }

        Signer signer(Faults faults) {
            FaultyPorts faulty = new FaultyPorts(faults);
            return Calls.signer(new SignerPorts(
                    Calls.registryOf(call),
                    faulty.around(artifacts),
                    RemoteArtifacts.none(),
                    Optional.empty(),
                    new MemoryRefusalLog(),
                    faulty.around(ports.intents()),
                    faulty.around(vault),
                    faulty.around(TestTimestamps.shared())));
        }
    }
}
