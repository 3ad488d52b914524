package dev.exhibit.crypto.encoding;

import java.io.ByteArrayOutputStream;

/** Writes single DER elements (ITU-T X.690 section 10.1): what must be put together again to check a signature. */
public final class DerWriter {
    private static final int SHORT = 0x80;

    private DerWriter() {}

    /** The element with this tag byte whose content is all parts in a row. */
    public static Bytes element(int tag, Bytes... parts) {
        Bytes content = Bytes.concat(parts);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(tag);
        writeLength(content.size(), header);
        return Bytes.concat(Bytes.owned(header.toByteArray()), content);
    }

    private static void writeLength(int length, ByteArrayOutputStream out) {
        if (length < SHORT) {
            out.write(length);
            return;
        }
        int count = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
        out.write(SHORT | count);
        for (int i = count - 1; i >= 0; i--) {
            out.write(length >> (8 * i));
        }
    }
}
