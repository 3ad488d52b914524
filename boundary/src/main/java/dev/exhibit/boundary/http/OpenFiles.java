package dev.exhibit.boundary.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many connections this process can afford. The server underneath stops listening for good when it runs out of file
 * descriptors (4.5.0), so that must not happen by connections alone.
 */
final class OpenFiles {
    private static final Logger LOG = LoggerFactory.getLogger(OpenFiles.class);
    private static final long OTHERS = 256;

    private OpenFiles() {}

    /** {@code wanted}, or as many as leave descriptors for files and the database. */
    static int affordableConnections(int wanted) {
        if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system)) {
            return wanted;
        }
        return affordable(wanted, system.getMaxFileDescriptorCount());
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
