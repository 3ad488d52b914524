package dev.exhibit.crypto.encoding;

import dev.exhibit.crypto.encoding.MalformedException.Reason;

/**
 * One PEM block: RFC 7468 section 3, "stricttextualmsg", lines of 64 characters. Text before, after or within the block,
 * headers, a second block and another label are refused; CRLF line ends and a missing last line end are not.
 */
public final class Pem {
    private static final int LINE = 64;
    private static final int MAX_LENGTH = 64 * 1024;

    private Pem() {}

    /** The block with line feeds and a last line end. */
    public static String encode(String label, Bytes content) {
        String base64 = StrictBase64.encode(content);
        StringBuilder out = new StringBuilder(begin(label));
        for (int start = 0; start < base64.length(); start += LINE) {
            out.append(base64, start, Math.min(start + LINE, base64.length())).append('\n');
        }
        return out.append(end(label)).toString();
    }

    /**
     * The content of the one block that {@code text} is.
     *
     * @throws MalformedException unless it is exactly one block with this label
     */
    public static Bytes decode(String label, String text) {
        return decode(label, text, MAX_LENGTH);
    }

    /** The same of a text with at most {@code most} characters. */
    public static Bytes decode(String label, String text, int most) {
        if (text.length() > most) {
            throw new MalformedException(Reason.TOO_LARGE, "PEM text above " + most + " characters");
        }
        String unix = text.replace("\r\n", "\n");
        String block = unix.endsWith("\n") ? unix : unix + "\n";
        if (!block.startsWith(begin(label)) || !block.endsWith("\n" + end(label))) {
            throw new MalformedException(Reason.PEM, "expected one PEM block labelled " + label);
        }
        String lines = block.substring(
                begin(label).length(), block.length() - end(label).length());
        Bytes content = StrictBase64.decode(lines.replace("\n", ""));
        if (!encode(label, content).equals(block)) {
            throw new MalformedException(Reason.PEM, "PEM lines have 64 characters, the last at most 64");
        }
        return content;
    }

    private static String begin(String label) {
        return "-----BEGIN " + label + "-----\n";
    }

    private static String end(String label) {
        return "-----END " + label + "-----\n";
    }
}
