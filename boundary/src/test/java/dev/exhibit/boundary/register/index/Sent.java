package dev.exhibit.boundary.register.index;

import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.InputStream;
import java.util.Optional;

/** A JSON document on its way to an administrator's route. */
record Sent(Call call, Bytes body) implements Exchange {
    @Override
    public String pathParameter(String name) {
        throw new IllegalArgumentException(name);
    }

    @Override
    public Optional<String> queryParameter(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return name.equals("Content-Type") ? Optional.of(mediaType()) : Optional.empty();
    }

    @Override
    public String mediaType() {
        return "application/json";
    }

    @Override
    public IdempotencyKey idempotencyKey() {
        throw new IllegalStateException("administration needs none");
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
