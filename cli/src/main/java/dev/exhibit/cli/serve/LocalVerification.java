package dev.exhibit.cli.serve;

import dev.exhibit.attestor.verify.VerificationPort;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.signer.KeyRecord;
import java.util.List;
import java.util.function.Function;

/** What verification rests on, in the rooms of the same process. */
record LocalVerification(
        Function<TenantId, TrustRoot> roots, Function<Call, List<KeyRecord>> directory, FetchBlob blobs)
        implements VerificationPort {
    @Override
    public TrustRoot root(Call call) {
        return roots.apply(call.tenant());
    }

    @Override
    public List<VerificationKey> keys(Call call) {
        return directory.apply(call).stream()
                .filter(KeyRecord::isTrusted)
                .map(KeyRecord::key)
                .toList();
    }

    @Override
    public Bytes bundle(Call call, Digest digest, long most) {
        return blobs.get(call, digest).read(most);
    }
}
