package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program that stores known objects in a directory, always in the same order under the same temporary names, and prints
 * what it was told, a line each: {@code stored N} or {@code refused N code}. Ended by anything but a refusal, it fails.
 */
final class StoringProgram {
    private static final TenantId ACME = new TenantId("acme");
    private static final ObjectName CHECKPOINT = new ObjectName(ACME, Area.LOG, "journal/checkpoint");

    /** One thing to store. */
    record Step(ObjectName name, Bytes bytes, boolean replaces) {}

    private StoringProgram() {}

    static List<Step> steps() {
        byte[] large = new byte[300_000];
        new Random(7).nextBytes(large);
        Bytes small = Bytes.utf8("some evidence");
        return List.of(
                blob(small),
                blob(Bytes.of(large)),
                new Step(CHECKPOINT, Bytes.utf8("1 entry"), true),
                blob(small),
                new Step(CHECKPOINT, Bytes.utf8("2 entries"), true));
    }

    private static Step blob(Bytes bytes) {
        return new Step(ObjectName.of(ACME, Area.SHA256, Hashing.of(bytes)), bytes, false);
    }

    /** The name of the nth temporary file, counted from 1. */
    static UUID temporaryName(long number) {
        return new UUID(0, number);
    }

    public static void main(String[] arguments) {
        AtomicLong temporary = new AtomicLong();
        DirectoryObjects store;
        try {
            store = DirectoryObjects.open(Path.of(arguments[0]), () -> temporaryName(temporary.incrementAndGet()));
        } catch (ProblemException refused) {
            System.out.println("refused to open " + refused.code());
            return;
        }
        List<Step> steps = steps();
        for (int i = 0; i < steps.size(); i++) {
            System.out.println(store(store, steps.get(i)).formatted(i));
        }
    }

    private static String store(DirectoryObjects store, Step step) {
        try {
            if (step.replaces()) {
                store.replace(step.name(), step.bytes());
            } else {
                store.create(step.name(), step.bytes());
            }
            return "stored %d";
        } catch (ProblemException refused) {
            return "refused %d " + refused.code();
        }
    }
}
