package dev.exhibit.crypto.fuzz;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;

/** What Jazzer calls: the system property {@code fuzz.target} names the {@link Target}. */
public final class JazzerTarget {
    private static final Target TARGET = Target.valueOf(System.getProperty("fuzz.target", Target.BUNDLE.name()));

    private JazzerTarget() {}

    /** One input. A refusal is what should happen; whatever else is thrown is a finding. */
    public static void fuzzerTestOneInput(byte[] data) {
        try {
            TARGET.read(Bytes.of(data));
        } catch (MalformedException refused) {
            return;
        }
    }
}
