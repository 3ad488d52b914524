package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives what the HTTP parser refuses, before there is a request to speak of, the form of every other refusal. The
 * connection is closed after each.
 */
final class ProtocolRefusals implements DirectHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProtocolRefusals.class);
    private static final String HEADERS_TOO_LARGE = "Header size exceeded"; // the parser's words; it says 400
    private static final int DETAIL = 200;

    private final Supplier<CorrelationId> ids;
    private final ProblemAnswers problems;

    ProtocolRefusals(Supplier<CorrelationId> ids, ProblemAnswers problems) {
        this.ids = ids;
        this.problems = problems;
    }

    DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, this);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            @Nullable String message) {
        CorrelationId correlation =
                Incoming.correlation(request.headers().first(HeaderNames.create(Incoming.CORRELATION_HEADER)), ids);
        ProblemCode code = code(status, message);
        LOG.atInfo()
                .addKeyValue("status", code.status())
                .addKeyValue("code", code.code())
                .addKeyValue("correlationId", correlation)
                .log("refused before a request was read");
        Answer answer = problems.of(new ProblemException(code, detail(code, message)), correlation);
        TransportResponse.Builder response = TransportResponse.builder()
                .status(Status.create(answer.status()))
                .keepAlive(false);
        AnswerHeaders.of(answer, correlation)
                .forEach((name, value) -> response.header(HeaderNames.create(name), value));
        if (answer.content() instanceof Answer.Content.Whole whole) {
            response.entity(whole.bytes().toArray());
        }
        return response.build();
    }

    private static ProblemCode code(Status status, @Nullable String message) {
        if (HEADERS_TOO_LARGE.equals(message)) {
            return ProblemCode.HEADERS_TOO_LARGE;
        }
        return switch (status.code()) {
            case 413 -> ProblemCode.TOO_LARGE;
            case 414 -> ProblemCode.REQUEST_LINE_TOO_LARGE;
            case 415 -> ProblemCode.MEDIA_TYPE;
            case 431 -> ProblemCode.HEADERS_TOO_LARGE;
            case 500 -> ProblemCode.DEFECT;
            case 503 -> ProblemCode.OVERLOADED;
            case 505 -> ProblemCode.HTTP_VERSION;
            default -> ProblemCode.MALFORMED;
        };
    }

    /** The parser may repeat what it was sent: only plain text goes back, and not much of it. */
    private static String detail(ProblemCode code, @Nullable String message) {
        if (code == ProblemCode.DEFECT || message == null || message.isEmpty()) {
            return code.title();
        }
        String plain = message.replaceAll("[^ -~]", "?");
        return plain.substring(0, Math.min(plain.length(), DETAIL));
    }
}
