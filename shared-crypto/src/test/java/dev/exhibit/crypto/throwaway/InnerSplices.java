package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Splices inside of texts: of lines (checkpoints), and of what base64 hides, JSON (payloads, log entries) and DER
 * (timestamps, certificates, signatures).
 */
final class InnerSplices {
    private InnerSplices() {}

    static List<String> of(String text, String other) {
        if (text.contains("\n") && other.contains("\n")) {
            return ofLines(text, other);
        }
        Optional<Bytes> genuine = decoded(text);
        Optional<Bytes> donor = decoded(other);
        return genuine.isPresent() && donor.isPresent()
                ? Stream.concat(ofJson(genuine.get(), donor.get()), ofDer(genuine.get(), donor.get()))
                        .map(StrictBase64::encode)
                        .toList()
                : List.of();
    }

    private static Optional<Bytes> decoded(String text) {
        try {
            return Optional.of(StrictBase64.decode(text));
        } catch (MalformedException notBase64) {
            return Optional.empty();
        }
    }

    private static Stream<Bytes> ofJson(Bytes genuine, Bytes other) {
        return parsed(genuine).stream()
                .flatMap(json -> parsed(other).stream()
                        .flatMap(donor -> Splices.samePlace(json, donor).stream())
                        .map(mutant -> CanonicalJson.of(mutant).bytes()));
    }

    private static Optional<Json> parsed(Bytes document) {
        try {
            Json json = JsonReader.read(document, JsonLimits.BODY);
            return json instanceof Json.Obj ? Optional.of(json) : Optional.empty();
        } catch (MalformedException notJson) {
            return Optional.empty();
        }
    }

    private static Stream<Bytes> ofDer(Bytes genuine, Bytes other) {
        return DerTree.read(genuine).stream()
                .flatMap(tree -> DerTree.read(other).stream()
                        .flatMap(donor -> Stream.concat(tree.splices(donor).stream(), tree.transplants(donor).stream()))
                        .map(DerTree::encode));
    }

    private static List<String> ofLines(String text, String other) {
        List<String> lines = List.of(text.split("\n", -1));
        List<String> mutants = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            mutants.add(joined(lines, i, 1, List.of()));
            for (String line : other.split("\n", -1)) {
                mutants.add(joined(lines, i, 1, List.of(line)));
                mutants.add(joined(lines, i, 0, List.of(line)));
            }
        }
        mutants.removeIf(text::equals);
        return mutants;
    }

    private static String joined(List<String> lines, int place, int gone, List<String> instead) {
        List<String> changed = new ArrayList<>(lines.subList(0, place));
        changed.addAll(instead);
        changed.addAll(lines.subList(place + gone, lines.size()));
        return String.join("\n", changed);
    }
}
