package dev.exhibit.signer.source;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.ImageReference;
import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.fetch.FetchStream;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Bundles beside the images that they are about, in the same repository, where others find them too (OCI distribution
 * specification 1.1, "Listing Referrers"; where a registry does not know that, its "Referrers Tag Schema"). What a registry
 * gives is hashed, and no signature is looked at: whoever can write to a repository can attach anything. Thread-safe.
 */
public final class ImageEvidence {
    /** Bytes of all bundles beside one image: they are held together. */
    private static final long MOST_BYTES = 128L * 1024 * 1024;

    private final SourceSettings settings;
    private final FetchStream fetch;
    private final Secrets secrets;
    private final Limits limits;
    private final LongSupplier nanoTime;

    /**
     * @param settings which registries, and what to log in with
     * @param fetch reaches these places and no others
     * @param nanoTime what time it is, to the end of measuring
     */
    public ImageEvidence(
            SourceSettings settings, FetchStream fetch, Secrets secrets, Limits limits, LongSupplier nanoTime) {
        this.settings = settings;
        this.fetch = fetch;
        this.secrets = secrets;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    /**
     * A bundle that was found beside an image.
     *
     * @param manifest digest of the manifest that refers to the image
     * @param bundle its bytes
     * @param predicateType what the manifest says of it; nobody has verified it
     */
    public record Attached(Digest manifest, Bytes bundle, Optional<String> predicateType) {}

    /**
     * Puts a bundle beside an image. One that is there already is not put there twice.
     *
     * @param created when, for the manifest
     * @return the digest of the manifest that refers to the image
     * @throws dev.exhibit.crypto.encoding.MalformedException for a bundle that is not about it
     * @throws ProblemException {@code artifact_unavailable}, {@code source_not_allowed}, {@code digest_mismatch},
     *     {@code too_large}
     */
    public Digest attach(ImageReference image, Bytes bundle, Instant created) {
        // 1. A bundle about this image, and the image is there.
        AttachedBundle attached = AttachedBundle.of(bundle, image.digest());
        Registry registry = registry(image, RegistryLogin.Access.WRITE);
        Referrers referrers = new Referrers(registry, limits.sources());
        Referrer.Subject subject = subject(registry, image.digest());
        // 2. What is there already stays as it is.
        Digest layer = Hashing.of(bundle);
        for (Referrers.Found found : referrers.list(image.digest())) {
            if (found.referrer().layer().equals(layer)) {
                return found.manifest();
            }
        }
        // 3. The bytes, then what names them, then where it is looked for.
        RegistryWriter writer = new RegistryWriter(registry);
        writer.blob(Referrer.EMPTY);
        writer.blob(bundle);
        Bytes manifest = Referrer.manifest(subject, attached, created);
        Digest digest = Hashing.of(manifest);
        if (!writer.manifest(digest.toString(), Referrer.MANIFEST, manifest)) {
            referrers.add(image.digest(), Referrer.named(manifest), digest, writer);
        }
        return digest;
    }

    /**
     * Every bundle beside an image.
     *
     * @throws ProblemException as {@link #attach} does; {@code too_large} if they have more than 128 MiB in all
     */
    public List<Attached> discover(ImageReference image) {
        Registry registry = registry(image, RegistryLogin.Access.READ);
        List<Referrers.Found> all = new Referrers(registry, limits.sources()).list(image.digest());
        long bytes = all.stream().mapToLong(found -> found.referrer().size()).sum();
        if (bytes > MOST_BYTES) {
            throw ProblemException.tooLarge(MOST_BYTES, bytes);
        }
        return all.stream()
                .map(found -> new Attached(
                        found.manifest(),
                        bundle(registry, found.referrer()),
                        found.referrer().predicateType()))
                .toList();
    }

    private static Bytes bundle(Registry registry, Referrer referrer) {
        Bytes bytes = registry.blob(referrer.layer(), referrer.size(), Registry::whole);
        requireSame(referrer.layer(), bytes);
        return bytes;
    }

    private Referrer.Subject subject(Registry registry, Digest image) {
        Registry.Document document = registry.manifest(image, limits.sources().manifestBytes());
        requireSame(image, document.bytes());
        return new Referrer.Subject(
                document.mediaType(), image, document.bytes().size());
    }

    private Registry registry(ImageReference image, RegistryLogin.Access access) {
        Origin place = settings.placeOf(image)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.SOURCE_NOT_ALLOWED, "the registry " + image.registry() + " is not named"));
        Transfer transfer = new Transfer(fetch, limits.sources(), nanoTime);
        RegistryLogin login = new RegistryLogin(settings, place, secrets, limits.sources(), transfer, access);
        return new Registry(
                place, image.repository(), transfer, login, limits.fetch().redirects());
    }

    static void requireSame(Digest named, Bytes bytes) {
        Digest found = Hashing.of(bytes);
        if (!found.equals(named)) {
            throw new ProblemException(
                    ProblemCode.DIGEST_MISMATCH, "the registry gave bytes with digest " + found + " for " + named);
        }
    }
}
