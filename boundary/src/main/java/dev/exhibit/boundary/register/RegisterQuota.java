package dev.exhibit.boundary.register;

import dev.exhibit.boundary.entitlement.Quotas;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets changes of the register through that the quotas have room for. What is in use already needs none, so repeating
 * does no harm; what was taken out of use counts no more. One change at a time: two at once do not both get the last place
 * here. Thread-safe.
 */
final class RegisterQuota {
    private static final int PAGE = 500;

    private final Register register;
    private final Quotas quotas;
    private final ReentrantLock lock = new ReentrantLock();

    RegisterQuota(Register register, Quotas quotas) {
        this.register = register;
        this.quotas = quotas;
    }

    /**
     * Does {@code change}, which takes a tenant into use with these clients.
     *
     * @param within of that tenant
     * @throws dev.exhibit.boundary.problem.ProblemException {@code quota_exceeded}; then nothing was done
     */
    void tenant(Call within, Collection<String> clients, Runnable change) {
        counted(
                () -> {
                    demandTenant(within.tenant());
                    demandClients(within, clients);
                },
                change);
    }

    /**
     * Does {@code change}, which takes a client of the caller's tenant into use.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code quota_exceeded}; then nothing was done
     */
    void client(Call call, String client, Runnable change) {
        counted(() -> demandClients(call, List.of(client)), change);
    }

    private void counted(Runnable demand, Runnable change) {
        if (!quotas.inForce()) {
            change.run();
            return;
        }
        lock.lock();
        try {
            demand.run();
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void demandTenant(TenantId tenant) {
        List<TenantId> inUse = register.tenants().stream()
                .filter(RegisteredTenant::enabled)
                .map(RegisteredTenant::id)
                .toList();
        if (!inUse.contains(tenant)) {
            quotas.demandTenant(inUse.size());
        }
    }

    private void demandClients(Call call, Collection<String> wanted) {
        Set<String> newcomers = new HashSet<>(wanted);
        int inUse = 0;
        String after = "";
        List<RegisteredClient> page;
        do {
            page = register.clients(call, after, PAGE);
            List<String> enabled = page.stream()
                    .filter(RegisteredClient::enabled)
                    .map(RegisteredClient::id)
                    .toList();
            inUse += enabled.size();
            newcomers.removeAll(enabled);
            after = page.isEmpty() ? after : page.getLast().id();
        } while (page.size() == PAGE);
        if (!newcomers.isEmpty()) {
            quotas.demandClients(call.tenant(), inUse + newcomers.size());
        }
    }
}
