package dev.exhibit.cli.chaos;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What the service says of itself to whoever may send it requests. Thread-safe. */
final class Readiness implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(20);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final HttpRequest request;

    Readiness(int operations) {
        this.request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operations + "/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
    }

    /** Waits until it is ready; returns how long after {@code start} that was. */
    Duration awaited(long start) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(OFTEN)
                .until(this::answer, ready -> ready.startsWith("200"));
        return Duration.ofNanos(System.nanoTime() - start);
    }

    boolean isReady() {
        return answer().startsWith("200");
    }

    /** Status and body; what went wrong where nobody answers. */
    String answer() {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException nobody) {
            return "no answer: " + nobody;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(interrupted));
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
