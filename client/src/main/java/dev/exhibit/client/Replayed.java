package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.Optional;

/**
 * What a replay found.
 *
 * @param identical whether the same bytes came out; otherwise {@code difference} says why
 * @param output the output that the derivation record names
 * @param difference class and detail of the first difference
 */
public record Replayed(boolean identical, Digest output, Optional<String> difference) {
    static Replayed read(ObjectReader reply) {
        boolean identical = switch (reply.text("result")) {
            case "identical" -> true;
            case "differs" -> false;
            default -> throw new MalformedException(Reason.BAD_VALUE, "/result", "expected identical or differs");
        };
        return new Replayed(
                identical,
                reply.parsed("output", Digest::parse),
                reply.optionalText("class")
                        .map(kind -> kind + ": " + reply.optionalText("detail").orElse("")));
    }
}
