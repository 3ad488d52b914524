package dev.exhibit.client;

import dev.exhibit.crypto.json.Json;
import java.util.Optional;

/**
 * What was registered, and the store's promise.
 *
 * @param receipt a DSSE envelope by the journal's key, for who keeps it
 */
public record Registered(EvidenceRecord record, Optional<Json.Obj> receipt) {}
