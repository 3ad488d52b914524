package dev.exhibit.boundary.trace;

import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.crypto.encoding.Bytes;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Sends batches on the one way out that everything takes, instead of OpenTelemetry's own. */
record FetchSender(Fetch fetch, HttpSenderConfig config) implements HttpSender {
    private static final int MAX_ANSWER = 64 * 1024;

    /** Makes exporters take this sender. */
    record Loader(Fetch fetch) implements ComponentLoader {
        @Override
        public <T> Iterable<T> load(Class<T> kind) {
            HttpSenderProvider provider = config -> new FetchSender(fetch, config);
            return kind.isInstance(provider) ? List.of(kind.cast(provider)) : List.of();
        }
    }

    private record Answered(int status, Bytes body) implements HttpResponse {
        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        public String getStatusMessage() {
            return "";
        }

        @Override
        public byte[] getResponseBody() {
            return body.toArray();
        }
    }

    @Override
    public void send(MessageWriter message, Consumer<HttpResponse> answered, Consumer<Throwable> failed) {
        try {
            Fetched answer = fetch.fetch(order(message));
            answered.accept(new Answered(answer.status(), answer.body()));
        } catch (IOException | FetchException lost) {
            failed.accept(lost);
        }
    }

    private FetchOrder order(MessageWriter message) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        message.writeMessage(body);
        FetchOrder order = FetchOrder.post(
                FetchUrl.parse(config.getEndpoint().toString()),
                config.getContentType(),
                Bytes.owned(body.toByteArray()),
                MAX_ANSWER);
        for (Map.Entry<String, List<String>> header :
                config.getHeadersSupplier().get().entrySet()) {
            order = order.with(header.getKey(), String.join(", ", header.getValue()));
        }
        return order;
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
