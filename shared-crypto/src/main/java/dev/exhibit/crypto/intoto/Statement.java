package dev.exhibit.crypto.intoto;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * An in-toto Statement v1: {@code predicate}, which says something of type {@code predicateType} about the subjects.
 *
 * @param subjects 1 to {@value #MAX_SUBJECTS}, none twice
 * @param predicateType a URI of 1 to 1,024 printable ASCII characters
 * @param predicate what is said
 */
public record Statement(List<Subject> subjects, String predicateType, Json.Obj predicate) {
    /** The {@code _type} of every statement. */
    public static final String TYPE = "https://in-toto.io/Statement/v1";

    private static final String TYPE_0_1 = "https://in-toto.io/Statement/v0.1";

    /** How many subjects one statement may have. */
    public static final int MAX_SUBJECTS = 1024;

    private static final Pattern PREDICATE_TYPE = Pattern.compile("[!-~]{1,1024}");

    public Statement {
        subjects = List.copyOf(subjects);
        if (subjects.isEmpty() || subjects.size() > MAX_SUBJECTS) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "/subject", "a statement has 1 to " + MAX_SUBJECTS + " subjects");
        }
        if (new HashSet<>(subjects).size() != subjects.size()) {
            throw new MalformedException(Reason.BAD_VALUE, "/subject", "a subject is listed twice");
        }
        if (!PREDICATE_TYPE.matcher(predicateType).matches()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "/predicateType", "a predicate type is 1 to 1024 printable characters");
        }
    }

    /** Canonical bytes: equal statements give equal bytes. */
    public CanonicalJson encode() {
        return CanonicalJson.of(Json.object()
                .with("_type", TYPE)
                .with(
                        "subject",
                        Json.array(subjects.stream().map(Subject::toJson).toList()))
                .with("predicateType", predicateType)
                .with("predicate", predicate));
    }

    /** Reads a statement strictly: members that are not known here are refused. @throws MalformedException if wrong */
    public static Statement decode(Bytes document) {
        ObjectReader reader = JsonReader.readObject(document, JsonLimits.STATEMENT);
        String type = reader.text("_type");
        if (!type.equals(TYPE)) {
            throw new MalformedException(Reason.UNSUPPORTED, "/_type", "expected " + TYPE);
        }
        List<Subject> subjects = reader.objects("subject", MAX_SUBJECTS).stream()
                .map(Subject::read)
                .toList();
        String predicateType = reader.text("predicateType");
        Json.Obj predicate = reader.objectValue("predicate");
        reader.end();
        return new Statement(subjects, predicateType, predicate);
    }

    /**
     * Reads a statement that somebody else wrote, as the specification asks consumers to: members that are not known are
     * passed over, a subject needs no name, and subjects without a digest that is taken are left out. Version 0.1 is read
     * alike, and a predicate may be null or absent.
     *
     * @param bySha512 artifacts at hand: what is named by SHA-512 alone (npm does) is taken as what has this SHA-256
     * @throws MalformedException if wrong; as unsupported at {@code /subject} if no subject has a digest that is taken
     */
    public static Statement decodeForeign(Bytes document, Map<Bytes, Digest> bySha512) {
        ObjectReader reader = JsonReader.readObject(document, JsonLimits.STATEMENT);
        String type = reader.text("_type");
        if (!type.equals(TYPE) && !type.equals(TYPE_0_1)) {
            throw new MalformedException(Reason.UNSUPPORTED, "/_type", "expected " + TYPE);
        }
        List<ObjectReader> listed = reader.objects("subject", MAX_SUBJECTS);
        List<Subject> subjects = listed.stream()
                .flatMap(subject -> Subject.readForeign(subject, bySha512).stream())
                .toList();
        if (subjects.isEmpty() && !listed.isEmpty()) {
            throw new MalformedException(Reason.UNSUPPORTED, "/subject", "no subject is named by its SHA-256");
        }
        return new Statement(subjects, reader.text("predicateType"), foreignPredicate(reader));
    }

    private static Json.Obj foreignPredicate(ObjectReader reader) {
        Json predicate = reader.optional("predicate").orElse(new Json.Null());
        return predicate instanceof Json.Null ? Json.object() : reader.objectValue("predicate");
    }

    /** Whether the artifact with this digest is one of the subjects. */
    public boolean isAbout(Digest artifact) {
        return subjects.stream().anyMatch(subject -> subject.digest().equals(artifact));
    }
}
