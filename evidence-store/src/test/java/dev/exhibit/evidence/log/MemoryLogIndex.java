package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.EntryBundle;
import dev.exhibit.crypto.tlog.MerkleTree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** The fake of the port. */
public final class MemoryLogIndex implements LogIndex {
    private final Map<List<Object>, One> logs = new ConcurrentHashMap<>();
    private final Function<List<Placed>, Optional<Bytes>> end;

    /** @param end makes the last entry of a batch */
    public MemoryLogIndex(Function<List<Placed>, Optional<Bytes>> end) {
        this.end = end;
    }

    /** One log of one tenant. */
    private static final class One {
        private final Map<Digest, Bytes> waiting = new LinkedHashMap<>();
        private final Map<Digest, Instant> queued = new HashMap<>();
        private final List<Placed> placed = new ArrayList<>();
        private final Map<Digest, Placed> byLeaf = new HashMap<>();
        private final Map<String, Digest> files = new HashMap<>();
        private final NavigableMap<Long, Checkpoint> kept = new TreeMap<>();
        private Optional<LogState> state = Optional.empty();
    }

    private <T> T with(TenantId tenant, LogName log, Function<One, T> work) {
        One one = logs.computeIfAbsent(List.of(tenant, log), missing -> new One());
        synchronized (one) {
            return work.apply(one);
        }
    }

    @Override
    public LogState open(TenantId tenant, LogName log, String origin, KeyId key, Instant now) {
        return with(tenant, log, one -> {
            one.state = one.state.or(() -> Optional.of(new LogState(origin, key, now, Optional.empty(), 0, now)));
            return one.state.orElseThrow();
        });
    }

    @Override
    public Optional<LogState> find(TenantId tenant, LogName log) {
        return with(tenant, log, one -> one.state);
    }

    @Override
    public Digest queue(TenantId tenant, LogName log, Bytes body, Instant at) {
        if (body.size() > EntryBundle.MAX_ENTRY) {
            throw new IllegalArgumentException("too long");
        }
        Digest leaf = MerkleTree.leaf(body);
        return with(tenant, log, one -> {
            if (!one.byLeaf.containsKey(leaf)) {
                one.waiting.putIfAbsent(leaf, body);
                one.queued.putIfAbsent(leaf, at);
            }
            return leaf;
        });
    }

    @Override
    public LogState append(TenantId tenant, LogName log, List<Bytes> fresh, int max, Instant now) {
        fresh.forEach(body -> queue(tenant, log, body, now));
        return with(tenant, log, one -> {
            List<Placed> batch = new ArrayList<>();
            long bytes = 0;
            for (Map.Entry<Digest, Bytes> entry : List.copyOf(one.waiting.entrySet())) {
                if (batch.size() < max && bytes < BATCH_BYTES) {
                    bytes += entry.getValue().size();
                    one.waiting.remove(entry.getKey());
                    batch.add(add(one, entry.getValue()));
                }
            }
            if (!batch.isEmpty()) {
                end.apply(batch).ifPresent(body -> add(one, body));
                LogState before = one.state.orElseThrow();
                one.state = Optional.of(new LogState(
                        before.origin(),
                        before.key(),
                        before.made(),
                        before.checkpoint(),
                        one.placed.size(),
                        now.isBefore(before.at()) ? before.at() : now));
            }
            return one.state.orElseThrow();
        });
    }

    private static Placed add(One one, Bytes body) {
        Placed placed = new Placed(one.placed.size(), MerkleTree.leaf(body), body);
        one.placed.add(placed);
        one.byLeaf.put(placed.leaf(), placed);
        return placed;
    }

    @Override
    public List<Placed> entries(TenantId tenant, LogName log, long from, long to) {
        return with(tenant, log, one -> List.copyOf(one.placed.subList((int) from, (int) to)));
    }

    @Override
    public Optional<Placed> byLeaf(TenantId tenant, LogName log, Digest leaf) {
        return with(tenant, log, one -> Optional.ofNullable(one.byLeaf.get(leaf)));
    }

    @Override
    public boolean commit(TenantId tenant, LogName log, long over, Checkpoint checkpoint, Map<String, Digest> files) {
        return with(tenant, log, one -> {
            LogState before = one.state.orElseThrow();
            if (before.size() != over || before.placed() < checkpoint.size()) {
                return false;
            }
            one.state = Optional.of(new LogState(
                    before.origin(),
                    before.key(),
                    before.made(),
                    Optional.of(checkpoint),
                    before.placed(),
                    before.at()));
            files.forEach(one.files::putIfAbsent);
            if (log == LogName.SIGNATURE) {
                one.kept.put(checkpoint.size(), checkpoint);
            }
            return true;
        });
    }

    @Override
    public Optional<Checkpoint> covering(TenantId tenant, LogName log, long position) {
        return with(
                tenant,
                log,
                one -> Optional.ofNullable(one.kept.higherEntry(position)).map(Map.Entry::getValue));
    }

    @Override
    public Optional<Instant> waitingSince(TenantId tenant, LogName log) {
        return with(tenant, log, one -> {
            long size = one.state.map(LogState::size).orElse(0L);
            Stream<Digest> placed = one.placed.stream().skip(size).map(Placed::leaf);
            return Stream.concat(placed, one.waiting.keySet().stream())
                    .flatMap(leaf -> Optional.ofNullable(one.queued.get(leaf)).stream())
                    .min(Comparator.naturalOrder());
        });
    }

    @Override
    public Optional<Digest> file(TenantId tenant, LogName log, String path) {
        return with(tenant, log, one -> Optional.ofNullable(one.files.get(path)));
    }

    @Override
    public Map<String, Digest> files(TenantId tenant, LogName log) {
        return with(tenant, log, one -> Map.copyOf(one.files));
    }

    @Override
    public void forget(TenantId tenant, LogName log, List<String> paths) {
        with(tenant, log, one -> one.files.keySet().removeAll(paths));
    }
}
