package dev.exhibit.evidence.fsck;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.journal.JournalEvent;
import dev.exhibit.crypto.journal.JournalFact;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the journal says of holds. An event may be told any number of times. For one thread. */
final class ToldHolds {
    private final SortedMap<String, SortedMap<String, String>> holds = new TreeMap<>();

    void accept(JournalEvent.Act act) {
        if (act.fact() instanceof JournalFact.Hold hold) {
            SortedMap<String, String> columns = holds.computeIfAbsent(hold.id(), id -> new TreeMap<>());
            columns.put(hold.placed() ? "placed_at" : "released_at", act.at().toString());
            columns.put(hold.placed() ? "placed_by" : "released_by", act.by());
            columns.put("subject", hold.subjects().stream().map(Digest::hex).collect(Collectors.joining(" ")));
            hold.reason().ifPresent(reason -> columns.put("reason", reason));
        }
    }

    /** What cannot be read was found before. */
    void acceptIfReadable(Bytes entry) {
        try {
            if (JournalEvent.decode(entry) instanceof JournalEvent.Act act) {
                accept(act);
            }
        } catch (MalformedException unreadable) {
            return;
        }
    }

    /** Of each hold what its row has. */
    SortedMap<String, SortedMap<String, String>> columns() {
        return Collections.unmodifiableSortedMap(holds);
    }

    int count() {
        return holds.size();
    }

    /** Of each hold, in words, where its row differs; a reason counts where the journal has one. */
    SortedMap<String, String> differences(SortedMap<String, SortedMap<String, String>> rows) {
        SortedMap<String, String> found = new TreeMap<>();
        SortedSet<String> ids = new TreeSet<>(rows.keySet());
        ids.addAll(holds.keySet());
        for (String id : ids) {
            SortedMap<String, String> told = holds.get(id);
            SortedMap<String, String> row = rows.get(id);
            if (told == null || row == null) {
                found.put(id, row == null ? "the journal tells of it, and there is no row" : "the journal never told");
            } else {
                SortedSet<String> wrong = wrong(row, told);
                if (!wrong.isEmpty()) {
                    found.put(id, "the journal tells otherwise of " + String.join(", ", wrong));
                }
            }
        }
        return found;
    }

    private static SortedSet<String> wrong(SortedMap<String, String> row, SortedMap<String, String> told) {
        SortedSet<String> columns = new TreeSet<>(row.keySet());
        columns.addAll(told.keySet());
        columns.removeIf(column -> row.getOrDefault(column, "").equals(told.getOrDefault(column, ""))
                || (column.equals("reason") && !told.containsKey(column)));
        return columns;
    }
}
