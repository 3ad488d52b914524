package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdempotencyKey;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.InputStream;
import java.util.Optional;

/**
 * A request whose document was read and can be read again.
 *
 * @param original all else
 * @param body the whole of it
 */
public record ReadExchange(Exchange original, Bytes body) implements Exchange {
    @Override
    public ObjectReader json(JsonLimits limits) {
        header("Content-Type")
                .map(ContentType::parse)
                .orElseGet(ContentType::missing)
                .require("application/json");
        return JsonReader.readObject(body, limits);
    }

    @Override
    public InputStream stream() {
        return body.open();
    }

    @Override
    public Call call() {
        return original.call();
    }

    @Override
    public String pathParameter(String name) {
        return original.pathParameter(name);
    }

    @Override
    public Optional<String> queryParameter(String name) {
        return original.queryParameter(name);
    }

    @Override
    public Optional<String> header(String name) {
        return original.header(name);
    }

    @Override
    public String mediaType() {
        return original.mediaType();
    }

    @Override
    public IdempotencyKey idempotencyKey() {
        return original.idempotencyKey();
    }
}
