package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.key.KeyId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A log's statement of its size and root as a signed note (C2SP tlog-checkpoint and signed-note).
 *
 * @param origin names the log
 * @param size number of entries
 * @param root of the tree
 * @param text the signed lines, with their last line feed
 * @param signatures 1 to {@value #MAX_SIGNATURES}, no key twice
 */
public record Checkpoint(String origin, long size, Digest root, String text, List<NoteSignature> signatures) {
    /** The log's own and 19 witnesses'. */
    public static final int MAX_SIGNATURES = 20;

    /** Characters of a note. */
    public static final int MAX_LENGTH = 64 * 1024;

    private static final int MAX_LINES = 16;
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final Pattern LINE = Pattern.compile("[ -~]{1,1024}");

    public Checkpoint {
        signatures = List.copyOf(signatures);
        if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
            throw malformed("1 to " + MAX_SIGNATURES + " signatures");
        }
        long keys = signatures.stream()
                .map(line -> List.of(line.name(), line.hint()))
                .distinct()
                .count();
        if (keys != signatures.size()) {
            throw malformed("one signature of a key");
        }
    }

    /** The lines that a log signs for a tree: origin, size and root. */
    public static Bytes text(String origin, long size, Digest root) {
        return Bytes.utf8(origin + "\n" + size + "\n" + StrictBase64.encode(root.bytes()) + "\n");
    }

    /**
     * A checkpoint of our own, read again as others will read it.
     *
     * @param key the first four bytes of its id tell it from others of that name
     * @param signature over {@link #text}
     */
    public static Checkpoint signed(String origin, long size, Digest root, KeyId key, Bytes signature) {
        NoteSignature line =
                new NoteSignature(origin, key.digest().bytes().slice(0, NoteSignature.HINT_SIZE), signature);
        return parse(text(origin, size, root).asLenientText() + "\n" + line.line() + "\n");
    }

    /** @throws MalformedException unless {@code note} is a signed note that holds a checkpoint */
    public static Checkpoint parse(String note) {
        int blank = note.indexOf("\n\n");
        if (blank < 0 || note.length() > MAX_LENGTH || !note.endsWith("\n")) {
            throw malformed("text, a blank line and signature lines, 64 KiB at most");
        }
        String text = note.substring(0, blank + 1);
        List<String> lines = text.lines().toList();
        if (lines.size() < 3 || lines.size() > MAX_LINES) {
            throw malformed("an origin, a size and a root");
        }
        Checkpoint checkpoint = new Checkpoint(
                lines.get(0),
                number(lines.get(1)),
                new Digest(StrictBase64.decode(lines.get(2))),
                text,
                signatures(note.substring(blank + 2)));
        lines.forEach(line -> requireMatch(LINE, line, "printable lines"));
        if (!checkpoint.note().equals(note)) {
            throw malformed("line feeds only");
        }
        return checkpoint;
    }

    private static List<NoteSignature> signatures(String lines) {
        List<NoteSignature> signatures = new ArrayList<>();
        for (String line : lines.split("\n", MAX_SIGNATURES + 1)) {
            if (!line.isEmpty()) {
                signatures.add(NoteSignature.read(line));
            }
        }
        return signatures;
    }

    /** Reads a decimal number of at most 18 digits without leading zeros. */
    static long number(String text) {
        requireMatch(NUMBER, text, "decimal numbers");
        return Long.parseLong(text);
    }

    /** The whole note. */
    public String note() {
        StringBuilder out = new StringBuilder(text).append('\n');
        signatures.forEach(line -> out.append(line.line()).append('\n'));
        return out.toString();
    }

    /** What the log signs. */
    public Bytes signedBytes() {
        return Bytes.utf8(text);
    }

    /** The names of all keys, for messages. */
    public List<String> signers() {
        return List.copyOf(
                new HashSet<>(signatures.stream().map(NoteSignature::name).toList()));
    }

    private static void requireMatch(Pattern form, String text, String expected) {
        if (!form.matcher(text).matches()) {
            throw malformed(expected);
        }
    }

    private static MalformedException malformed(String expected) {
        return new MalformedException(Reason.BAD_VALUE, "a checkpoint has " + expected);
    }
}
