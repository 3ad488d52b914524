package dev.exhibit.attestor;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.MemoryVault;
import dev.exhibit.crypto.vault.SigningPermit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Signs with a real key, once for each idempotency key, after hashing what is uploaded. */
final class FakeSigner implements SigningPort {
    private final MemoryVault vault;
    private final VerificationKey key;
    private final FakeEvidence stored;
    private final Map<String, SignatureBytes> signatures = new ConcurrentHashMap<>();
    private final Map<String, List<Bytes>> stamps = new ConcurrentHashMap<>();
    final Set<String> accepted = ConcurrentHashMap.newKeySet();
    boolean signsSomethingElse;
    volatile boolean timestampsAreOut;
    final List<Call> calls = new CopyOnWriteArrayList<>();
    Function<SignatureBytes, List<Bytes>> stamp = signature -> List.of();

    FakeSigner(MemoryVault vault, FakeEvidence stored) {
        this.vault = vault;
        this.key = vault.create();
        this.stored = stored;
    }

    /** The one signature under this key. */
    SignatureBytes signatureOf(String key) {
        return Objects.requireNonNull(signatures.get(key));
    }

    VerificationKey key() {
        return key;
    }

    @Override
    public void accept(Call call, Order order) {
        if (stored.artifact(order.artifact()).equals(order.artifact())) {
            accepted.add(order.key().value());
        }
    }

    @Override
    public SigningPort forOneCall() {
        return this;
    }

    @Override
    public Signed sign(Call call, Order order) {
        calls.add(call);
        accepted.add(order.key().value());
        if (timestampsAreOut) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "no timestamps, so nothing was signed");
        }
        Digest found = switch (order.source()) {
            case ArtifactInput.Uploaded upload -> Hashing.of(upload.bytes()).digest();
            case ArtifactInput.Stored ignored -> stored.artifact(order.artifact());
            case ArtifactInput.Remote ignored -> order.artifact();
        };
        if (!found.equals(order.artifact())) {
            throw new ProblemException(ProblemCode.DIGEST_MISMATCH, "found " + found);
        }
        Digest wanted = Envelope.signedDigest(order.payloadType(), order.payload());
        Digest actual = signsSomethingElse ? Hashing.of(wanted.bytes()) : wanted;
        SignatureBytes signature = signatures.computeIfAbsent(
                order.key().value(),
                fresh -> vault.sign(new SigningPermit(UUID.nameUUIDFromBytes(new byte[] {1}), key.id(), actual)));
        List<Bytes> timestamps = stamps.computeIfAbsent(order.key().value(), fresh -> stamp.apply(signature));
        return new Signed(
                signature, key, timestamps, order.source() instanceof ArtifactInput.Remote ? "oci-manifest" : "bytes");
    }
}
