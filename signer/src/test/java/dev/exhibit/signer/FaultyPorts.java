package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The signer's ports, failing as {@link Faults} decides.
 *
 * @param faults decides
 */
public record FaultyPorts(Faults faults) {
    private static ProblemException unavailable() {
        return new ProblemException(ProblemCode.UNAVAILABLE, "scripted failure");
    }

    public IntentLog around(IntentLog inner) {
        return new IntentLog() {
            @Override
            public Intent open(Call call, Asked asked) {
                return faults.call(() -> inner.open(call, asked), FaultyPorts::unavailable);
            }

            @Override
            public Settlement settle(Call call, Intent intent, SignatureBytes signature) {
                return faults.call(() -> inner.settle(call, intent, signature), FaultyPorts::unavailable);
            }

            @Override
            public int abandon(Call call, Instant time) {
                return faults.call(() -> inner.abandon(call, time), FaultyPorts::unavailable);
            }
        };
    }

    public KeyDirectory around(KeyDirectory inner) {
        return new KeyDirectory() {
            @Override
            public List<KeyRecord> list(Call call) {
                return faults.call(() -> inner.list(call), FaultyPorts::unavailable);
            }

            @Override
            public KeyRecord prepare(Call call, VerificationKey key) {
                return faults.call(() -> inner.prepare(call, key), FaultyPorts::unavailable);
            }

            @Override
            public KeyRecord change(Call call, KeyId key, KeyState state) {
                return faults.call(() -> inner.change(call, key, state), FaultyPorts::unavailable);
            }
        };
    }

    public StoredArtifacts around(StoredArtifacts inner) {
        return new StoredArtifacts() {
            @Override
            public InputStream open(Call call, Digest digest) {
                return faults.call(() -> inner.open(call, digest), FaultyPorts::unavailable);
            }
        };
    }

    public Vault around(Vault inner) {
        return new Vault() {
            @Override
            public VerificationKey create() {
                return faults.call(inner::create, FaultyPorts::locked);
            }

            @Override
            public Optional<VerificationKey> find(KeyId key) {
                return faults.call(() -> inner.find(key), FaultyPorts::locked);
            }

            @Override
            public SignatureBytes sign(SigningPermit permit) {
                return faults.call(() -> inner.sign(permit), FaultyPorts::locked);
            }

            @Override
            public void destroy(KeyId key) {
                faults.call(
                        () -> {
                            inner.destroy(key);
                            return key;
                        },
                        FaultyPorts::locked);
            }
        };
    }

    private static VaultUnavailableException locked() {
        return new VaultUnavailableException("scripted failure");
    }
}
