package dev.exhibit.signer.source;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.Platform;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.signer.RemoteArtifacts.Found;
import dev.exhibit.signer.Signed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an image as far as a request wants it, and hashes all of that. For one image and one thread. */
final class ImageCheck {
    private final Registry registry;
    private final Limits limits;
    /** Every blob that a manifest named, and its size. */
    private final Map<Digest, Long> blobs = new LinkedHashMap<>();

    private long bytes;

    ImageCheck(Registry registry, Limits limits) {
        this.registry = registry;
        this.limits = limits;
    }

    Found check(RemoteArtifact.Image wanted) {
        // 1. The manifest that was named by its digest.
        Digest digest = wanted.image().digest();
        Registry.Document document = fetched(digest, limits.sources().manifestBytes());
        // 2. Of an index, the manifests of its platforms; never another index.
        switch (read(document, document.mediaType())) {
            case Manifest.Image image -> {
                if (!wanted.platforms().isEmpty()) {
                    throw unavailable(digest, "is one image and no index of platforms");
                }
                collect(image);
            }
            case Manifest.Index index ->
                chosen(digest, index, wanted.platforms()).forEach(this::platform);
        }
        // 3. What they name, if that is wanted; known in number and size before the first is fetched.
        if (!wanted.blobs()) {
            return new Found(digest, Signed.Checked.OCI_MANIFEST);
        }
        blobs.values().forEach(this::count);
        blobs.forEach(this::blob);
        return new Found(digest, Signed.Checked.OCI_MANIFEST_AND_BLOBS);
    }

    private static List<Manifest.Descriptor> chosen(Digest digest, Manifest.Index index, List<Platform> platforms) {
        for (Platform platform : platforms) {
            if (index.manifests().stream().noneMatch(manifest -> isFor(manifest, platform))) {
                throw unavailable(digest, "has no manifest for " + platform);
            }
        }
        return index.manifests().stream()
                .filter(manifest ->
                        platforms.isEmpty() || platforms.stream().anyMatch(platform -> isFor(manifest, platform)))
                .toList();
    }

    /** A platform without variant means each of its variants. */
    private static boolean isFor(Manifest.Descriptor manifest, Platform wanted) {
        return manifest.platform()
                .filter(name -> name.equals(wanted.name()) || name.startsWith(wanted.name() + "/"))
                .isPresent();
    }

    private void platform(Manifest.Descriptor descriptor) {
        if (!MediaTypes.MANIFESTS.contains(descriptor.mediaType())) {
            throw unavailable(descriptor.digest(), "is in an index and no image manifest");
        }
        requireAtMost(limits.sources().manifestBytes(), descriptor.size());
        Registry.Document document =
                fetched(descriptor.digest(), limits.sources().manifestBytes());
        requireSame(descriptor.digest(), descriptor.size(), document.bytes().size());
        if (read(document, descriptor.mediaType()) instanceof Manifest.Image image) {
            collect(image);
        }
    }

    private Registry.Document fetched(Digest digest, long maxBytes) {
        Registry.Document document = registry.manifest(digest, maxBytes);
        requireSame(digest, Hashing.of(document.bytes()));
        count(document.bytes().size());
        return document;
    }

    private Manifest read(Registry.Document document, String mediaType) {
        try {
            return Manifest.read(document, mediaType, limits.sources());
        } catch (MalformedException malformed) {
            throw unavailable(Hashing.of(document.bytes()), "is not understood: " + malformed.getMessage());
        }
    }

    private void collect(Manifest.Image image) {
        for (Manifest.Descriptor blob : image.blobs()) {
            Long before = blobs.putIfAbsent(blob.digest(), blob.size());
            if (before != null) {
                requireSame(blob.digest(), before, blob.size());
            }
        }
        if (blobs.size() > limits.sources().blobs()) {
            throw new ProblemException(
                    ProblemCode.ARTIFACT_UNAVAILABLE,
                    "the image has more than " + limits.sources().blobs() + " blobs");
        }
    }

    private void blob(Digest digest, long size) {
        Hashing.Hashed hashed = registry.blob(digest, size, Hashing::of);
        requireSame(digest, size, hashed.size());
        requireSame(digest, hashed.digest());
    }

    private void count(long more) {
        bytes += more;
        requireAtMost(limits.artifact(), bytes);
    }

    private static void requireAtMost(long limit, long seen) {
        if (seen > limit) {
            throw ProblemException.tooLarge(limit, seen);
        }
    }

    private static void requireSame(Digest named, Digest found) {
        if (!found.equals(named)) {
            throw new ProblemException(
                    ProblemCode.DIGEST_MISMATCH, "the registry gave bytes with digest " + found + " for " + named);
        }
    }

    private static void requireSame(Digest named, long said, long found) {
        if (said != found) {
            throw new ProblemException(
                    ProblemCode.DIGEST_MISMATCH,
                    named + " should have " + said + " bytes, but " + found + " are given or said elsewhere");
        }
    }

    private static ProblemException unavailable(Digest digest, String what) {
        return new ProblemException(ProblemCode.ARTIFACT_UNAVAILABLE, "the manifest " + digest + " " + what);
    }
}
