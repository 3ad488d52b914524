package dev.exhibit.keyless;

import com.google.protobuf.ByteString;
import dev.exhibit.crypto.encoding.Bytes;

/** Bytes as protocol buffers have them. */
final class Protobuf {
    private Protobuf() {}

    static ByteString of(Bytes bytes) {
        return ByteString.copyFrom(bytes.toArray());
    }
}
