package dev.exhibit.evidence.explain;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What two traces say differently.
 *
 * @param before the verdict of the first
 * @param after the verdict of the second
 * @param changes findings whose status, step or verdict differ, or that only one has; by component, then by advisory
 */
public record TraceDifference(String before, String after, List<Change> changes) {
    private static final int MANY = JsonLimits.DOCUMENT.members();

    public TraceDifference {
        changes = List.copyOf(changes);
    }

    /** How a component stands to an advisory in one trace. */
    public record Standing(String status, String step, String verdict) {
        Json.Obj toJson() {
            return Json.object().with("status", status).with("step", step).with("verdict", verdict);
        }
    }

    /** The same question, two answers. */
    public record Change(String component, String advisory, Optional<Standing> before, Optional<Standing> after) {
        private Json.Obj toJson() {
            Json.Obj json = Json.object().with("component", component).with("advisory", advisory);
            json = before.isPresent() ? json.with("before", before.get().toJson()) : json;
            return after.isPresent() ? json.with("after", after.get().toJson()) : json;
        }
    }

    private record Key(String component, String advisory, String document) implements Comparable<Key> {
        private static final Comparator<Key> ORDER = Comparator.comparing(Key::component)
                .thenComparing(Key::advisory)
                .thenComparing(Key::document);

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }
    }

    /** @throws dev.exhibit.crypto.encoding.MalformedException for what is no trace */
    public static TraceDifference between(Bytes one, Bytes other) {
        ObjectReader before = JsonReader.readObject(one, JsonLimits.DOCUMENT);
        ObjectReader after = JsonReader.readObject(other, JsonLimits.DOCUMENT);
        SortedMap<Key, Standing> then = standings(before);
        SortedMap<Key, Standing> now = standings(after);
        SortedSet<Key> keys = new TreeSet<>(then.keySet());
        keys.addAll(now.keySet());
        List<Change> changes = keys.stream()
                .map(key -> new Change(
                        key.component(),
                        key.advisory(),
                        Optional.ofNullable(then.get(key)),
                        Optional.ofNullable(now.get(key))))
                .filter(change -> !change.before().equals(change.after()))
                .toList();
        return new TraceDifference(before.text("verdict"), after.text("verdict"), changes);
    }

    /** An advisory in another document is another finding only where one trace has both. */
    private static SortedMap<Key, Standing> standings(ObjectReader trace) {
        SortedMap<Key, Standing> standings = new TreeMap<>();
        for (ObjectReader finding : trace.objects("findings", MANY)) {
            ObjectReader component = finding.object("component");
            String advisory = finding.object("advisory").text("id");
            String name = component.text("purl");
            String version = component.optionalText("version").orElse("");
            String which = name.contains("@") || version.isEmpty() ? name : name + " (" + version + ")";
            Key key = new Key(which, advisory, "");
            for (int another = 1; standings.containsKey(key); another++) {
                key = new Key(which, advisory, finding.object("advisory").text("document") + " " + another);
            }
            standings.put(key, new Standing(finding.text("status"), finding.text("step"), finding.text("verdict")));
        }
        return standings;
    }

    /** How it reads in documents. */
    public Json.Obj toJson() {
        return Json.object()
                .with("verdict", Json.object().with("before", before).with("after", after))
                .with("changes", Json.array(changes.stream().map(Change::toJson).toList()));
    }
}
