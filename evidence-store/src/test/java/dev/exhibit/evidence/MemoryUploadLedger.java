package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.evidence.blob.UploadParts.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The fake of the port: a ledger in memory. */
public final class MemoryUploadLedger implements UploadLedger {
    private record Name(TenantId tenant, UUID id) {}

    private record Entry(Upload upload, Instant touched) {}

    private final Map<Name, Entry> uploads = new HashMap<>();

    @Override
    public synchronized void open(Call call, Instant at, Upload upload) {
        uploads.put(new Name(call.tenant(), upload.id()), new Entry(upload, at));
    }

    @Override
    public synchronized Optional<Upload> find(TenantId tenant, UUID id) {
        return Optional.ofNullable(uploads.get(new Name(tenant, id))).map(Entry::upload);
    }

    @Override
    public synchronized boolean advance(TenantId tenant, UUID id, Part part, Instant at) {
        Optional<Upload> there = find(tenant, id).filter(upload -> upload.received() == part.start());
        there.ifPresent(upload -> {
            List<Part> parts = new ArrayList<>(upload.parts());
            parts.add(part);
            Upload grown = new Upload(id, upload.digest(), upload.size(), parts);
            uploads.put(new Name(tenant, id), new Entry(grown, at));
        });
        return there.isPresent();
    }

    @Override
    public synchronized void close(TenantId tenant, UUID id) {
        uploads.remove(new Name(tenant, id));
    }

    @Override
    public synchronized Pending pending(TenantId tenant) {
        List<Upload> all = uploads.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .map(entry -> entry.getValue().upload())
                .toList();
        return new Pending(all.size(), all.stream().mapToLong(Upload::size).sum());
    }

    @Override
    public synchronized List<UUID> idleSince(TenantId tenant, Instant then) {
        return uploads.entrySet().stream()
                .filter(entry -> entry.getKey().tenant().equals(tenant))
                .filter(entry -> entry.getValue().touched().isBefore(then))
                .map(entry -> entry.getKey().id())
                .toList();
    }
}
