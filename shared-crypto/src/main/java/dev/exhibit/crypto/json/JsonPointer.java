package dev.exhibit.crypto.json;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in a JSON document (RFC 6901).
 *
 * @param tokens unescaped, from the root down
 */
public record JsonPointer(List<String> tokens) {
    private static final int MAX_LENGTH = 1024;
    private static final Pattern BAD_ESCAPE = Pattern.compile("~(?![01])");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    public JsonPointer {
        tokens = List.copyOf(tokens);
    }

    /** Reads {@code /a/b~1c/0}; the empty text is the whole document. @throws MalformedException for anything else */
    public static JsonPointer parse(String text) {
        boolean rooted = text.isEmpty() || text.startsWith("/");
        if (!rooted || text.length() > MAX_LENGTH || BAD_ESCAPE.matcher(text).find()) {
            throw new MalformedException(Reason.BAD_VALUE, "not a JSON pointer");
        }
        return new JsonPointer(Arrays.stream(text.split("/", -1))
                .skip(1)
                .map(token -> token.replace("~1", "/").replace("~0", "~"))
                .toList());
    }

    /** The value at this place, if there is one. */
    public Optional<Json> in(Json document) {
        Optional<Json> value = Optional.of(document);
        for (String token : tokens) {
            value = value.flatMap(parent -> child(parent, token));
        }
        return value;
    }

    private static Optional<Json> child(Json parent, String token) {
        return switch (parent) {
            case Json.Obj object -> Optional.ofNullable(object.members().get(token));
            case Json.Arr array ->
                INDEX.matcher(token).matches()
                                && Integer.parseInt(token) < array.items().size()
                        ? Optional.of(array.items().get(Integer.parseInt(token)))
                        : Optional.empty();
            case Json.Text ignored -> Optional.empty();
            case Json.Num ignored -> Optional.empty();
            case Json.Bool ignored -> Optional.empty();
            case Json.Null ignored -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        tokens.forEach(token -> text.append('/').append(ObjectReader.escape(token)));
        return text.toString();
    }
}
