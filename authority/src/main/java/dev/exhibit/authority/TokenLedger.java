package dev.exhibit.authority;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import java.time.Instant;

/**
 * What was issued, refused and revoked.
 *
 * <p>Contract, held by {@code TokenLedgerContract} for every implementation: each write is one transaction with its audit
 * record, durable when the method returns; {@code unavailable} may mean written or not, and every write may be repeated.
 * What is revoked is revoked on every replica from then on, until its token has expired. Tenants do not see each other's.
 * Thread-safe.
 */
public interface TokenLedger {
    /** Records a token before it is given out. */
    void issued(Call call, IssuedToken.Facts token);

    /**
     * Records that nothing was given out.
     *
     * @param client whom the request named, as far as that could be an id
     */
    void refused(Call call, String client, OAuthException refusal);

    /** Revokes a token of the caller's tenant; once more is as good as once. */
    void revoke(Call call, String token, Instant expires);

    /** Whether a token was revoked; what has expired may be forgotten. */
    boolean isRevoked(TenantId tenant, String token);
}
