package dev.exhibit.keyless;

import com.google.api.client.http.HttpResponseException;
import dev.exhibit.keyless.KeylessException.Kind;
import dev.sigstore.trustroot.Service;
import io.grpc.StatusRuntimeException;
import java.util.stream.Stream;

/** What the failures of one service mean to the caller. Services are strangers: little of their words is repeated. */
final class ServiceFailures {
    private static final int MAX_WORDS = 200;
    private static final int CLIENT_ERROR = 400;
    private static final int TOO_SLOW = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final String name;

    /** @param role as a sentence begins with it */
    ServiceFailures(String role, Service service) {
        this.name = role + " " + service.getUrl();
    }

    KeylessException of(StatusRuntimeException failure, IdentityToken token) {
        String words = failure.getStatus().getCode() + ": "
                + String.valueOf(failure.getStatus().getDescription());
        String said =
                words.contains(token.compact()) ? failure.getStatus().getCode().toString() : printable(words);
        return switch (failure.getStatus().getCode()) {
            case INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED, FAILED_PRECONDITION ->
                new KeylessException(
                        Kind.NOT_ALLOWED,
                        name + " refused a certificate (" + said
                                + "); check issuer, audience and age of the identity token");
            case UNIMPLEMENTED, NOT_FOUND ->
                new KeylessException(
                        Kind.CONFIGURATION,
                        name + " is no Fulcio (" + said + "); correct caUrls in the signing config");
            case UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, CANCELLED -> unavailable(said);
            case OK, UNKNOWN, ALREADY_EXISTS, OUT_OF_RANGE, INTERNAL, DATA_LOSS -> unavailable(said);
        };
    }

    /** Of a request over HTTP, or of reading its answer. */
    KeylessException of(Exception failure) {
        return causes(failure)
                .filter(HttpResponseException.class::isInstance)
                .map(HttpResponseException.class::cast)
                .findFirst()
                .map(answered -> of(answered.getStatusCode()))
                .orElseGet(() -> unavailable(printable(String.valueOf(failure.getMessage()))));
    }

    private KeylessException of(int status) {
        boolean refused = status >= CLIENT_ERROR && status < SERVER_ERROR && status != TOO_SLOW && status != TOO_MANY;
        return refused
                ? new KeylessException(Kind.NOT_ALLOWED, name + " refused the request with status " + status)
                : unavailable("status " + status);
    }

    KeylessException unreadable(Exception failure) {
        return new KeylessException(
                Kind.REFUSED,
                name + " sent an answer that cannot be read (" + printable(String.valueOf(failure.getMessage()))
                        + "); nothing was written");
    }

    KeylessException interrupted() {
        return unavailable("interrupted");
    }

    private KeylessException unavailable(String why) {
        return new KeylessException(
                Kind.UNAVAILABLE, name + " did not give what was asked for (" + why + "); try again later");
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(8);
    }

    private static String printable(String words) {
        StringBuilder plain = new StringBuilder();
        words.codePoints()
                .limit(MAX_WORDS)
                .map(point -> point < 0x20 || point > 0x7E ? '?' : point)
                .forEach(plain::appendCodePoint);
        return plain.toString();
    }
}
