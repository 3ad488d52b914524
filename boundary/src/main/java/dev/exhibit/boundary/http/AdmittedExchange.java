package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that has passed the filters. */
final class AdmittedExchange implements Exchange {
    private final Incoming in;
    private final Map<String, List<String>> query;

    AdmittedExchange(Incoming in) {
        this.in = in;
        this.query = RequestPath.query(in.rawQuery());
    }

    @Override
    public Call call() {
        return in.call();
    }

    @Override
    public String pathParameter(String name) {
        String value = in.route().parameters().get(name);
        if (value == null) {
            throw new IllegalArgumentException("the route's template has no {" + name + "}");
        }
        return value;
    }

    @Override
    public Optional<String> queryParameter(String name) {
        return atMostOne(query.getOrDefault(name, List.of()), "query parameter " + name);
    }

    @Override
    public Optional<String> header(String name) {
        return atMostOne(in.header(name), "header " + name);
    }

    @Override
    public String mediaType() {
        return contentType().mediaType();
    }

    @Override
    public IdempotencyKey idempotencyKey() {
        return header("Idempotency-Key")
                .map(IdempotencyKey::new)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.MALFORMED, "an Idempotency-Key header is needed, so that a retry is recognised"));
    }

    @Override
    public Bytes body() {
        return in.body().whole();
    }

    @Override
    public ObjectReader json(JsonLimits limits) {
        contentType().require("application/json");
        // A route may take a stream and JSON, so the document's own limit counts, not the route's.
        return JsonReader.readObject(in.body().whole(limits.bytes()), limits);
    }

    @Override
    public InputStream stream() {
        return in.body();
    }

    private ContentType contentType() {
        return header("Content-Type").map(ContentType::parse).orElseGet(ContentType::missing);
    }

    private static Optional<String> atMostOne(List<String> values, String what) {
        if (values.size() > 1) {
            throw new MalformedException(Reason.BAD_VALUE, "the " + what + " is given twice");
        }
        return values.stream().findFirst();
    }
}
