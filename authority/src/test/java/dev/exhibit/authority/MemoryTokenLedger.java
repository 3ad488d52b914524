package dev.exhibit.authority;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What was issued, refused and revoked, in memory. */
public final class MemoryTokenLedger implements TokenLedger {
    private final List<String> lines = new ArrayList<>();
    private final Set<Revoked> revoked = new HashSet<>();

    private record Revoked(TenantId tenant, String token) {}

    @Override
    public synchronized void issued(Call call, IssuedToken.Facts token) {
        lines.add(call.tenant() + " issued " + token.client());
    }

    @Override
    public synchronized void refused(Call call, String client, OAuthException refusal) {
        lines.add(call.tenant() + " refused " + client + " " + refusal.error().wire());
    }

    @Override
    public synchronized void revoke(Call call, String token, Instant expires) {
        if (revoked.add(new Revoked(call.tenant(), token))) {
            lines.add(call.tenant() + " revoked " + token);
        }
    }

    @Override
    public synchronized boolean isRevoked(TenantId tenant, String token) {
        return revoked.contains(new Revoked(tenant, token));
    }

    /** What was recorded, a line each. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
