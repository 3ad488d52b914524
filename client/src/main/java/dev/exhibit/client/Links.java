package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Questions across documents. Thread-safe. */
public final class Links {
    private static final int PAGE = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Transport transport;

    Links(Transport transport) {
        this.transport = transport;
    }

    /**
     * A component of an SBOM.
     *
     * @param purl as the SBOM has it, in canonical form
     * @param sbom the SBOM
     * @param artifacts what the SBOM speaks of
     */
    public record Contained(String purl, Digest sbom, List<Digest> artifacts) {
        public Contained {
            artifacts = List.copyOf(artifacts);
        }

        static Contained read(ObjectReader reply) {
            return new Contained(
                    reply.text("purl"),
                    reply.parsed("sbom", Digest::parse),
                    reply.parsedTexts("artifacts", JsonLimits.BODY.members(), Digest::parse));
        }
    }

    /**
     * Who contains a package.
     *
     * @param components however many pages it took
     * @param unread how many documents have been registered whose packages have not been read yet
     */
    public record Found(List<Contained> components, long unread) {
        public Found {
            components = List.copyOf(components);
        }
    }

    /** @param purl with a version or without, with the qualifiers that count */
    public Found containing(String purl) {
        List<Contained> all = new ArrayList<>();
        List<Json.Obj> pages = pages("/v1/components?purl=" + encoded(purl));
        pages.forEach(page -> ObjectReader.of(page, "").objects("components", PAGE).stream()
                .map(Contained::read)
                .forEach(all::add));
        return new Found(
                all,
                ObjectReader.of(pages.getLast(), "")
                        .optionalInteger("unread", 0, Long.MAX_VALUE)
                        .orElse(0L));
    }

    /** What happened to an artifact, as the service describes it: the events of all pages in one document. */
    public Json.Obj changes(Digest artifact, Instant since) {
        List<Json.Obj> pages = pages("/v1/artifacts/" + artifact + "/changes?since=" + encoded(since.toString()));
        List<Json> events = pages.stream()
                .flatMap(page -> ObjectReader.of(page, "").items("events", PAGE).stream())
                .toList();
        Map<String, Json> document = new TreeMap<>(pages.getFirst().members());
        document.remove("next");
        document.put("events", Json.array(events));
        return new Json.Obj(document);
    }

    /** On what a piece of evidence rests, as the service describes it. */
    public Json.Obj grounds(Digest start) {
        return document("/v1/evidence/" + start + "/grounds");
    }

    /** What rests on a piece of evidence, as the service describes it. */
    public Json.Obj uses(Digest start) {
        return document("/v1/evidence/" + start + "/uses");
    }

    private List<Json.Obj> pages(String path) {
        List<Json.Obj> pages = new ArrayList<>();
        Optional<String> place = Optional.of(path);
        while (place.isPresent()) {
            Json.Obj page = document(place.get());
            pages.add(page);
            place = ObjectReader.of(page, "").optionalText("next").map(next -> path + "&cursor=" + next);
        }
        return pages;
    }

    private Json.Obj document(String path) {
        Bytes document =
                transport.read(transport.send(path, PATIENCE, HttpRequest.Builder::GET), JsonLimits.PREDICATE.bytes());
        return (Json.Obj) JsonReader.read(document, JsonLimits.PREDICATE);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
