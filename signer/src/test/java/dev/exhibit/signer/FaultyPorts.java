package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import dev.exhibit.signer.custody.KeyOrder;
import dev.exhibit.signer.custody.KeyProposal;
import dev.exhibit.signer.custody.KeyProposals;
import dev.exhibit.signer.custody.KeyRefusal;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

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
            public Settlement settle(Call call, Intent intent, StampedSignature signature) {
                return faults.call(() -> inner.settle(call, intent, signature), FaultyPorts::unavailable);
            }

            @Override
            public Set<ServiceIdentity> askedBy(Call call, KeyId key, Digest toBeSigned, SignatureBytes signature) {
                return faults.call(() -> inner.askedBy(call, key, toBeSigned, signature), FaultyPorts::unavailable);
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
            public List<KeyChange> history(Call call, KeyId key) {
                return faults.call(() -> inner.history(call, key), FaultyPorts::unavailable);
            }

            @Override
            public Optional<KeyAnswer> answered(Call call, String name) {
                return faults.call(() -> inner.answered(call, name), FaultyPorts::unavailable);
            }

            @Override
            public KeyRecord prepare(Call call, VerificationKey key, Mandate mandate) {
                return faults.call(() -> inner.prepare(call, key, mandate), FaultyPorts::unavailable);
            }

            @Override
            public KeyRecord change(Call call, KeyId key, KeyState state, Mandate mandate) {
                return faults.call(() -> inner.change(call, key, state, mandate), FaultyPorts::unavailable);
            }

            @Override
            public KeyRecord rotate(Call call, KeyId key, Mandate mandate) {
                return faults.call(() -> inner.rotate(call, key, mandate), FaultyPorts::unavailable);
            }
        };
    }

    public KeyProposals around(KeyProposals inner) {
        return new KeyProposals() {
            @Override
            public Proposed propose(Call call, KeyOrder order) {
                return faults.call(() -> inner.propose(call, order), FaultyPorts::unavailable);
            }

            @Override
            public List<KeyProposal> list(Call call) {
                return faults.call(() -> inner.list(call), FaultyPorts::unavailable);
            }

            @Override
            public Optional<KeyProposal> find(Call call, UUID id) {
                return faults.call(() -> inner.find(call, id), FaultyPorts::unavailable);
            }

            @Override
            public void refuse(Call call, KeyRefusal refusal) {
                faults.call(
                        () -> {
                            inner.refuse(call, refusal);
                            return refusal;
                        },
                        FaultyPorts::unavailable);
            }

            @Override
            public boolean withdraw(Call call, UUID id) {
                return faults.call(() -> inner.withdraw(call, id), FaultyPorts::unavailable);
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

    public Timestamps around(Timestamps inner) {
        return new Timestamps() {
            @Override
            public List<Bytes> stamp(SignatureBytes signature) {
                return faults.call(() -> inner.stamp(signature), FaultyPorts::unavailable);
            }

            @Override
            public TrustRoot trust() {
                return inner.trust();
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
