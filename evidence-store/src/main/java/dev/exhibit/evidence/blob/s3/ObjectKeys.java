package dev.exhibit.evidence.blob.s3;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore.Stray;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The keys of a bucket: {@code <prefix>/<tenant>/<area>/<path>}. What else lies in the bucket is none of ours.
 *
 * @param prefix without slashes around it; may be empty
 */
record ObjectKeys(String prefix) {
    /** No tenant is called so. */
    private static final String PROBES = "_doctor/";

    private static final Pattern CHECKPOINT = Pattern.compile("[a-z0-9-]+/log/[a-z]+/checkpoint");

    /** What every key begins with. */
    String root() {
        return prefix.isEmpty() ? "" : prefix + "/";
    }

    /** What the keys of probes begin with. */
    String probes() {
        return root() + PROBES;
    }

    String of(ObjectName name) {
        return area(name.tenant(), name.area()) + name.path();
    }

    /** What the keys of an area begin with. */
    String area(TenantId tenant, Area area) {
        return root() + tenant.value() + "/" + area.folder() + "/";
    }

    /** The name of a key in an area, if it is one of ours. */
    Optional<ObjectName> name(TenantId tenant, Area area, String key) {
        String start = area(tenant, area);
        try {
            return key.startsWith(start)
                    ? Optional.of(new ObjectName(tenant, area, key.substring(start.length())))
                    : Optional.empty();
        } catch (MalformedException foreign) {
            return Optional.empty();
        }
    }

    /**
     * What is wrong with this version's being there, if anything: probes, and the older versions of a checkpoint that is being
     * replaced, are the service's own.
     */
    Optional<Stray> stray(BucketClient.Version version) {
        String path = version.key().substring(root().length());
        String[] parts = path.split("/", 3);
        boolean ours = parts.length == 3
                && Stream.of(Area.values())
                        .filter(area -> area.folder().equals(parts[1]))
                        .anyMatch(area -> tenant(root() + parts[0] + "/")
                                .flatMap(tenant -> name(tenant, area, version.key()))
                                .isPresent());
        boolean passing =
                version.key().startsWith(probes()) || CHECKPOINT.matcher(path).matches();
        if (!ours && !passing) {
            return Optional.of(new Stray(Stray.Kind.FOREIGN, path));
        }
        if (passing || (version.latest() && !version.marker())) {
            return Optional.empty();
        }
        return Optional.of(new Stray(version.marker() ? Stray.Kind.DELETE_MARKER : Stray.Kind.SHADOW, path));
    }

    /** The tenant of a folder below the root, if it is one. */
    Optional<TenantId> tenant(String folder) {
        try {
            return Optional.of(new TenantId(folder.substring(root().length(), folder.length() - 1)));
        } catch (MalformedException foreign) {
            return Optional.empty();
        }
    }
}
