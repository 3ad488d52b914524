package dev.exhibit.authority.enrolment;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonPointer;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one claim of a job must be: a string or a boolean, or a string that starts with what stands before a {@code *} at
 * the end. A claim that is missing, or of another type, is not it.
 *
 * @param claim the name of a claim, or a JSON pointer into claims that are nested
 * @param expected the value, or the pattern
 */
record Condition(String claim, Json expected) {
    /** Claims of which one must be given exactly, or as all below one owner: without, anybody's jobs would be meant. */
    private static final Set<String> OWNERS = Set.of(
            "repository",
            "repository_id",
            "repository_owner",
            "repository_owner_id",
            "project_path",
            "project_id",
            "namespace_path",
            "namespace_id",
            "sub",
            "/kubernetes.io/namespace");

    /** Where half a name is a name of nobody else: names within one repository. */
    private static final Set<String> INNER = Set.of("ref", "environment");

    private static final Pattern CLAIM = Pattern.compile("[A-Za-z0-9_.-]{1,64}|(/[A-Za-z0-9_.-]{1,64}){1,4}");
    private static final Pattern TEXT = Pattern.compile("[\\x21-\\x7E]{1,256}");
    private static final Pattern WHOLE_NAMES = Pattern.compile(".+[/:@]");

    Condition {
        if (!CLAIM.matcher(claim).matches()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "a claim is a name, or a JSON pointer of at most four names");
        }
        switch (expected) {
            case Json.Text text -> demandPattern(claim, text.value());
            case Json.Bool ignored -> {}
            case Json.Obj ignored -> throw noValue();
            case Json.Arr ignored -> throw noValue();
            case Json.Num ignored -> throw noValue();
            case Json.Null ignored -> throw noValue();
        }
    }

    private static void demandPattern(String claim, String value) {
        if (!TEXT.matcher(value).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected 1 to 256 visible ASCII characters");
        }
        int star = value.indexOf('*');
        if (star < 0) {
            return;
        }
        String before = value.substring(0, star);
        boolean whole = INNER.contains(claim) || WHOLE_NAMES.matcher(before).matches();
        if (star != value.length() - 1 || before.isEmpty() || !whole) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    "a * stands at the end only, not alone, and but for ref and environment after one of / : @");
        }
    }

    /** Whether it says whose jobs are meant; half a {@code sub}, such as {@code repo:*}, does not. */
    boolean namesOwner() {
        return OWNERS.contains(claim)
                && expected instanceof Json.Text text
                && !(claim.equals("sub") && text.value().endsWith("*"));
    }

    /** Whether the claim is as it must be. */
    boolean holds(Json claims) {
        return pointer().in(claims).filter(this::isExpected).isPresent();
    }

    private boolean isExpected(Json found) {
        if (expected instanceof Json.Text wanted && wanted.value().endsWith("*")) {
            String before = wanted.value().substring(0, wanted.value().length() - 1);
            return found instanceof Json.Text text && text.value().startsWith(before);
        }
        return found.equals(expected);
    }

    private JsonPointer pointer() {
        return claim.startsWith("/") ? JsonPointer.parse(claim) : new JsonPointer(List.of(claim));
    }

    private static MalformedException noValue() {
        return new MalformedException(Reason.WRONG_TYPE, "expected a string or a boolean");
    }
}
