package dev.exhibit.evidence.log;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import java.util.Locale;
import java.util.stream.Stream;

/** The logs that each tenant has. */
public enum LogName {
    /** What was signed: entries that stock clients check. */
    SIGNATURE,
    /** What happened to the store. */
    JOURNAL;

    /** The name in paths and rows. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws MalformedException for a name that is none of these */
    public static LogName parse(String wire) {
        return Stream.of(values())
                .filter(log -> log.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new MalformedException(Reason.BAD_VALUE, "expected signature or journal"));
    }

    /** The host name that begins this log's checkpoints and names its key, unless an operator chose another. */
    public String origin(TenantId tenant, String installation) {
        return tenant + "." + (this == SIGNATURE ? "log" : "journal") + "." + installation + ".exhibit.internal";
    }

    ObjectName object(TenantId tenant, Tile tile) {
        return new ObjectName(tenant, Area.LOG, wire() + "/" + tile.path());
    }

    ObjectName checkpoint(TenantId tenant) {
        return new ObjectName(tenant, Area.LOG, wire() + "/checkpoint");
    }
}
