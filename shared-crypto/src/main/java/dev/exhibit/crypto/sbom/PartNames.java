package dev.exhibit.crypto.sbom;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.HashMap;
import java.util.Map;

/** The names of the parts of one document: each once, and kept once however many edges have it. */
final class PartNames {
    private final Map<String, String> names = new HashMap<>();
    private final String member;

    /** @param member that gives the name, for messages */
    PartNames(String member) {
        this.member = member;
    }

    void add(String name, String pointer) {
        if (name.isEmpty() || name.length() > SbomDocument.MAX_REF) {
            throw new MalformedException(
                    Reason.BAD_VALUE, pointer, "a " + member + " has 1 to " + SbomDocument.MAX_REF + " characters");
        }
        if (names.putIfAbsent(name, name) != null) {
            throw new MalformedException(Reason.BAD_VALUE, pointer, "this " + member + " is given twice");
        }
    }

    boolean has(String name) {
        return names.containsKey(name);
    }

    /** @throws MalformedException for a name that no part has: nobody could say who depends on whom */
    String known(String name, String pointer) {
        String known = names.get(name);
        if (known == null) {
            throw new MalformedException(Reason.BAD_VALUE, pointer, "the document has nothing with this " + member);
        }
        return known;
    }
}
