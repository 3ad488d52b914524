package dev.exhibit.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Requests that are sent once: what they carry may be used up even if no answer comes. */
final class Sending {
    private Sending() {}

    /**
     * Sends a request and has its answer read.
     *
     * @param whom is asked, for the words of the problem
     * @throws ClientProblem if there is no answer, or it breaks off
     */
    static <T> T once(HttpClient http, HttpRequest request, String whom, Reading<T> reading) {
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return reading.read(response, body);
            }
        } catch (IOException lost) {
            throw ClientProblem.unreachable(whom, lost);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw ClientProblem.unreachable(whom, interrupted);
        }
    }

    /** Reads an answer; the body is closed for it. */
    @FunctionalInterface
    interface Reading<T> {
        T read(HttpResponse<InputStream> response, InputStream body) throws IOException;
    }
}
