package dev.exhibit.boundary.vault.pkcs11;

import dev.exhibit.crypto.encoding.Bytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Attributes of an object, each with its value ({@code CK_ATTRIBUTE[]}).
 *
 * @param values by the attribute's number, in order
 */
record Template(Map<Long, Bytes> values) {
    static final long CLASS = 0x0;
    static final long TOKEN = 0x1;
    static final long PRIVATE = 0x2;
    static final long LABEL = 0x3;
    static final long KEY_TYPE = 0x100;
    static final long ID = 0x102;
    static final long SENSITIVE = 0x103;
    static final long SIGN = 0x108;
    static final long VERIFY = 0x10A;
    static final long EXTRACTABLE = 0x162;
    static final long EC_PARAMS = 0x180;
    static final long EC_POINT = 0x181;

    static final long PUBLIC_KEY = 2;
    static final long PRIVATE_KEY = 3;
    static final long EC = 3;

    /** Number, address and length of a value. */
    static final int ENTRY = 3 * Long.BYTES;

    Template {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    static Template none() {
        return new Template(Map.of());
    }

    Template with(long attribute, Bytes value) {
        Map<Long, Bytes> more = new LinkedHashMap<>(values);
        more.put(attribute, value);
        return new Template(more);
    }

    Template with(long attribute, boolean value) {
        return with(attribute, flag(value));
    }

    Template with(long attribute, long value) {
        return with(
                attribute,
                Bytes.owned(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.nativeOrder())
                        .putLong(value)
                        .array()));
    }

    /** A {@code CK_BBOOL}. */
    static Bytes flag(boolean value) {
        return Bytes.owned(new byte[] {(byte) (value ? 1 : 0)});
    }

    int size() {
        return values.size();
    }

    /** The template in native memory. */
    MemorySegment in(Arena arena) {
        MemorySegment entries = arena.allocate((long) ENTRY * Math.max(size(), 1), Long.BYTES);
        long at = 0;
        for (Map.Entry<Long, Bytes> value : values.entrySet()) {
            byte[] bytes = value.getValue().toArray();
            entries.set(ValueLayout.JAVA_LONG, at, value.getKey());
            entries.set(
                    ValueLayout.JAVA_LONG,
                    at + Long.BYTES,
                    arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes).address());
            entries.set(ValueLayout.JAVA_LONG, at + 2 * Long.BYTES, bytes.length);
            at += ENTRY;
        }
        return entries;
    }
}
