package dev.exhibit.evidence.http;

import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** A request as the boundary would hand it over. */
record FakeExchange(Call call, Map<String, String> parameters, Map<String, String> headers, Bytes body)
        implements Exchange {
    FakeExchange(Call call, Map<String, String> parameters, Bytes body) {
        this(call, parameters, Map.of(), body);
    }

    @Override
    public String pathParameter(String name) {
        return Optional.ofNullable(parameters.get(name)).orElseThrow();
    }

    @Override
    public Optional<String> queryParameter(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public IdempotencyKey idempotencyKey() {
        return new IdempotencyKey("not-needed-here");
    }

    @Override
    public ObjectReader json(JsonLimits limits) {
        return JsonReader.readObject(body, limits);
    }

    @Override
    public InputStream stream() {
        return body.open();
    }
}
