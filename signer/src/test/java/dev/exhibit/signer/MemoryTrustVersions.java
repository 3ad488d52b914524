package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.signer.root.TrustVersion;
import dev.exhibit.signer.root.TrustVersions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link TrustVersions} in memory. */
public final class MemoryTrustVersions implements TrustVersions {
    private final Map<TenantId, List<TrustVersion>> all = new HashMap<>();

    @Override
    public synchronized Optional<TrustVersion> newest(Call call) {
        List<TrustVersion> known = of(call);
        return known.isEmpty() ? Optional.empty() : Optional.of(known.getLast());
    }

    @Override
    public synchronized Optional<TrustVersion> published(Call call) {
        return of(call).reversed().stream()
                .filter(version -> version.envelope().isPresent())
                .findFirst();
    }

    @Override
    public synchronized Optional<TrustVersion> find(Call call, long number) {
        return of(call).stream().filter(version -> version.number() == number).findFirst();
    }

    @Override
    public synchronized boolean add(Call call, TrustVersion next) {
        return next.number() == of(call).size() + 1L && of(call).add(next);
    }

    @Override
    public synchronized boolean publish(Call call, long number, Bytes envelope) {
        Optional<TrustVersion> found = find(call, number);
        long highest = published(call).map(TrustVersion::number).orElse(0L);
        if (found.isPresent() && found.get().envelope().isEmpty() && number > highest) {
            of(call).set((int) number - 1, found.get().with(envelope));
            return true;
        }
        return found.flatMap(TrustVersion::envelope).map(envelope::equals).orElse(false);
    }

    private List<TrustVersion> of(Call call) {
        return all.computeIfAbsent(call.tenant(), unknown -> new ArrayList<>());
    }
}
