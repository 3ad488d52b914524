package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;

/** The service refused, or could not be reached ({@code status} 0). Its message says what, why and what to do. */
public final class ClientProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final int MAX_PROBLEM = 64 * 1024;

    private final int status;
    private final String code;
    private final transient Json.Obj document;

    ClientProblem(int status, String code, String message, Json.Obj document) {
        super(message);
        this.status = status;
        this.code = code;
        this.document = document;
    }

    /** What a refusal says; its body is closed. */
    static ClientProblem of(HttpResponse<InputStream> response) {
        int status = response.statusCode();
        try (InputStream body = response.body()) {
            Bytes bytes = Bytes.owned(body.readNBytes(MAX_PROBLEM));
            Json.Obj document =
                    JsonReader.read(bytes, JsonLimits.BODY) instanceof Json.Obj object ? object : Json.object();
            return of(status, document);
        } catch (MalformedException | UncheckedIOException | IOException noProblemDocument) {
            return new ClientProblem(
                    status,
                    "http_" + status,
                    "the service answered " + status + " without saying why",
                    Json.object().with("status", status));
        }
    }

    /** What a problem document says. */
    static ClientProblem of(int status, Json.Obj document) {
        ObjectReader reader = ObjectReader.of(document, "");
        String code = reader.optionalText("code").orElse("http_" + status);
        return new ClientProblem(status, code, describe(status, code, reader), document);
    }

    private static String describe(int status, String code, ObjectReader problem) {
        StringBuilder text = new StringBuilder(problem.optionalText("title").orElse("refused"));
        problem.optionalText("detail").ifPresent(detail -> text.append(": ").append(detail));
        problem.optionalText("pointer")
                .ifPresent(pointer -> text.append(" (at ").append(pointer).append(")"));
        problem.optionalText("claim")
                .ifPresent(claim -> text.append(" (claim ").append(claim).append(")"));
        text.append(". ");
        Optional<String> advice = problem.optionalText("advice");
        advice.ifPresent(text::append);
        text.append(" [").append(status).append(' ').append(code);
        problem.optionalText("correlationId").ifPresent(id -> text.append(", ").append(id));
        return text.append("]").toString();
    }

    /** No answer came. */
    static ClientProblem unreachable(String address, Throwable cause) {
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        String message = "no answer from " + address + ": " + why + ". Check that the service runs and try again.";
        ClientProblem problem = new ClientProblem(
                0,
                "unreachable",
                message,
                Json.object().with("code", "unreachable").with("detail", message));
        problem.initCause(cause);
        return problem;
    }

    /** There is no connection with a certificate that has ended. */
    static ClientProblem certificateEnded(Instant end) {
        String message =
                "the client certificate ended at " + end + " and cannot be renewed any more: enrol again with a"
                        + " code of an administrator, or as a job by its token ('exhibit enroll').";
        return new ClientProblem(
                0,
                "certificate_ended",
                message,
                Json.object().with("code", "certificate_ended").with("detail", message));
    }

    /** An answer came that this client does not understand. */
    static ClientProblem unreadable(int status, String why) {
        String message = "the answer cannot be read: " + why + ". Check that server and client have one version.";
        return new ClientProblem(
                status,
                "answer_unreadable",
                message,
                Json.object().with("code", "answer_unreadable").with("detail", message));
    }

    /** The issuer gave no access token. */
    static ClientProblem noToken(int status, TokenIssuer issuer, String error, String description) {
        String message = "no access token for client '" + issuer.client() + "' from " + issuer.endpoint() + ": " + error
                + (description.isEmpty() ? "" : ", " + description) + ".";
        return new ClientProblem(
                status, error, message, Json.object().with("code", error).with("detail", message));
    }

    /** The same problem with a sentence more. */
    ClientProblem and(String more) {
        return more.isEmpty() ? this : new ClientProblem(status, code, getMessage() + more, document);
    }

    /** The authority does not change the client's keys (RFC 6749 section 5.2). */
    static ClientProblem keysUnchanged(int status, TokenIssuer issuer, ObjectReader answer) {
        String error = answer.optionalText("error")
                .or(() -> answer.optionalText("code"))
                .orElse("http_" + status);
        String message = "the keys of client '" + issuer.client() + "' were not changed: " + error
                + answer.optionalText("error_description")
                        .map(why -> ", " + why)
                        .orElse("") + ".";
        return new ClientProblem(
                status, error, message, Json.object().with("code", error).with("detail", message));
    }

    /** What a problem document says that came within another document. */
    static ClientProblem of(Json.Obj document) {
        ObjectReader reader = ObjectReader.of(document, "");
        return of(reader.optionalInteger("status", 400, 599).orElse(500L).intValue(), document);
    }

    /** The service has accepted what was asked, and has not finished it yet. */
    static ClientProblem stillWaiting(Json.Obj document) {
        String message =
                "the service has accepted this and finishes it when log, timestamps and store are back. Send the same"
                        + " request again (with its --idempotency-key), or ask GET /v1/attestations/waiting/"
                        + ObjectReader.of(document, "").optionalText("id").orElse("") + ".";
        return new ClientProblem(202, "waiting", message, document.with("detail", message));
    }

    /** The service sent other bytes than those that were asked for by digest. */
    static ClientProblem changed(Digest expected, Digest found) {
        String message = "the service sent other bytes: expected " + expected + ", found " + found
                + ". Do not trust this store.";
        return new ClientProblem(
                200,
                "integrity",
                message,
                Json.object().with("code", "integrity").with("detail", message));
    }

    /** Whether it may be over by itself, for a problem without an answer. */
    boolean mayPass() {
        return code.equals("unreachable");
    }

    /** HTTP status; 0 if no answer came. */
    public int status() {
        return status;
    }

    /** The stable code, for example {@code digest_mismatch}. */
    public String code() {
        return code;
    }

    /** What exactly was refused, where the service said so. */
    public Optional<String> detail() {
        return member("detail");
    }

    /** What to do about it. */
    public Optional<String> advice() {
        return member("advice");
    }

    /** Names the request in the service's log. */
    public Optional<String> correlationId() {
        return member("correlationId");
    }

    /** RFC 6901 pointer into the request's document. */
    public Optional<String> pointer() {
        return member("pointer");
    }

    private Optional<String> member(String name) {
        return document.members().get(name) instanceof Json.Text text ? Optional.of(text.value()) : Optional.empty();
    }

    /** The problem document as the service sent it. */
    public Json.Obj document() {
        return document;
    }
}
