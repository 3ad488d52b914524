package dev.exhibit.signer.source;

import dev.exhibit.boundary.SourceLimits;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a document of a registry names. Members that nobody here needs may be there, as the specification wants; a document
 * that could be read as manifest and as index is neither.
 */
sealed interface Manifest {
    /**
     * One image.
     *
     * @param blobs its configuration, and then its layers
     */
    record Image(List<Descriptor> blobs) implements Manifest {
        public Image {
            blobs = List.copyOf(blobs);
        }
    }

    /**
     * Images of several platforms.
     *
     * @param manifests where each is
     */
    record Index(List<Descriptor> manifests) implements Manifest {
        public Index {
            manifests = List.copyOf(manifests);
        }
    }

    /**
     * What a manifest says about one of its parts.
     *
     * @param size in bytes
     * @param platform {@code os/architecture} and variant, if it says so
     */
    record Descriptor(String mediaType, Digest digest, long size, Optional<String> platform) {}

    /**
     * Reads a document.
     *
     * @param mediaType what it was called by who named it
     * @throws MalformedException for other media types and whatever is not clearly one of the two
     */
    static Manifest read(Registry.Document document, String mediaType, SourceLimits limits) {
        ObjectReader root = JsonReader.readObject(document.bytes(), JsonLimits.MANIFEST);
        String own = root.optionalText("mediaType").orElse(mediaType);
        if (!own.equals(mediaType) || !document.mediaType().equals(mediaType)) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    root.pointerTo("mediaType"),
                    "the document and who names it disagree about its type");
        }
        if (root.optionalInteger("schemaVersion", 2, 2).isEmpty()) {
            throw new MalformedException(Reason.MISSING_MEMBER, root.pointerTo("schemaVersion"), "missing");
        }
        if (MediaTypes.MANIFESTS.contains(mediaType)) {
            return image(root, limits);
        }
        if (MediaTypes.INDEXES.contains(mediaType)) {
            return index(root, limits);
        }
        throw new MalformedException(
                Reason.BAD_VALUE, root.pointerTo("mediaType"), "known media types: " + MediaTypes.ACCEPT);
    }

    private static Image image(ObjectReader root, SourceLimits limits) {
        refuse(root, "manifests");
        List<Descriptor> blobs = new ArrayList<>();
        blobs.add(descriptor(root.object("config")));
        root.required("layers");
        root.objects("layers", limits.blobs()).forEach(layer -> blobs.add(descriptor(layer)));
        return new Image(blobs);
    }

    private static Index index(ObjectReader root, SourceLimits limits) {
        for (String other : List.of("config", "layers", "fsLayers")) {
            refuse(root, other);
        }
        root.required("manifests");
        return new Index(root.objects("manifests", limits.manifests()).stream()
                .map(Manifest::descriptor)
                .toList());
    }

    private static Descriptor descriptor(ObjectReader given) {
        return new Descriptor(
                given.text("mediaType"),
                given.parsed("digest", Digest::parse),
                given.optionalInteger("size", 0, JsonLimits.MAX_SAFE_INTEGER)
                        .orElseThrow(() ->
                                new MalformedException(Reason.MISSING_MEMBER, given.pointerTo("size"), "missing")),
                given.optionalObject("platform").map(Manifest::platform));
    }

    private static String platform(ObjectReader given) {
        String name = given.text("os") + "/" + given.text("architecture");
        return given.optionalText("variant")
                .map(variant -> name + "/" + variant)
                .orElse(name);
    }

    private static void refuse(ObjectReader root, String member) {
        if (root.optional(member).isPresent()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, root.pointerTo(member), "a document that can be read in two ways");
        }
    }
}
