package dev.exhibit.signer.source;

import dev.exhibit.boundary.SourceLimits;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.FetchedStream;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What refers to an image: the registry's own list, or the index under the image's tag where it has none. Both may be changed
 * by whoever writes to the repository; what they name is hashed. For one thread.
 */
final class Referrers {
    static final int MOST = 256;

    private static final String INDEX = "application/vnd.oci.image.index.v1+json";
    private static final int NOT_FOUND = 404;
    /** How registries answer that know no lists of referrers; any other failure must not look like an empty list. */
    private static final Set<Integer> NO_LIST = Set.of(400, NOT_FOUND, 405, 406);

    private static final int PAGES = 16;
    private static final int ATTEMPTS = 5;
    private static final Pattern NEXT = Pattern.compile("<(?<url>[^<>]{1,2048})>; *rel=\"?next\"?");

    private final Registry registry;
    private final SourceLimits limits;

    Referrers(Registry registry, SourceLimits limits) {
        this.registry = registry;
        this.limits = limits;
    }

    /**
     * A bundle that refers to an image.
     *
     * @param manifest digest of its manifest
     */
    record Found(Digest manifest, Referrer referrer) {}

    /** One page of an index. */
    private record Page(Bytes document, Optional<String> next) {}

    /** The bundles that refer to {@code image}; everything else that does is left aside. */
    List<Found> list(Digest image) {
        List<Found> all = new ArrayList<>();
        for (ObjectReader descriptor : descriptors(image)) {
            Optional<Digest> manifest = named(descriptor);
            manifest.flatMap(digest -> manifest(digest)
                            .flatMap(bytes -> Referrer.read(bytes, image))
                            .map(read -> new Found(digest, read)))
                    .ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    /** Adds a manifest to the index under the image's tag; who adds another at the same time does not lose it. */
    void add(Digest image, Json.Obj descriptor, Digest manifest, RegistryWriter writer) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Bytes> before = tagged(image);
            if (before.map(index -> has(index, manifest)).orElse(false)) {
                return;
            }
            List<Json> manifests = new ArrayList<>(before.map(Referrers::items).orElse(List.of()));
            manifests.add(descriptor);
            Json.Obj index = Json.object()
                    .with("schemaVersion", 2)
                    .with("mediaType", INDEX)
                    .with("manifests", Json.array(manifests));
            var unused =
                    writer.manifest(tag(image), INDEX, CanonicalJson.of(index).bytes());
        }
        throw new ProblemException(
                ProblemCode.ARTIFACT_UNAVAILABLE, "others change what refers to the image at the same time; try again");
    }

    private List<ObjectReader> descriptors(Digest image) {
        Optional<List<Page>> listed = listed(image);
        List<Bytes> documents = listed.map(
                        pages -> pages.stream().map(Page::document).toList())
                .orElseGet(() -> tagged(image).stream().toList());
        List<ObjectReader> all = new ArrayList<>();
        documents.forEach(document -> all.addAll(understood(document).objects("manifests", MOST)));
        if (all.size() > MOST) {
            throw unavailable("more than " + MOST + " manifests refer to the image");
        }
        return all;
    }

    /** The registry's own list; empty where it has no such lists. */
    private Optional<List<Page>> listed(Digest image) {
        List<Page> pages = new ArrayList<>();
        FetchUrl first = registry.url("referrers/" + image);
        Optional<FetchUrl> next = Optional.of(first);
        while (next.isPresent()) {
            if (pages.size() == PAGES) {
                throw unavailable("the list of what refers to the image has more than " + PAGES + " pages");
            }
            FetchOrder order =
                    FetchOrder.get(next.get(), limits.manifestBytes()).with("Accept", INDEX);
            Optional<Page> page = registry.get(order, Referrers::page);
            if (page.isEmpty()) {
                return Optional.empty();
            }
            pages.add(page.get());
            next = page.get().next().map(first::resolve);
        }
        return Optional.of(pages);
    }

    private static Optional<Page> page(FetchedStream answer) {
        if (NO_LIST.contains(answer.status())) {
            return Optional.empty();
        }
        Bytes document = Registry.whole(answer.document());
        return answer.header("content-type").map(type -> type.startsWith(INDEX)).orElse(false)
                ? Optional.of(new Page(document, answer.header("link").flatMap(Referrers::next)))
                : Optional.empty();
    }

    private static Optional<String> next(String link) {
        Matcher matcher = NEXT.matcher(link);
        return matcher.find() ? Optional.of(matcher.group("url")) : Optional.empty();
    }

    private Optional<Bytes> tagged(Digest image) {
        FetchOrder order = registry.order("manifests/" + tag(image), limits.manifestBytes())
                .with("Accept", INDEX);
        return found(order);
    }

    /** A manifest that was removed may still be named. */
    private Optional<Bytes> manifest(Digest digest) {
        FetchOrder order =
                registry.order("manifests/" + digest, limits.manifestBytes()).with("Accept", Referrer.MANIFEST);
        Optional<Bytes> found = found(order);
        found.ifPresent(bytes -> ImageEvidence.requireSame(digest, bytes));
        return found;
    }

    private Optional<Bytes> found(FetchOrder order) {
        return registry.get(
                order,
                answer -> answer.status() == NOT_FOUND
                        ? Optional.<Bytes>empty()
                        : Optional.of(Registry.whole(answer.document())));
    }

    private static Optional<Digest> named(ObjectReader descriptor) {
        boolean isManifest = descriptor
                .optionalText("mediaType")
                .map(Referrer.MANIFEST::equals)
                .orElse(false);
        return isManifest && Referrer.mayBe(descriptor)
                ? descriptor
                        .optionalText("digest")
                        .filter(text -> text.startsWith("sha256:"))
                        .map(Digest::parse)
                : Optional.empty();
    }

    private static boolean has(Bytes index, Digest manifest) {
        return understood(index).objects("manifests", MOST).stream()
                .anyMatch(one -> one.optionalText("digest")
                        .map(manifest.toString()::equals)
                        .orElse(false));
    }

    private static List<Json> items(Bytes index) {
        return understood(index).items("manifests", MOST);
    }

    private static ObjectReader understood(Bytes index) {
        try {
            ObjectReader reader = JsonReader.readObject(index, JsonLimits.MANIFEST);
            var unused = reader.items("manifests", MOST);
            return reader;
        } catch (MalformedException malformed) {
            throw unavailable("the list of what refers to the image is not understood: " + malformed.getMessage());
        }
    }

    /** OCI distribution specification 1.1, "Referrers Tag Schema". */
    private static String tag(Digest image) {
        return "sha256-" + image.hex();
    }

    private static ProblemException unavailable(String why) {
        return new ProblemException(ProblemCode.ARTIFACT_UNAVAILABLE, why);
    }
}
