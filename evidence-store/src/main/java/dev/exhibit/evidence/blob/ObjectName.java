package dev.exhibit.evidence.blob;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The name of an object in an {@link ObjectStore}. Tenant, area and path are checked, so that no name leads elsewhere.
 *
 * @param tenant whose it is
 * @param area what it is
 * @param path 1 to 8 parts of {@code a-z 0-9 . -}, joined by slashes; no part begins with a dot
 */
public record ObjectName(TenantId tenant, Area area, String path) {
    private static final Pattern PATH = Pattern.compile("[a-z0-9-][a-z0-9.-]{0,127}(/[a-z0-9-][a-z0-9.-]{0,127}){0,7}");

    /** What objects are for; the folder below the tenant in which they lie. */
    public enum Area {
        /** Bytes under their SHA-256: {@code ab/<64 digits>}. */
        SHA256,
        /** The chunk manifest of a blob, under the blob's digest: {@code ab/<64 digits>}. */
        MANIFEST,
        /** A file of a log, named as in C2SP tlog-tiles, below the log's name. */
        LOG,
        /** Bytes found to be wrong, moved out of the way: {@code ab/<64 digits>}. */
        QUARANTINE,
        /** Parts of an upload under way, below its id. */
        UPLOAD;

        /** The folder's name. */
        public String folder() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ObjectName {
        if (!PATH.matcher(path).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "an object's path has 1 to 8 parts of a-z 0-9 . -");
        }
    }

    /**
     * Whether it stays as it is until its time is over, so that a bucket may lock it: a checkpoint is replaced, and parts and
     * beginnings of tiles go as soon as they are whole.
     */
    public boolean isForGood() {
        return switch (area) {
            case SHA256, MANIFEST -> true;
            case LOG -> path.contains("/tile/") && !path.contains(".p/");
            case QUARANTINE, UPLOAD -> false;
        };
    }

    /** Whether it is the latest checkpoint of a log. */
    boolean isCheckpoint() {
        return area == Area.LOG && path.endsWith("/checkpoint");
    }

    /** Where {@code area} keeps what belongs to {@code digest}. */
    public static ObjectName of(TenantId tenant, Area area, Digest digest) {
        String hex = digest.hex();
        return new ObjectName(tenant, area, hex.substring(0, 2) + "/" + hex);
    }
}
