package dev.exhibit.attestor;

import dev.exhibit.attestor.later.Line;
import dev.exhibit.attestor.later.Waiting;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A line in memory, of what a {@link FakeSigner} has accepted. */
final class MemoryLine implements Line {
    private final FakeSigner signer;
    private final List<Entry> entries = new ArrayList<>();
    final Set<String> outOfUse = new HashSet<>();
    boolean isOut;

    private record Entry(Call call, SigningPort.Order order, Waiting waiting) {}

    MemoryLine(FakeSigner signer) {
        this.signer = signer;
    }

    @Override
    public synchronized Optional<Waiting> add(Call call, SigningPort.Order order) {
        if (isOut) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the database is out");
        }
        if (!signer.accepted.contains(order.key().value())) {
            return Optional.empty();
        }
        Optional<Waiting> there = entries.stream()
                .filter(entry -> entry.order().key().equals(order.key()))
                .map(Entry::waiting)
                .findFirst();
        if (there.isPresent()) {
            return there;
        }
        Waiting waiting = new Waiting(
                UUID.randomUUID(),
                order.artifact(),
                Hashing.of(order.payload()),
                "bytes",
                Instant.EPOCH,
                new Waiting.State.Queued());
        entries.add(new Entry(call, order, waiting));
        return Optional.of(waiting);
    }

    @Override
    public synchronized Optional<Waiting> find(Call call, UUID id) {
        return entries.stream()
                .map(Entry::waiting)
                .filter(waiting -> waiting.id().equals(id))
                .findFirst();
    }

    @Override
    public synchronized List<Waiting> next(Call own, int most) {
        return entries.stream()
                .map(Entry::waiting)
                .filter(waiting -> waiting.state() instanceof Waiting.State.Queued)
                .limit(most)
                .toList();
    }

    @Override
    public Resumed resume(Call own, Waiting waiting) {
        Entry entry = entry(waiting.id());
        if (outOfUse.contains(entry.order().key().value())) {
            throw new ProblemException(ProblemCode.IDENTITY_UNKNOWN, "out of use meanwhile");
        }
        return new Resumed(entry.call(), entry.order(), signer.sign(entry.call(), entry.order()));
    }

    private synchronized Entry entry(UUID id) {
        return entries.stream()
                .filter(entry -> entry.waiting().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void done(Call own, UUID id, Digest evidence, KeyId key) {
        end(id, new Waiting.State.Done(evidence, key));
    }

    @Override
    public void failed(Call own, UUID id, Json.Obj problem) {
        end(id, new Waiting.State.Failed(problem));
    }

    private synchronized void end(UUID id, Waiting.State state) {
        entries.replaceAll(entry -> {
            Waiting old = entry.waiting();
            return old.id().equals(id)
                    ? new Entry(
                            entry.call(),
                            entry.order(),
                            new Waiting(id, old.artifact(), old.statement(), old.checked(), old.since(), state))
                    : entry;
        });
    }
}
