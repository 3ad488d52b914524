package dev.exhibit.boundary.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections this process can afford. The server underneath stops listening for good when it runs out of file
 * descriptors (4.5.0), so that must not happen by connections alone.
 */
public final class OpenFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);
    /** Descriptors for files, the database and the way out. */
    public static final long OTHERS = 256;

    private OpenFiles() {}

    /** {@code wanted}, or as many as leave descriptors for files and the database. */
    static int affordableConnections(int wanted) {
        OptionalLong most = most();
        return most.isPresent() ? affordable(wanted, most.getAsLong()) : wanted;
    }

    /** How many files this process may have open, where the system says so. */
    public static OptionalLong most() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? OptionalLong.of(system.getMaxFileDescriptorCount())
                : OptionalLong.empty();
    }

    static int affordable(int wanted, long descriptors) {
        long affordable = Math.max(1, Math.max(descriptors - OTHERS, descriptors / 2));
        if (wanted <= affordable) {
            return wanted;
        }
        LOG.atWarn()
                .addKeyValue("wanted", wanted)
                .addKeyValue("affordable", affordable)
                .log("fewer connections than configured: raise the limit of open files (ulimit -n)");
        return (int) affordable;
    }
}
