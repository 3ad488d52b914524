package dev.exhibit.evidence.fsck;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How far a check is: which steps are done, and what they have seen and found. For one thread. */
public final class Progress {
    private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 5, 2_000_000, 65_536);
    private static final int MAX_STEPS = 1_000_000;

    private final String check;
    private final Set<String> done;
    private final Tally tally;
    private Optional<Certify.Beginning> beginning;

    private Progress(String check, Set<String> done, Tally tally, Optional<Certify.Beginning> beginning) {
        this.check = check;
        this.done = done;
        this.tally = tally;
        this.beginning = beginning;
    }

    /**
     * Of a check that begins.
     *
     * @param check says which: its directory, tenant and part
     */
    public static Progress of(String check) {
        return new Progress(check, new HashSet<>(), new Tally(), Optional.empty());
    }

    /** @throws MalformedException unless {@code state} is what {@link #encode} wrote of the same check */
    public static Progress read(Bytes state, String check) {
        ObjectReader reader = JsonReader.readObject(state, LIMITS);
        if (!reader.text("check").equals(check)) {
            throw new MalformedException(Reason.BAD_VALUE, "/check", "the state is of another check");
        }
        Set<String> done = new HashSet<>(reader.texts("done", MAX_STEPS));
        Tally tally = Tally.read(reader);
        Optional<Certify.Beginning> beginning = reader.optionalObject("began").map(Certify.Beginning::read);
        reader.end();
        return new Progress(check, done, tally, beginning);
    }

    public Bytes encode() {
        Json.Obj state = Json.object().with("check", check).with("done", Json.texts(List.copyOf(new TreeSet<>(done))));
        Json.Obj all = tally.addTo(state);
        return CanonicalJson.of(beginning
                        .map(began -> all.with("began", began.toJson()))
                        .orElse(all))
                .bytes();
    }

    /**
     * When the check began, for who certifies it: a later run of the same check did not see what was looked at before, so it
     * must not say that all was so at its own time.
     *
     * @param now of a check that begins now
     * @throws MalformedException where earlier steps are done and it was not noted when
     */
    public Certify.Beginning begun(Supplier<Certify.Beginning> now) {
        if (beginning.isEmpty() && !done.isEmpty()) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    "/began",
                    "the check began without a certificate, so nobody noted when: go on without one, or begin anew");
        }
        Certify.Beginning began = beginning.orElseGet(now);
        beginning = Optional.of(began);
        return began;
    }

    /**
     * Does those of the steps that are not done.
     *
     * @param each told after each step
     */
    public void run(List<Fsck.Step> steps, Consumer<Fsck.Step> each) {
        for (Fsck.Step step : steps) {
            if (!done.contains(step.name())) {
                step.work().look(tally);
                done.add(step.name());
                each.accept(step);
            }
        }
    }

    /** What was seen and found so far. */
    public Tally tally() {
        return tally;
    }
}
