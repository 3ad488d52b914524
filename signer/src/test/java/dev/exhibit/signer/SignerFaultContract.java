package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.ArrayList;
import java.util.List;
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
        assertThat(places).as("stored artifact, A, vault, A2").isEqualTo(4);
        for (Faults.Kind kind : Faults.Kind.values()) {
            for (int place = 0; place < places; place++) {
                check(wrong, kind, place);
            }
        }
        assertThat(wrong).isEmpty();
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
        if (!failed || !retry.equals(again)) {
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
            return new Signer(
                    Calls.registryOf(call),
                    Limits.defaults(),
                    Calls.believed(),
                    faulty.around(artifacts),
                    faulty.around(ports.intents()),
                    faulty.around(vault),
                    SignatureChecker.standard());
        }
    }
}
