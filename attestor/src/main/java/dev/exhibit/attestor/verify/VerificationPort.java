package dev.exhibit.attestor.verify;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustRoot;
import java.util.List;

/** The way to what verification rests on. Each answer is of now, and of the caller's own tenant. */
public interface VerificationPort {
    /** Whom the tenant's customers believe. */
    TrustRoot root(Call call);

    /** The tenant's signing keys that were never revoked, oldest first. */
    List<VerificationKey> keys(Call call);

    /**
     * The bytes of a stored bundle of at most {@code most} bytes.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found}, {@code integrity}, {@code too_large}, {@code
     *     unavailable}
     */
    Bytes bundle(Call call, Digest digest, long most);
}
