package dev.exhibit.cli.demo;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;

/** Changes one byte, as somebody would who hopes that nobody looks. */
final class Tampering {
    private Tampering() {}

    /** The same bytes with the lowest bit of one in the middle flipped. */
    static Bytes flipped(Bytes original) {
        byte[] bytes = original.toArray();
        bytes[bytes.length / 2] ^= 1;
        return Bytes.owned(bytes);
    }

    /** The bundle with one byte of its signed payload flipped. */
    static Bytes inPayload(Bytes bundle) {
        Envelope envelope = envelope(bundle);
        return with(bundle, new Envelope(envelope.payloadType(), flipped(envelope.payload()), envelope.signature()));
    }

    /** The bundle with one byte of its signature flipped. */
    static Bytes inSignature(Bytes bundle) {
        Envelope envelope = envelope(bundle);
        SignatureBytes forged = new SignatureBytes(flipped(envelope.signature().bytes()));
        return with(bundle, new Envelope(envelope.payloadType(), envelope.payload(), forged));
    }

    private static Envelope envelope(Bytes bundle) {
        if (Bundle.decode(bundle).content() instanceof BundleContent.Dsse dsse) {
            return dsse.envelope();
        }
        throw new IllegalArgumentException("not a bundle with an envelope");
    }

    private static Bytes with(Bytes bundle, Envelope envelope) {
        return new Bundle(Bundle.decode(bundle).material(), new BundleContent.Dsse(envelope))
                .encode()
                .bytes();
    }
}
