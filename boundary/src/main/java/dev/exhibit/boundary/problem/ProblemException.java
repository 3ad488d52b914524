package dev.exhibit.boundary.problem;

import dev.exhibit.crypto.json.Json;

/**
 * A refusal on its way to the caller: thrown by handlers and use cases, rendered in one place. {@code detail} is shown to
 * the caller, so it never holds a secret or another tenant's data.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemCode code;
    private final transient Json.Obj extra;

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, Json.object());
    }

    /** @param extra further members of the problem document: {@code pointer}, {@code limit}, {@code seen}, {@code retryAfter} */
    public ProblemException(ProblemCode code, String detail, Json.Obj extra) {
        super(detail);
        this.code = code;
        this.extra = extra;
    }

    public ProblemException(ProblemCode code, String detail, Throwable cause) {
        super(detail, cause);
        this.code = code;
        this.extra = Json.object();
    }

    /** A refusal that points into the request's document. */
    public static ProblemException at(ProblemCode code, String pointer, String detail) {
        return new ProblemException(code, detail, Json.object().with("pointer", pointer));
    }

    /** 413 with what was allowed and what came. */
    public static ProblemException tooLarge(long limit, long seen) {
        return new ProblemException(
                ProblemCode.TOO_LARGE,
                "limit " + limit + " bytes, seen " + seen,
                Json.object().with("limit", limit).with("seen", seen));
    }

    /** 507 with what the plan allows and what it would have been. */
    public static ProblemException quotaExceeded(String what, long limit, long seen) {
        return new ProblemException(
                ProblemCode.QUOTA_EXCEEDED,
                what + ": limit " + limit + ", seen " + seen,
                Json.object().with("limit", limit).with("seen", seen));
    }

    public ProblemCode code() {
        return code;
    }

    /** Further members of the problem document. */
    public Json.Obj extra() {
        return extra;
    }
}
