package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SignatureBytes;
import java.time.Instant;
import java.util.Set;

/**
 * Where intents are recorded: decides which of several equal requests signs, and keeps the signature.
 *
 * <p>Contract, held by {@code IntentLogContract} for every implementation: each method is one transaction with its audit
 * record, durable when it returns. When it throws {@code unavailable}, it may have been applied or not; repeating the
 * whole request is the caller's duty and gives the same signature either way. An intent that holds a signature never
 * changes again. Only the caller's own tenant is seen. Thread-safe, also across processes. The signer trusts it to keep
 * what it acknowledged, and checks each signature that it returns.
 */
public interface IntentLog {
    /**
     * What an intent is opened for.
     *
     * @param key the caller's name for the request
     * @param request digest of what is asked
     * @param artifact the artifact
     * @param toBeSigned SHA-256 of the bytes to be signed
     * @param allowance which keys the caller may use
     */
    record Asked(IdempotencyKey key, Digest request, Digest artifact, Digest toBeSigned, Allowance allowance) {}

    /**
     * Step A. Opens an intent with the tenant's active key, or finds the one that an equal request opened before: signed,
     * or still open, or closed as abandoned and now open again. An open one whose key was withdrawn gets the active key.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code idempotency_conflict} if the key belongs to another
     *     request; {@code key_not_allowed} if the caller may not use the active key; {@code unavailable} if the tenant has
     *     none, or the log cannot be used now. Nothing was opened then
     */
    Intent open(Call call, Asked asked);

    /**
     * Step A2. Under a lock of the key's row that any change of the key waits for: stores {@code signature} and its
     * timestamps, which come back with it for ever, if the key is active in the same epoch and the intent is still open.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable} if the log cannot be used now
     */
    Settlement settle(Call call, Intent intent, StampedSignature signature);

    /** Whose requests this very signature was made for; nobody if it was made elsewhere, or before this was recorded. */
    Set<ServiceIdentity> askedBy(Call call, KeyId key, Digest toBeSigned, SignatureBytes signature);

    /** Closes the tenant's intents opened before {@code time} that hold no signature. Returns how many. */
    int abandon(Call call, Instant time);
}
