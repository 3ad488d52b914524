package dev.exhibit.authority;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.CorrelationId;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Finds out which client asks, and records who is refused. Thread-safe.
 *
 * @param own the authority's own calls: whose tenant a refusal would be about is not known, so it is recorded as its own
 */
record RecordedAuthentication(ClientAuthentication authentication, TokenLedger ledger, Supplier<Call> own) {
    /** @throws OAuthException as {@link ClientAuthentication#authenticate} does */
    ClientAuthentication.Proven authenticate(ClientCredentials credentials, CorrelationId correlation, Instant now) {
        try {
            return authentication.authenticate(credentials, correlation, now);
        } catch (OAuthException refused) {
            if (refused.error() != OAuthError.TEMPORARILY_UNAVAILABLE) {
                Call call = new Call(own.get().caller(), correlation);
                ledger.refused(call, authentication.named(credentials), refused);
            }
            throw refused;
        }
    }
}
