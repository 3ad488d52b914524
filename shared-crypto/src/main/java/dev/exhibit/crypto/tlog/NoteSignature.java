package dev.exhibit.crypto.tlog;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import java.util.regex.Pattern;

/**
 * One signature line of a note.
 *
 * @param name of the key: 1 to 256 characters without spaces and plus signs
 * @param hint four bytes that tell keys of one name apart
 * @param signature the rest
 */
public record NoteSignature(String name, Bytes hint, Bytes signature) {
    /** Bytes of a hint. */
    public static final int HINT_SIZE = 4;

    private static final String START = "\u2014 ";
    private static final Pattern NAME = Pattern.compile("[!-~&&[^+]]{1,256}");

    static NoteSignature read(String line) {
        int space = line.lastIndexOf(' ');
        if (!line.startsWith(START) || space < START.length()) {
            throw new MalformedException(Reason.BAD_VALUE, "a signature line is an em dash, a name and base64");
        }
        String name = line.substring(START.length(), space);
        Bytes blob = StrictBase64.decode(line.substring(space + 1));
        if (!NAME.matcher(name).matches() || blob.size() <= HINT_SIZE) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "the name or the signature of a signature line is malformed");
        }
        return new NoteSignature(name, blob.slice(0, HINT_SIZE), blob.slice(HINT_SIZE, blob.size()));
    }

    /** The line without its line feed. */
    public String line() {
        return START + name + " " + StrictBase64.encode(Bytes.concat(hint, signature));
    }
}
