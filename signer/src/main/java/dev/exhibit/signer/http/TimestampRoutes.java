package dev.exhibit.signer.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import dev.exhibit.signer.time.TimestampAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The timestamp authority over HTTP (RFC 3161 section 3.4). What cannot be granted is a problem document, no rejection. */
public record TimestampRoutes(TimestampAuthority authority) {
    private static final String QUERY = "application/timestamp-query";
    private static final String REPLY = "application/timestamp-reply";

    public List<Route> routes() {
        return List.of(new Route(
                Route.Method.POST,
                "/v1/timestamps",
                Scope.TIMESTAMP_CREATE,
                new Route.Body.Stream(TimestampQuery.MAX_SIZE, List.of(QUERY)),
                this::stamp));
    }

    private Answer stamp(Exchange exchange) {
        if (!exchange.mediaType().equals(QUERY)) {
            throw new ProblemException(ProblemCode.MEDIA_TYPE, "send a timestamp query as " + QUERY);
        }
        return Answer.bytes(200, REPLY, authority.stamp(exchange.call(), query(exchange)));
    }

    private static Bytes query(Exchange exchange) {
        try (InputStream in = exchange.stream()) {
            return Bytes.owned(in.readNBytes(TimestampQuery.MAX_SIZE + 1));
        } catch (IOException failed) {
            throw new UncheckedIOException("the body could not be read", failed);
        }
    }
}
