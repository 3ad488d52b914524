package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.ArrayList;
import java.util.List;

/** Entries in a row, each after its length in two bytes (C2SP tlog-tiles, "Log entries"). */
public final class EntryBundle {
    /** The longest entry. */
    public static final int MAX_ENTRY = 65_535;

    private static final int LENGTH = 2;
    private static final int BYTE = 8;

    private EntryBundle() {}

    public static Bytes encode(List<Bytes> entries) {
        List<Bytes> parts = new ArrayList<>(2 * entries.size());
        for (Bytes entry : entries) {
            if (entry.size() > MAX_ENTRY) {
                throw new IllegalArgumentException("an entry has at most " + MAX_ENTRY + " bytes");
            }
            parts.add(Bytes.owned(new byte[] {(byte) (entry.size() >> BYTE), (byte) entry.size()}));
            parts.add(entry);
        }
        return Bytes.concat(parts.toArray(Bytes[]::new));
    }

    /** @throws MalformedException unless there are exactly {@code count} entries */
    public static List<Bytes> decode(Bytes bundle, int count) {
        List<Bytes> entries = new ArrayList<>(count);
        int at = 0;
        while (at < bundle.size()) {
            int start = at + LENGTH;
            if (start > bundle.size() || entries.size() == count) {
                throw malformed(count);
            }
            int end = start + (bundle.at(at) << BYTE | bundle.at(at + 1));
            if (end > bundle.size()) {
                throw malformed(count);
            }
            entries.add(bundle.slice(start, end));
            at = end;
        }
        if (entries.size() != count) {
            throw malformed(count);
        }
        return entries;
    }

    private static MalformedException malformed(int count) {
        return new MalformedException(Reason.BAD_VALUE, "expected " + count + " entries, each after its length");
    }
}
