package dev.exhibit.attestor.scan;

import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a document for what the rules look for: names, texts and numbers. Immutable. */
public final class Scan {
    private static final int MIN_LENGTH = 6;
    private static final double SHORTEST_CARD = 1e13;
    private static final int MAX_POINTER = 1024;

    private final List<ScanRule> rules;

    private Scan(List<ScanRule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** With all rules but these. */
    public static Scan without(Set<ScanRule> passedOver) {
        return new Scan(Arrays.stream(ScanRule.values())
                .filter(rule -> !passedOver.contains(rule))
                .toList());
    }

    /** A place within the document; the outermost has no parent. */
    private record Place(Optional<Place> parent, String token) {
        Place at(String name) {
            return new Place(Optional.of(this), name);
        }
    }

    /**
     * The first finding in the order of the document, if there is any.
     *
     * @param root the name of the document's place, for example {@code predicate}
     */
    public Optional<Finding> first(String root, Json document) {
        Place place = new Place(Optional.empty(), root);
        Optional<Finding> found = in(place, document, this::inText);
        if (found.isPresent() || !rules.contains(ScanRule.AWS_KEY)) {
            return found;
        }
        // A key id in one place and its secret in another: a second look only where there is an id.
        return in(place, document, (at, text) -> found(AwsKeys.hasId(text), ScanRule.AWS_KEY, at))
                .flatMap(id -> in(place, document, (at, text) -> found(AwsKeys.hasSecret(text), ScanRule.AWS_KEY, at)));
    }

    @FunctionalInterface
    private interface Look {
        Optional<Finding> at(Place place, String text);
    }

    private Optional<Finding> in(Place place, Json value, Look look) {
        return switch (value) {
            case Json.Obj object -> inObject(place, object, look);
            case Json.Arr array -> inItems(place, array.items(), look);
            case Json.Text text -> look.at(place, text.value());
            case Json.Num number ->
                number.value() >= SHORTEST_CARD ? look.at(place, written(number)) : Optional.empty();
            case Json.Bool ignored -> Optional.empty();
            case Json.Null ignored -> Optional.empty();
        };
    }

    private Optional<Finding> inObject(Place place, Json.Obj object, Look look) {
        if (rules.contains(ScanRule.PRIVATE_JWK) && isPrivateJwk(object.members())) {
            return Optional.of(finding(ScanRule.PRIVATE_JWK, place));
        }
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            Optional<Finding> named = look.at(place, member.getKey());
            Optional<Finding> found =
                    named.isPresent() ? named : in(place.at(member.getKey()), member.getValue(), look);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> inItems(Place place, List<Json> items, Look look) {
        for (int i = 0; i < items.size(); i++) {
            Optional<Finding> found = in(place.at(Integer.toString(i)), items.get(i), look);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Finding> inText(Place place, String text) {
        if (text.length() < MIN_LENGTH) {
            return Optional.empty();
        }
        for (ScanRule rule : rules) {
            if (rule.findsIn(text)) {
                return Optional.of(finding(rule, place));
            }
        }
        return Optional.empty();
    }

    /** RFC 7517 and RFC 7518: {@code d} of a key pair, {@code k} of a key that both sides have. */
    private static boolean isPrivateJwk(Map<String, Json> members) {
        return members.get("kty") instanceof Json.Text type
                && members.get(type.value().equals("oct") ? "k" : "d") instanceof Json.Text secret
                && secret.value().length() >= 16;
    }

    private static String written(Json.Num number) {
        return Long.toString((long) number.value());
    }

    private static Optional<Finding> found(boolean is, ScanRule rule, Place place) {
        return is ? Optional.of(finding(rule, place)) : Optional.empty();
    }

    private static Finding finding(ScanRule rule, Place place) {
        StringBuilder pointer = new StringBuilder();
        write(place, pointer);
        return new Finding(rule, pointer.toString());
    }

    /** @return whether the pointer has all of {@code place} */
    private static boolean write(Place place, StringBuilder pointer) {
        boolean whole = place.parent().isEmpty() || write(place.parent().get(), pointer);
        boolean shown = whole
                && pointer.length() + place.token().length() < MAX_POINTER
                && EnumSet.allOf(ScanRule.class).stream().noneMatch(rule -> rule.findsIn(place.token()));
        if (shown) {
            pointer.append('/').append(ObjectReader.escape(place.token()));
        }
        return shown;
    }
}
