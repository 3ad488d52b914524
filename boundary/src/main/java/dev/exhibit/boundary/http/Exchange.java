package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.InputStream;
import java.util.Optional;

/**
 * One admitted request as a handler sees it: the caller is known, the route's scope is granted. Every method refuses bad
 * input by throwing {@code ProblemException} or {@code MalformedException} (answered 400).
 */
public interface Exchange {
    /** Who asks, under which correlation id. */
    Call call();

    /** The decoded value of a path parameter of the route's template. */
    String pathParameter(String name);

    /** The decoded value of a query parameter; given twice is refused. */
    Optional<String> queryParameter(String name);

    /** A header's value; given twice is refused. Names do not depend on case. */
    Optional<String> header(String name);

    /** The media type of the body without parameters, in lower case; empty if there is none. */
    String mediaType();

    /** The {@code Idempotency-Key} header. @throws dev.exhibit.boundary.problem.ProblemException 400 if it is missing */
    IdempotencyKey idempotencyKey();

    /** The whole body of a route that takes a document. */
    Bytes body();

    /** The body as a JSON object; the content type must be {@code application/json}. */
    ObjectReader json(JsonLimits limits);

    /** The body of a route that takes a stream: bounded in size, speed and silence. Reading past a limit throws. */
    InputStream stream();
}
