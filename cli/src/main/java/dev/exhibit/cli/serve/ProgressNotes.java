package dev.exhibit.cli.serve;

import dev.exhibit.cli.terminal.Output;
import dev.exhibit.evidence.fsck.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Says now and then, on standard error, how far a long command is. For one thread. */
final class ProgressNotes {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Output output;
    private final InstantSource clock;
    private final int steps;
    private Instant last;
    private int done;

    ProgressNotes(Output output, InstantSource clock, int steps) {
        this.output = output;
        this.clock = clock;
        this.steps = steps;
        this.last = clock.instant();
    }

    void ended(String step, Tally tally) {
        done++;
        Instant now = clock.instant();
        if (now.isAfter(last.plus(PAUSE))) {
            last = now;
            output.note("step " + done + " of " + steps + ", " + step + ": " + tally.seen(Tally.Seen.BLOBS) + " blobs, "
                    + (tally.seen(Tally.Seen.BYTES) >> 20) + " MiB, " + tally.seen(Tally.Seen.ENTRIES) + " entries");
        }
    }
}
