package dev.exhibit.client;

import dev.exhibit.crypto.json.Json;

/** The service refused, or could not be reached ({@code status} 0). Its message says what, why and what to do. */
public final class ClientProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Json.Obj document;

    ClientProblem(int status, String code, String message, Json.Obj document) {
        super(message);
        this.status = status;
        this.code = code;
        this.document = document;
    }

    /** No answer came. */
    static ClientProblem unreachable(String address, Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String message = "no answer from " + address + ": " + why + ". Check that the service runs and try again.";
        ClientProblem problem = new ClientProblem(
                0, "unreachable", message, Json.object().with("code", "unreachable").with("detail", message));
        problem.initCause(cause);
        return problem;
    }

    /** HTTP status; 0 if no answer came. */
    public int status() {
        return status;
    }

    /** The stable code, for example {@code digest_mismatch}. */
    public String code() {
        return code;
    }

    /** The problem document as the service sent it. */
    public Json.Obj document() {
        return document;
    }
}
