package dev.exhibit.signer;

import dev.exhibit.boundary.identity.Call;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Refusals in memory. */
public final class MemoryRefusalLog implements RefusalLog {
    private final List<Refusal> refusals = new CopyOnWriteArrayList<>();

    @Override
    public void remember(Call call, Refusal refusal) {
        refusals.add(refusal);
    }

    /** All of them, oldest first. */
    public List<Refusal> all() {
        return List.copyOf(refusals);
    }
}
