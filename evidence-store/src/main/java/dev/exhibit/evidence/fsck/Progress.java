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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** How far a check is: which steps are done, and what they have seen and found. For one thread. */
public final class Progress {
    private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 5, 2_000_000, 65_536);
    private static final int MAX_STEPS = 1_000_000;

    private final String check;
    private final Set<String> done;
    private final Tally tally;

    private Progress(String check, Set<String> done, Tally tally) {
        this.check = check;
        this.done = done;
        this.tally = tally;
    }

    /**
     * Of a check that begins.
     *
     * @param check says which: its directory, tenant and part
     */
    public static Progress of(String check) {
        return new Progress(check, new HashSet<>(), new Tally());
    }

    /** @throws MalformedException unless {@code state} is what {@link #encode} wrote of the same check */
    public static Progress read(Bytes state, String check) {
        ObjectReader reader = JsonReader.readObject(state, LIMITS);
        if (!reader.text("check").equals(check)) {
            throw new MalformedException(Reason.BAD_VALUE, "/check", "the state is of another check");
        }
        Set<String> done = new HashSet<>(reader.texts("done", MAX_STEPS));
        Tally tally = Tally.read(reader);
        reader.end();
        return new Progress(check, done, tally);
    }

    public Bytes encode() {
        Json.Obj state = Json.object().with("check", check).with("done", Json.texts(List.copyOf(new TreeSet<>(done))));
        return CanonicalJson.of(tally.addTo(state)).bytes();
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
