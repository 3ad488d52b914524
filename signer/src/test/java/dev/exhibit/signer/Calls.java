package dev.exhibit.signer;

import dev.exhibit.boundary.ClockLimits;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.clock.ClockWatch;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.Vault;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers and names for tests; each tenant and key is given once, so that tests do not meet in one database. */
public final class Calls {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private Calls() {}

    /** A pipeline of a tenant that nobody else has. */
    public static Call newTenant() {
        TenantId tenant = new TenantId("tenant-" + NUMBER.incrementAndGet());
        ServiceIdentity identity = new ServiceIdentity("spiffe://test/" + tenant + "/pipeline");
        return new Call(new Caller(tenant, identity, Role.PIPELINE), new CorrelationId("signer-tests"));
    }

    /** Another pipeline of the same tenant. */
    public static Call sameTenant(Call call, String name) {
        ServiceIdentity identity = new ServiceIdentity("spiffe://test/" + call.tenant() + "/" + name);
        return new Call(new Caller(call.tenant(), identity, Role.PIPELINE), call.correlation());
    }

    public static IdempotencyKey newKey() {
        return new IdempotencyKey("request-" + NUMBER.incrementAndGet());
    }

    /** The caller's own wish to change a key. */
    public static Mandate word(Call call) {
        return Mandate.own(call, "a test wants it");
    }

    /** Makes a new key the active one. */
    public static KeyRecord rotate(Call call, KeyDirectory keys, Vault vault) {
        VerificationKey next = vault.create();
        keys.prepare(call, next, word(call));
        return keys.rotate(call, next.id(), word(call));
    }

    /** Knows the caller of {@code call} and nobody else. */
    public static IdentityRegistry registryOf(Call call) {
        return IdentityRegistry.of(identity ->
                Optional.of(call.caller()).filter(caller -> caller.identity().equals(identity)));
    }

    /** What a signer needs that fetches nothing and knows the caller of {@code call} and nobody else. */
    public static SignerPorts ports(Call call, StoredArtifacts stored, IntentLog intents, Vault vault) {
        return new SignerPorts(
                registryOf(call),
                stored,
                RemoteArtifacts.none(),
                Optional.empty(),
                new MemoryRefusalLog(),
                intents,
                vault,
                TestTimestamps.shared());
    }

    /** A signer on {@code ports} with the limits of the service. */
    public static Signer signer(SignerPorts ports) {
        return new Signer(ports, Limits.defaults(), believed(), SignatureChecker.standard());
    }

    /** A clock that nobody doubts. */
    public static ClockWatch believed() {
        return new ClockWatch(InstantSource.system(), System::nanoTime, List.of(), ClockLimits.defaults());
    }
}
