package dev.exhibit.boundary.verify;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.throwaway.EntrySpecs;
import dev.exhibit.crypto.throwaway.ThrowawayLog;
import dev.exhibit.crypto.tlog.HashedRekord;
import dev.exhibit.crypto.tlog.LogEntry;
import dev.exhibit.crypto.trust.TransparencyLog;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The fake of the port: one log, written by another's way to the same bytes. */
public final class MemorySignatureLog implements SignatureLog {
    private final ThrowawayLog log = new ThrowawayLog("log.throwaway.example", Instant.parse("2024-01-01T00:00:00Z"));
    private final Map<HashedRekord, LogEntry> entries = new HashMap<>();
    private boolean away;

    @Override
    public synchronized LogEntry append(TenantId tenant, HashedRekord signature) {
        if (away) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the log is away");
        }
        EntrySpecs specs = new EntrySpecs(false, signature.key().spki());
        return entries.computeIfAbsent(
                signature,
                fresh -> log.append(
                        "hashedrekord", specs.hashedRekordV2(signature.signed(), signature.signature()), false));
    }

    /** From now on, or no more. */
    public synchronized void away(boolean now) {
        away = now;
    }

    public synchronized int size() {
        return entries.size();
    }

    public TransparencyLog trusted() {
        return log.trusted();
    }
}
