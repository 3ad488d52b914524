package dev.exhibit.evidence;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.json.Json;

/** Remembers who read what. Thread-safe. */
public interface ReadAudit {
    /**
     * Adds a record; it is durable when this returns, so nothing is answered that nobody remembers.
     *
     * @param action for example {@code blob.read}
     * @param target the digest that was asked for
     * @param detail further facts
     * @throws dev.exhibit.boundary.problem.ProblemException {@code unavailable}
     */
    void read(Call call, String action, String target, Json.Obj detail);
}
