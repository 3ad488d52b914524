package dev.exhibit.boundary.config;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A configuration names the file of a secret, {@code file:/path}, and never holds the secret. */
final class SecretReference {
    private static final String SCHEME = "file:";
    private static final List<String> SUSPICIOUS = List.of("password", "secret", "token", "key");

    private SecretReference() {}

    /** The absolute path of a reference. */
    static Path file(String reference) {
        if (!reference.startsWith(SCHEME + "/")) {
            throw refused("");
        }
        try {
            return Path.of(reference.substring(SCHEME.length())).normalize();
        } catch (InvalidPathException notAPath) {
            throw refused("");
        }
    }

    /** @throws MalformedException where a member whose name speaks of a secret holds anything but a reference */
    static void demandEverywhere(Json document) {
        search(document, "", false);
    }

    private static void search(Json value, String pointer, boolean suspicious) {
        switch (value) {
            case Json.Obj object -> {
                for (Map.Entry<String, Json> member : object.members().entrySet()) {
                    String place = pointer + "/" + ObjectReader.escape(member.getKey());
                    search(member.getValue(), place, suspicious || isSuspicious(member.getKey()));
                }
            }
            case Json.Arr array -> array.items().forEach(item -> search(item, pointer, suspicious));
            case Json.Text text -> demand(!suspicious || text.value().startsWith(SCHEME + "/"), pointer);
            case Json.Num ignored -> demand(!suspicious, pointer);
            case Json.Bool ignored -> demand(!suspicious, pointer);
            case Json.Null ignored -> demand(!suspicious, pointer);
        }
    }

    private static boolean isSuspicious(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return SUSPICIOUS.stream().anyMatch(small::contains);
    }

    private static void demand(boolean holds, String pointer) {
        if (!holds) {
            throw refused(pointer);
        }
    }

    private static MalformedException refused(String pointer) {
        return new MalformedException(
                Reason.BAD_VALUE,
                pointer,
                "a secret does not stand in the configuration; put it into a file of mode 0600 and write file:/path");
    }
}
