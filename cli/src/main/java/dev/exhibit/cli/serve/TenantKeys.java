package dev.exhibit.cli.serve;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.signer.KeyRecord;
import dev.exhibit.signer.SigningKeys;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the service itself does for the signing keys of its tenants.
 *
 * @param calls the service's own, in a tenant
 * @param report told, in a line each, what a person at the terminal wants to know
 */
record TenantKeys(SigningKeys keys, VaultRoom vault, Function<TenantId, Call> calls, Consumer<String> report) {
    /** A tenant that never had an active key gets its first. */
    void ensure(TenantId tenant) {
        Call call = calls.apply(tenant);
        if (keys.isNew(call)) {
            KeyRecord active = keys.ensureActive(call);
            report.accept("made a signing key for tenant " + tenant + ", ECDSA P-256, "
                    + vault.placeOf(active.key().id()));
        }
    }

    /** What a start puts right. */
    void ensure(Collection<TenantId> tenants) {
        tenants.forEach(this::ensure);
        tenants.forEach(this::finishDestruction);
    }

    /** Another process may have recorded it and died. */
    void finishDestruction(TenantId tenant) {
        keys.finishDestruction(calls.apply(tenant));
    }

    /** Every key of these tenants. */
    List<KeyRecord> of(Collection<TenantId> tenants) {
        return tenants.stream()
                .flatMap(tenant -> keys.list(calls.apply(tenant)).stream())
                .toList();
    }

    /** Also those that are to come and those that signed before: their signatures stand. */
    List<VerificationKey> trusted(TenantId tenant) {
        return keys.list(calls.apply(tenant)).stream()
                .filter(KeyRecord::isTrusted)
                .map(KeyRecord::key)
                .toList();
    }
}
