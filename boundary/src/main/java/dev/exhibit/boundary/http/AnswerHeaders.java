package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.CorrelationId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The headers of an answer: its own, and those that every answer has. */
final class AnswerHeaders {
    private static final Map<String, String> ALWAYS = always();

    private AnswerHeaders() {}

    /** All headers of {@code answer} but its length; what every answer has cannot be overridden. */
    static Map<String, String> of(Answer answer, CorrelationId correlation) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(answer.headers());
        switch (answer.content()) {
            case Answer.Content.Empty ignored -> {}
            case Answer.Content.Whole whole -> headers.put("Content-Type", whole.mediaType());
            case Answer.Content.Streamed streamed -> headers.put("Content-Type", streamed.mediaType());
        }
        headers.putAll(ALWAYS);
        headers.put("Cache-Control", answer.isImmutable() ? "public, max-age=31536000, immutable" : "no-store");
        headers.put(Incoming.CORRELATION_HEADER, correlation.value());
        return headers;
    }

    private static Map<String, String> always() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("X-Frame-Options", "DENY");
        headers.put("X-XSS-Protection", "0");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        headers.put("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        return Map.copyOf(headers);
    }
}
