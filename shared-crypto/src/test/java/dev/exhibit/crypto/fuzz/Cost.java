package dev.exhibit.crypto.fuzz;

import com.sun.management.ThreadMXBean;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What one input cost: processor time of its thread, and all that this thread allocated, whether or not it was needed at
 * once. So it is more than was held at any moment.
 *
 * @param time processor time
 * @param allocated bytes
 */
public record Cost(Duration time, long allocated) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final Duration MAX_TIME = Duration.ofSeconds(1);
    private static final int MIB = 1024 * 1024;
    private static final long MAX_ALLOCATED = 64L * MIB;

    /** Documents above one mebibyte are held in several forms one after the other: so many bytes for each of theirs. */
    private static final int FORMS = 24;

    public static final Cost NOTHING = new Cost(Duration.ZERO, 0);

    /** Reads one input. A refusal is fine; whatever else is thrown leaves this method. */
    public static Cost of(Consumer<Bytes> reader, Bytes input) {
        long thread = Thread.currentThread().threadId();
        long time = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getThreadAllocatedBytes(thread);
        try {
            reader.accept(input);
        } catch (MalformedException refused) {
            if (refused.detail().isEmpty()) {
                throw new AssertionError("a refusal without words", refused);
            }
        }
        return new Cost(
                Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - time),
                THREADS.getThreadAllocatedBytes(thread) - allocated);
    }

    /** What is too much about it, if anything is. */
    public Optional<String> problem(Bytes input) {
        long most = input.size() <= MIB ? MAX_ALLOCATED : (long) FORMS * input.size();
        return time.compareTo(MAX_TIME) > 0 || allocated > most
                ? Optional.of(this + " for " + input.size() + " bytes")
                : Optional.empty();
    }

    /** The higher of each. */
    public Cost orMore(Cost other) {
        return new Cost(time.compareTo(other.time) > 0 ? time : other.time, Math.max(allocated, other.allocated));
    }

    @Override
    public String toString() {
        return time.toMillis() + " ms, " + allocated / MIB + " MiB allocated";
    }
}
