package dev.exhibit.cli.command;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.TenantLogs;
import dev.exhibit.client.TenantLogs.LoggedEntry;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.journal.CompletenessProof.Growth;
import dev.exhibit.crypto.journal.JournalKey;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.MerkleTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exhibit log}. */
@Command(
        name = "log",
        header = "Read the logs, verified here: checkpoints, proofs, and whether a log only grows.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {LogCommand.ShowCheckpoint.class, LogCommand.Proof.class, LogCommand.Monitor.class})
public final class LogCommand {

    /** Asks for something of a log that is believed by its key. */
    abstract static class Reading extends Subcommand {
        @Mixin
        private final LogKeyOptions trust = new LogKeyOptions();

        Reading(Session session) {
            super(session);
        }

        @Override
        protected final ExitCode run() {
            String log = trust.log();
            try (ExhibitClient client = session().connect()) {
                read(client.logs(), log);
            }
            return ExitCode.DONE;
        }

        abstract void read(TenantLogs logs, String log);

        final Checkpoint believed(Checkpoint checkpoint) {
            return JournalOptions.checked(
                    () -> trust.believed(checkpoint, session().contexts()));
        }

        final JournalKey key(Checkpoint checkpoint) {
            return trust.key(checkpoint.origin(), session().contexts());
        }

        final Path kept() {
            return trust.file(session().contexts(), ".checkpoint");
        }

        final Json.Obj show(Checkpoint checkpoint) {
            output().field("origin", checkpoint.origin());
            output().field("entries", checkpoint.size());
            output().field("root", checkpoint.root().hex());
            return Json.object()
                    .with("origin", checkpoint.origin())
                    .with("size", checkpoint.size())
                    .with("root", checkpoint.root().hex())
                    .with("checkpoint", checkpoint.note());
        }
    }

    /** {@code exhibit log checkpoint}. */
    @Command(name = "checkpoint", header = "Show a log's last checkpoint, its signature checked.")
    public static final class ShowCheckpoint extends Reading {
        public ShowCheckpoint(Session session) {
            super(session);
        }

        @Override
        void read(TenantLogs logs, String log) {
            Checkpoint checkpoint = believed(logs.checkpoint(log));
            output().line(output().good("signed") + " by the pinned key");
            output().result(show(checkpoint));
        }
    }

    /** {@code exhibit log proof}. */
    @Command(name = "proof", header = "Prove that an entry is in a log, and print it.")
    public static final class Proof extends Reading {
        /** One of both. */
        static final class Which {
            @Option(names = "--leaf", required = true, paramLabel = "DIGEST", description = "By its leaf hash.")
            private @Nullable String leaf;

            @Option(names = "--index", required = true, paramLabel = "N", description = "By its place, from 0.")
            private long index;
        }

        @ArgGroup(exclusive = true, multiplicity = "1")
        private Which which = new Which();

        public Proof(Session session) {
            super(session);
        }

        @Override
        void read(TenantLogs logs, String log) {
            LoggedEntry entry =
                    which.leaf == null ? logs.entry(log, which.index) : logs.entry(log, Digest.parse(which.leaf));
            Checkpoint checkpoint = requireIncluded(entry);
            InclusionProof proof = entry.proof();
            output().line(output().good("included") + " as entry " + proof.index());
            Json.Obj shown = show(checkpoint);
            output().line(entry.body().asLenientText());
            output().result(shown.with("entry", StrictBase64.encode(entry.body()))
                    .with("inclusion", proof.toJson()));
        }

        /** Binds what was asked for, the body, the path and the signed root together. */
        private Checkpoint requireIncluded(LoggedEntry entry) {
            InclusionProof proof = entry.proof();
            Checkpoint checkpoint = believed(
                    proof.checkpoint().orElseThrow(() -> refused("the proof has no checkpoint", "no signed root")));
            Digest leaf = MerkleTree.leaf(entry.body());
            boolean asked = which.leaf == null ? proof.index() == which.index : leaf.equals(Digest.parse(which.leaf));
            if (!asked
                    || proof.size() != checkpoint.size()
                    || !rootOf(proof, leaf).equals(Optional.of(checkpoint.root()))) {
                throw refused("the proof does not lead from this entry to the signed root", checkpoint.note());
            }
            return checkpoint;
        }

        private static Optional<Digest> rootOf(InclusionProof proof, Digest leaf) {
            try {
                return Optional.of(MerkleTree.root(proof.index(), proof.size(), leaf, proof.hashes()));
            } catch (MalformedException wrong) {
                return Optional.empty();
            }
        }
    }

    /** {@code exhibit log monitor}. */
    @Command(
            name = "monitor",
            header = "Check that a log continues the checkpoint that was seen last, and keep the new one.",
            description = "Run it from time to time, from somewhere the service cannot reach: a log that forgets or"
                    + " forks is found out.",
            footer = {"", "Exit codes: 0 the log only grew, 5 it was rolled back, forked, or signed by another key."})
    public static final class Monitor extends Reading {
        public Monitor(Session session) {
            super(session);
        }

        @Override
        void read(TenantLogs logs, String log) {
            Checkpoint now = believed(logs.checkpoint(log));
            Optional<Checkpoint> seen = JournalOptions.kept(kept());
            seen.ifPresent(older -> requireGrown(logs, log, older, now));
            Documents.write(kept(), Bytes.utf8(now.note()));
            long grown = now.size() - seen.map(Checkpoint::size).orElse(0L);
            output().line(output().good(seen.isPresent() ? "consistent" : "first seen") + ", " + grown
                    + " new entries");
            output().result(show(now).with("grown", grown));
        }

        private void requireGrown(TenantLogs logs, String log, Checkpoint older, Checkpoint now) {
            if (!older.origin().equals(now.origin())) {
                throw refused("the log was called " + older.origin() + " and now " + now.origin(), now.note());
            }
            List<Digest> hashes =
                    older.size() < now.size() ? logs.consistency(log, older.size(), now.size()) : List.of();
            JournalKey key = key(now);
            Growth unused = JournalOptions.checked(() -> {
                Growth growth = new Growth(older.size(), hashes);
                key.requireGrown(older, now, growth);
                return growth;
            });
        }
    }

    private static CommandFailure refused(String why, String shown) {
        return new CommandFailure(
                ExitCode.REFUSED,
                why + ". Keep what you were shown, and tell the log's operator and its auditors.",
                Json.object().with("result", "refused").with("detail", why).with("shown", shown));
    }
}
