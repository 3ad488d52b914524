package dev.exhibit.cli.serve;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the service that runs on a data directory says about itself, on its operations listener. */
final class RunningCheck {
    private static final String NAME = "service";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST = 64 * 1024;
    private static final int CHECKS = 100;

    private RunningCheck() {}

    /** Empty if none runs. */
    static Optional<List<Finding>> of(DataDirectory data) {
        if (Files.notExists(data.running())) {
            return Optional.empty();
        }
        try {
            ObjectReader facts = document(Files.readAllBytes(data.running()));
            URI ready = facts.parsed("operations", URI::create).resolve("/health/ready");
            return Optional.of(ask(ready).objects("checks", CHECKS).stream()
                    .map(RunningCheck::finding)
                    .toList());
        } catch (IOException silent) {
            return Optional.empty(); // it ended without saying so
        } catch (MalformedException unreadable) {
            return Optional.of(List.of(Finding.unknown(NAME, "says what cannot be read: " + unreadable.getMessage())));
        }
    }

    private static ObjectReader ask(URI ready) throws IOException {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            HttpResponse<InputStream> answer = http.send(
                    HttpRequest.newBuilder(ready).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return document(body.readNBytes(MOST));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(stopped));
        }
    }

    private static ObjectReader document(byte[] bytes) {
        return JsonReader.readObject(Bytes.owned(bytes), JsonLimits.BODY);
    }

    private static Finding finding(ObjectReader check) {
        String name = NAME + ", " + check.text("name");
        if (check.optionalFlag("holds").orElse(false)) {
            return Finding.good(name, "holds");
        }
        String problem = check.optionalText("problem").orElse("does not hold");
        return check.optionalFlag("needed").orElse(true)
                ? new Finding(name, Finding.Outcome.BAD, problem)
                : new Finding(name, Finding.Outcome.ADVICE, problem);
    }
}
