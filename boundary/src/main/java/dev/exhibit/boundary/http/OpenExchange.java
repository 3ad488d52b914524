package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** One request whose caller nobody has identified yet. */
public interface OpenExchange {
    /** The peer's certificate: of a believed authority, for clients, and within its time. */
    Optional<X509Certificate> certificate();

    /** Where the request came from, for limits only: others may come from there too. */
    String address();

    CorrelationId correlation();

    /** The path as it came. */
    String path();

    /** All values of a header, in order. Names do not depend on case. */
    List<String> headers(String name);

    /**
     * The body as a form.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code media_type}, {@code too_large}
     * @throws dev.exhibit.crypto.encoding.MalformedException for a form that is not exact, or says anything twice
     */
    Form form();

    /**
     * The body as a JSON object; the content type must be {@code application/json}.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code media_type}, {@code too_large}
     */
    ObjectReader json(JsonLimits limits);

    /** The whole body. */
    Bytes body();
}
