package dev.exhibit.cli.chaos;

import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.journal.CompletenessProof.Growth;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.journal.JournalRefusedException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.tlog.Checkpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every checkpoint of a log that it is shown, from wherever it is shown. For one thread at a time. */
final class Observer {
    private final String log;
    private final VerificationKey published;
    private final Findings findings;
    private final List<Checkpoint> seen = new CopyOnWriteArrayList<>();

    /**
     * @param log {@code journal} or {@code signature}
     * @param key where the service wrote the log's key at its first start
     */
    Observer(String log, Path key, Findings findings) {
        this.log = log;
        this.findings = findings;
        try {
            this.published = VerificationKey.fromPem(Files.readString(key));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String log() {
        return log;
    }

    JournalKey key(String origin) {
        return JournalKey.of(origin, published, SignatureChecker.standard());
    }

    int checkpoints() {
        return seen.size();
    }

    /** Looks once; a service that is away shows nothing. */
    void look(ExhibitClient service) {
        try {
            Checkpoint now = service.logs().checkpoint(log);
            key(seen.isEmpty() ? now.origin() : seen.getFirst().origin()).requireSigned(now);
            if (seen.isEmpty() || !seen.getLast().text().equals(now.text())) {
                seen.add(now);
            }
        } catch (ClientProblem away) {
            boolean isEmptyYet = away.status() == 404 && seen.isEmpty();
            if (away.status() != 0 && away.status() != 503 && away.status() != 429 && !isEmptyYet) {
                findings.add("failed", log + " checkpoint: " + away.getMessage());
            }
        } catch (JournalRefusedException refused) {
            findings.add("forked", log + ": " + refused.getMessage());
        }
    }

    /** Each checkpoint continues the one that was shown before it. */
    void demandOneHistory(ExhibitClient service) {
        for (int i = 1; i < seen.size(); i++) {
            Checkpoint older = seen.get(i - 1);
            Checkpoint newer = seen.get(i);
            try {
                boolean grew = older.size() < newer.size();
                List<Digest> hashes = grew ? service.logs().consistency(log, older.size(), newer.size()) : List.of();
                key(newer.origin()).requireGrown(older, newer, new Growth(older.size(), hashes));
            } catch (JournalRefusedException refused) {
                findings.add("forked", log + ", shown as number " + i + ": " + refused.getMessage());
            }
        }
    }
}
