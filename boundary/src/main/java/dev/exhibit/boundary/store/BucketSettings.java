package dev.exhibit.boundary.store;

import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretReference;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A bucket of an S3 server. What it says of the bucket is a claim: each start proves it and refuses a bucket that does not
 * keep it.
 *
 * @param endpoint where the server is; the operator names it, as he names the database, so that it may be anywhere
 * @param region that requests are signed for
 * @param bucket that exists already
 * @param prefix what every key begins with, without slashes around it; may be empty
 * @param credentials what requests are signed with
 * @param pathStyle whether the bucket is named in the path and not in the host name
 * @param allowHttp whether the server may be spoken to without TLS although it is on another machine
 * @param versioned whether the bucket keeps versions
 * @param lock how long nobody can remove an object, if that is bounded
 * @param encryption how bytes lie on the server's disks
 * @param authorities whose server is believed, where that is not the platform's list
 */
public record BucketSettings(
        Origin endpoint,
        String region,
        String bucket,
        String prefix,
        Credentials credentials,
        boolean pathStyle,
        boolean allowHttp,
        boolean versioned,
        Optional<Lock> lock,
        Encryption encryption,
        Optional<Path> authorities)
        implements StoreSettings {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    /**
     * What requests are signed with.
     *
     * @param accessKey where the access key's name is
     * @param secretKey where the access key's secret is
     */
    public record Credentials(SecretReference accessKey, SecretReference secretKey) {}

    /**
     * Object Lock: each object is kept for so long whoever asks for its removal.
     *
     * @param mode whether a privileged account of the server can undo it
     * @param days from its creation, 1 to 36500
     */
    public record Lock(Mode mode, int days) {
        /** The modes of Object Lock. */
        public enum Mode {
            /** Who may bypass it can remove the object. */
            GOVERNANCE,
            /** Nobody can. */
            COMPLIANCE;

            /** The name in a configuration. */
            public String wire() {
                return name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /** How bytes lie on the server's disks. */
    public sealed interface Encryption {
        /** Nobody says. Refused in production. */
        record None() implements Encryption {}

        /** The server encrypts with its own key ({@code SSE-S3}); each answer must say so. */
        record ByServer() implements Encryption {}

        /**
         * The server encrypts with a key of its key service ({@code SSE-KMS}); each answer must say so.
         *
         * @param key the name of the key
         */
        record ByKeyService(String key) implements Encryption {}

        /** The operator states that the disks under the server are encrypted; no program can prove that. */
        record Disk() implements Encryption {}
    }

    /** @throws StartRefusedException where claims contradict each other, or what is sent could be read on the way */
    public BucketSettings {
        if (endpoint.scheme() == Origin.Scheme.HTTP && !allowHttp && !LOOPBACK.contains(endpoint.host())) {
            throw new StartRefusedException(
                    "store.endpoint: " + endpoint + " is spoken to without TLS, so that everybody"
                            + " on the way reads evidence; use https, or say store.allowHttp: true");
        }
        if (lock.isPresent() && !versioned) {
            throw new StartRefusedException("store.lock needs a bucket with versions; say store.versioning: true");
        }
    }

    /** Whether nobody on another machine can read what is sent. */
    public boolean isPrivateOnTheWay() {
        return endpoint.scheme() == Origin.Scheme.HTTPS || LOOPBACK.contains(endpoint.host());
    }

    @Override
    public String kind() {
        return "s3";
    }

    @Override
    public SortedMap<String, SecretReference> secrets() {
        SortedMap<String, SecretReference> secrets = new TreeMap<>();
        secrets.put("accessKey", credentials.accessKey());
        secrets.put("secretKey", credentials.secretKey());
        return Collections.unmodifiableSortedMap(secrets);
    }

    @Override
    public SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        authorities.ifPresent(file -> files.put("authorities", file));
        return Collections.unmodifiableSortedMap(files);
    }
}
