package dev.exhibit.crypto.journal;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An inner node of the tree of heads: 16 slots, one for each next hexadecimal digit of a subject.
 *
 * @param slots exactly {@value #WIDTH}
 */
public record HeadPage(List<HeadSlot> slots) {
    /** Slots of a page. */
    public static final int WIDTH = 16;

    /** Bytes of its slots' hashes. */
    static final int SIZE = WIDTH * Digest.SIZE;

    /** A page without subjects: the root of an empty tree. */
    public static final HeadPage EMPTY = new HeadPage(Collections.nCopies(WIDTH, new HeadSlot.Empty()));

    private static final Bytes PAGE = Bytes.of(new byte[] {5});
    private static final int IS_EMPTY = 0;
    private static final int IS_LEAF = 1;
    private static final int IS_PAGE = 2;

    public HeadPage {
        slots = List.copyOf(slots);
        if (slots.size() != WIDTH) {
            throw new MalformedException(Reason.BAD_VALUE, "a page has " + WIDTH + " slots");
        }
    }

    /** {@code SHA-256(0x05 || the 16 slots' hashes)}. */
    public Digest hash() {
        return hash(hashes());
    }

    static Digest hash(Bytes hashes) {
        return Hashing.of(PAGE, hashes);
    }

    /** The slots' hashes in a row, 32 zero bytes for an empty one. */
    Bytes hashes() {
        return Bytes.concat(slots.stream().map(slot -> slot.hash().bytes()).toArray(Bytes[]::new));
    }

    HeadPage with(int at, HeadSlot slot) {
        List<HeadSlot> changed = new ArrayList<>(slots);
        changed.set(at, slot);
        return new HeadPage(changed);
    }

    /** How a page is kept: for each slot a byte, 0 empty, 1 and a leaf of 72 bytes, 2 and a page's hash. */
    public Bytes encode() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (HeadSlot slot : slots) {
            switch (slot) {
                case HeadSlot.Empty ignored -> out.write(IS_EMPTY);
                case HeadSlot.Leaf one -> write(out, IS_LEAF, one.leaf().encode());
                case HeadSlot.Page page -> write(out, IS_PAGE, page.hash().bytes());
            }
        }
        return Bytes.owned(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, int kind, Bytes bytes) {
        out.write(kind);
        out.writeBytes(bytes.toArray());
    }

    /** @throws MalformedException for anything that {@link #encode} does not write */
    public static HeadPage decode(Bytes encoded) {
        ByteBuffer in = encoded.buffer();
        List<HeadSlot> slots = new ArrayList<>();
        try {
            while (in.hasRemaining()) {
                slots.add(slot(in));
            }
        } catch (BufferUnderflowException brokenOff) {
            throw new MalformedException(Reason.BAD_VALUE, "a page that breaks off");
        }
        return new HeadPage(slots);
    }

    private static HeadSlot slot(ByteBuffer in) {
        int kind = in.get();
        return switch (kind) {
            case IS_EMPTY -> new HeadSlot.Empty();
            case IS_LEAF -> new HeadSlot.Leaf(HeadLeaf.decode(in));
            case IS_PAGE -> new HeadSlot.Page(HeadLeaf.digest(in));
            default -> throw new MalformedException(Reason.BAD_VALUE, "a slot of kind " + kind);
        };
    }
}
