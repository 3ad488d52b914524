package dev.exhibit.crypto.throwaway;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Ways to change a document. Each gives the n-th mutant of a numbered list, so that a failure can be named. */
public final class Mutants {
    private static final int INSERTED = 16;
    private static final List<String> FILLINGS = Stream.of(" ", "A", "0", ",")
            .map(filling -> filling.repeat(INSERTED))
            .toList();

    private Mutants() {}

    /**
     * A numbered list of mutants.
     *
     * @param count how many
     * @param mutant the n-th
     */
    public record Numbered(int count, IntFunction<Bytes> mutant) {}

    /** Each bit flipped. */
    public static Numbered bits(Bytes genuine) {
        return new Numbered(genuine.size() * 8, bit -> {
            byte[] mutant = genuine.toArray();
            mutant[bit / 8] ^= (byte) (1 << (bit % 8));
            return Bytes.owned(mutant);
        });
    }

    /** Each byte replaced by each other value. */
    public static Numbered values(Bytes genuine) {
        return new Numbered(genuine.size() * 255, number -> {
            byte[] mutant = genuine.toArray();
            mutant[number / 255] += (byte) (1 + number % 255);
            return Bytes.owned(mutant);
        });
    }

    /** Each length that is too short. */
    public static Numbered cuts(Bytes genuine) {
        return new Numbered(genuine.size(), length -> genuine.slice(0, length));
    }

    /** Sixteen bytes inserted at each place: of four kinds, and those before it once more. */
    public static Numbered insertions(Bytes genuine) {
        int kinds = FILLINGS.size() + 1;
        return new Numbered((genuine.size() + 1) * kinds, number -> {
            int place = number / kinds;
            int kind = number % kinds;
            Bytes filling = kind < FILLINGS.size()
                    ? Bytes.utf8(FILLINGS.get(kind))
                    : genuine.slice(Math.max(0, place - INSERTED), Math.max(INSERTED, place));
            return Bytes.concat(genuine.slice(0, place), filling, genuine.slice(place, genuine.size()));
        });
    }

    /** Documents, each in its canonical form. */
    public static Numbered documents(List<Json> documents) {
        return new Numbered(
                documents.size(),
                number -> CanonicalJson.of(documents.get(number)).bytes());
    }
}
