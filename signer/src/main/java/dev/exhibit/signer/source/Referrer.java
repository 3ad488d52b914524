package dev.exhibit.signer.source;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The manifest of a bundle that refers to an image, as cosign 3 writes and reads it: one layer, the bundle, and an empty
 * configuration (OCI image specification 1.1, "Guidelines for Artifact Usage").
 *
 * @param layer digest of the bundle
 * @param size of the bundle, in bytes
 * @param predicateType of its Statement, if the manifest says so; nobody has verified it
 */
record Referrer(Digest layer, long size, Optional<String> predicateType) {
    static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    static final Bytes EMPTY = Bytes.utf8("{}");

    private static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";
    private static final String BUNDLE_TYPES = "application/vnd.dev.sigstore.bundle";
    private static final String PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";
    private static final int MAX_LAYERS = 64;

    /**
     * The image that is referred to.
     *
     * @param mediaType of its manifest
     * @param size of its manifest, in bytes
     */
    record Subject(String mediaType, Digest digest, long size) {}

    /** The manifest of {@code bundle}. */
    static Bytes manifest(Subject subject, AttachedBundle bundle, Instant created) {
        Json.Obj annotations = Json.object()
                .with(
                        "org.opencontainers.image.created",
                        created.truncatedTo(ChronoUnit.SECONDS).toString())
                .with("dev.sigstore.bundle.content", bundle.content());
        Json.Obj all = bundle.predicateType()
                .map(type -> annotations.with(PREDICATE_TYPE, type))
                .orElse(annotations);
        Digest digest = Hashing.of(bundle.bytes());
        Json.Obj layer = descriptor(Bundle.MEDIA_TYPE, digest, bundle.bytes().size())
                .with(
                        "annotations",
                        Json.object()
                                .with("org.opencontainers.image.title", "sha256-" + digest.hex() + ".sigstore.json"));
        return CanonicalJson.of(Json.object()
                        .with("schemaVersion", 2)
                        .with("mediaType", MANIFEST)
                        .with("artifactType", Bundle.MEDIA_TYPE)
                        .with("config", descriptor(EMPTY_TYPE, Hashing.of(EMPTY), EMPTY.size()))
                        .with("layers", Json.array(List.of(layer)))
                        .with("subject", descriptor(subject.mediaType(), subject.digest(), subject.size()))
                        .with("annotations", all))
                .bytes();
    }

    /** How an index names the manifest. */
    static Json.Obj named(Bytes manifest) {
        return descriptor(MANIFEST, Hashing.of(manifest), manifest.size()).with("artifactType", Bundle.MEDIA_TYPE);
    }

    /** What a manifest says, if it is one of a bundle about {@code image}; else it is about something else, and no matter. */
    static Optional<Referrer> read(Bytes manifest, Digest image) {
        try {
            ObjectReader reader = JsonReader.readObject(manifest, JsonLimits.MANIFEST);
            List<ObjectReader> layers = reader.objects("layers", MAX_LAYERS);
            Digest subject = reader.object("subject").parsed("digest", Digest::parse);
            if (layers.size() != 1
                    || !subject.equals(image)
                    || !layers.getFirst().text("mediaType").startsWith(BUNDLE_TYPES)) {
                return Optional.empty();
            }
            return Optional.of(new Referrer(
                    layers.getFirst().parsed("digest", Digest::parse),
                    layers.getFirst()
                            .optionalInteger("size", 1, JsonLimits.BUNDLE.bytes())
                            .orElse(0L),
                    reader.optionalObject("annotations").flatMap(known -> known.optionalText(PREDICATE_TYPE))));
        } catch (MalformedException others) {
            return Optional.empty();
        }
    }

    /**
     * Whether a descriptor of an index may be one of a bundle: what says that it is something else is not fetched. Some registries
     * name the type of the configuration in this place, as a draft of OCI 1.1 had it.
     */
    static boolean mayBe(ObjectReader descriptor) {
        return descriptor
                .optionalText("artifactType")
                .map(type -> type.startsWith(BUNDLE_TYPES) || type.equals(EMPTY_TYPE))
                .orElse(true);
    }

    private static Json.Obj descriptor(String mediaType, Digest digest, long size) {
        return Json.object()
                .with("mediaType", mediaType)
                .with("digest", digest.toString())
                .with("size", size);
    }
}
