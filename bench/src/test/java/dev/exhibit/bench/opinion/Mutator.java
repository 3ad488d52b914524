package dev.exhibit.bench.opinion;

import dev.exhibit.bench.opinion.Places.Place;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.Mutants;
import dev.exhibit.crypto.throwaway.Splices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Changes bundles at random places: bytes of the document, of what its base64 holds, texts, structure and spelling.
 *
 * @param random decides everything
 */
record Mutator(RandomGenerator random) {
    private static final int SHORTEST_BASE64 = 40;
    private static final Pattern NAME = Pattern.compile("\"([A-Za-z0-9]+)\":");
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final String DIGITS_AND_LETTERS = "0123456789abcxyzABCXYZ+/=-_ .:\\";

    /** A flipped bit, a cut or an insertion in the document as it is. */
    Mutation raw(Json bundle) {
        Bytes genuine = bytes(bundle);
        return switch (random.nextInt(3)) {
            case 0 -> new Mutation("raw bit", "", pick(Mutants.bits(genuine)));
            case 1 -> new Mutation("raw cut", "", pick(Mutants.cuts(genuine)));
            default -> new Mutation("raw insertion", "", pick(Mutants.insertions(genuine)));
        };
    }

    private Bytes pick(Mutants.Numbered mutants) {
        return mutants.mutant().apply(random.nextInt(mutants.count()));
    }

    /** Any part replaced by that of {@code donor}, or taken away. */
    Mutation splice(Json bundle, Json donor) {
        List<Json> splices = Splices.samePlace(bundle, donor);
        return new Mutation("splice", "", bytes(splices.get(random.nextInt(splices.size()))));
    }

    /** What some base64 holds, changed and encoded again. */
    Mutation decoded(Json bundle) {
        Place place = one(bundle, Mutator::isBase64);
        byte[] value = StrictBase64.decode(text(place)).toArray();
        int at = random.nextInt(value.length);
        return switch (random.nextInt(6)) {
            case 0, 1 -> {
                value[at] ^= (byte) (1 << random.nextInt(8));
                yield base64(bundle, place, "bit in base64", value);
            }
            case 2 -> {
                value[at] = (byte) random.nextInt(256);
                yield base64(bundle, place, "byte in base64", value);
            }
            case 3 -> base64(bundle, place, "byte dropped in base64", without(value, at));
            case 4 -> base64(bundle, place, "byte inserted in base64", with(value, at));
            default ->
                base64(bundle, place, "bytes appended in base64", Arrays.copyOf(value, value.length + 1 + at % 4));
        };
    }

    private Mutation base64(Json bundle, Place place, String change, byte[] value) {
        return replaced(bundle, place, change, StrictBase64.encode(Bytes.owned(value)));
    }

    private static byte[] without(byte[] value, int at) {
        byte[] shorter = Arrays.copyOf(value, value.length - 1);
        System.arraycopy(value, at + 1, shorter, at, value.length - 1 - at);
        return shorter;
    }

    private byte[] with(byte[] value, int at) {
        byte[] longer = Arrays.copyOf(value, value.length + 1);
        longer[at] = (byte) random.nextInt(256);
        System.arraycopy(value, at, longer, at + 1, value.length - at);
        return longer;
    }

    /** The same base64 in another spelling. */
    Mutation respelledBase64(Json bundle) {
        Place place = one(bundle, Mutator::isBase64);
        String text = text(place);
        int at = 1 + random.nextInt(text.length() - 1);
        return switch (random.nextInt(5)) {
            case 0 -> replaced(bundle, place, "base64 without padding", text.replace("=", ""));
            case 1 ->
                replaced(bundle, place, "base64 of URLs", text.replace('+', '-').replace('/', '_'));
            case 2 ->
                replaced(
                        bundle,
                        place,
                        "base64 with a line break",
                        new StringBuilder(text).insert(at, '\n').toString());
            case 3 -> replaced(bundle, place, "base64 with more padding", text + "=");
            default -> replaced(bundle, place, "base64 with unused bits", unusedBits(text));
        };
    }

    /** The last character that counts, one further: only bits that nobody reads, where there is padding. */
    private static String unusedBits(String base64) {
        int last = base64.replace("=", "").length() - 1;
        return base64.substring(0, last) + (char) (base64.charAt(last) + 1) + base64.substring(last + 1);
    }

    /** A text with one character changed, more or less. */
    Mutation text(Json bundle) {
        Place place = one(bundle, value -> value instanceof Json.Text && !isBase64(value));
        String text = text(place);
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        char other = DIGITS_AND_LETTERS.charAt(random.nextInt(DIGITS_AND_LETTERS.length()));
        String rest = text.isEmpty() ? "" : text.substring(at + 1);
        return switch (random.nextInt(5)) {
            case 0 -> replaced(bundle, place, "character replaced", text.substring(0, at) + other + rest);
            case 1 -> replaced(bundle, place, "character dropped", text.substring(0, at) + rest);
            case 2 -> replaced(bundle, place, "character inserted", text.substring(0, at) + other + text.substring(at));
            case 3 -> replaced(bundle, place, "text appended", text + other);
            default -> replaced(bundle, place, "text prepended", "0" + text);
        };
    }

    private static String text(Place place) {
        return place.value() instanceof Json.Text text ? text.value() : "";
    }

    private static Mutation replaced(Json bundle, Place place, String change, String value) {
        return new Mutation(
                change, place.pointer(), bytes(Places.change(bundle, place.pointer(), ignored -> Json.text(value))));
    }

    /** Another structure: members and items more, less, of another type. */
    Mutation structure(Json bundle) {
        return switch (random.nextInt(5)) {
            case 0 -> {
                Place place = one(bundle, value -> value instanceof Json.Obj);
                yield changed(bundle, place, "unknown member", ((Json.Obj) place.value()).with("unknown", "x"));
            }
            case 1 -> changed(bundle, one(bundle, value -> true), "null", new Json.Null());
            case 2 -> {
                Place place = one(
                        bundle,
                        value -> value instanceof Json.Arr array
                                && !array.items().isEmpty());
                yield changed(bundle, place, "item twice", twice(place.value()));
            }
            case 3 -> changed(bundle, one(bundle, value -> true), "empty object", Json.object());
            default -> changed(bundle, one(bundle, value -> true), "number", Json.number(random.nextInt(9)));
        };
    }

    /** An array with one of its items twice; of a document without arrays, an array with it twice. */
    private Json twice(Json value) {
        List<Json> items = new ArrayList<>(value instanceof Json.Arr array ? array.items() : List.of(value));
        items.add(items.get(random.nextInt(items.size())));
        return Json.array(items);
    }

    /** The same document in another spelling. */
    Mutation spelling(Json bundle) {
        String text = bytes(bundle).asLenientText();
        List<MatchResult> names = NAME.matcher(text).results().toList();
        MatchResult name = names.get(random.nextInt(names.size()));
        String before = text.substring(0, name.start());
        String after = text.substring(name.end());
        return switch (random.nextInt(6)) {
            case 0 -> respelled("member twice", before + name.group() + "null," + name.group() + after);
            case 1 ->
                respelled(
                        "escaped name",
                        before + "\"\\u00" + hex(name) + name.group(1).substring(1) + "\":" + after);
            case 2 -> respelled("snake case", before + "\"" + snake(name.group(1)) + "\":" + after);
            case 3 -> respelled("white space", text.replace(",\"", " ,\n\t\""));
            case 4 -> respelled("byte order mark", "\uFEFF" + text);
            default -> respelled("text after the end", text + "{}");
        };
    }

    private static String hex(MatchResult name) {
        return Hex.encode(Bytes.utf8(name.group(1).substring(0, 1)));
    }

    private static String snake(String name) {
        return CAPITAL.matcher(name).replaceAll(found -> "_" + found.group().toLowerCase(Locale.ROOT));
    }

    private static Mutation respelled(String change, String document) {
        return new Mutation(change, "", Bytes.utf8(document));
    }

    private static Mutation changed(Json bundle, Place place, String change, Json value) {
        return new Mutation(change, place.pointer(), bytes(Places.change(bundle, place.pointer(), ignored -> value)));
    }

    private Place one(Json bundle, Predicate<Json> wanted) {
        List<Place> places = Places.all(bundle).stream()
                .filter(place -> wanted.test(place.value()))
                .toList();
        if (places.isEmpty()) {
            return new Place("", bundle);
        }
        return places.get(random.nextInt(places.size()));
    }

    private static boolean isBase64(Json value) {
        try {
            return value instanceof Json.Text text
                    && text.value().length() >= SHORTEST_BASE64
                    && StrictBase64.decode(text.value()).size() > 0;
        } catch (MalformedException other) {
            return false;
        }
    }

    static Bytes bytes(Json bundle) {
        return CanonicalJson.of(bundle).bytes();
    }
}
