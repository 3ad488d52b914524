package dev.exhibit.client;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A job of GitHub Actions, which gets tokens from where its environment says ({@code permissions: id-token: write}).
 *
 * @param endpoint value of {@code ACTIONS_ID_TOKEN_REQUEST_URL}
 * @param bearer value of {@code ACTIONS_ID_TOKEN_REQUEST_TOKEN}
 */
public record GitHubJob(URI endpoint, String bearer) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 64 * 1024;

    public GitHubJob {
        if (!"https".equals(endpoint.getScheme()) || endpoint.getHost() == null) {
            throw new IllegalArgumentException("ACTIONS_ID_TOKEN_REQUEST_URL is not an https URL");
        }
    }

    /** The job that this process runs in, if there is one that may have tokens. */
    public static Optional<GitHubJob> of(Map<String, String> environment) {
        String endpoint = environment.getOrDefault("ACTIONS_ID_TOKEN_REQUEST_URL", "");
        String bearer = environment.getOrDefault("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "");
        return endpoint.isEmpty() || bearer.isEmpty()
                ? Optional.empty()
                : Optional.of(new GitHubJob(URI.create(endpoint), bearer));
    }

    /** A token for one audience. @throws ClientProblem if there is none */
    public EnrolmentProof.JobToken token(String audience, HttpClient http) {
        String query = "audience=" + URLEncoder.encode(audience, StandardCharsets.UTF_8);
        URI wanted = URI.create(endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + query);
        HttpRequest request = HttpRequest.newBuilder(wanted)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + bearer)
                .header("Accept", "application/json")
                .build();
        return Sending.once(
                http,
                request,
                endpoint.getHost(),
                (response, body) -> read(response.statusCode(), Bytes.owned(body.readNBytes(MAX_ANSWER))));
    }

    private static EnrolmentProof.JobToken read(int status, Bytes body) {
        if (status != 200) {
            throw ClientProblem.unreadable(status, "GitHub gave the job no token, but status " + status);
        }
        try {
            return new EnrolmentProof.JobToken(
                    JsonReader.readObject(body, JsonLimits.BODY).text("value"));
        } catch (MalformedException unreadable) {
            throw ClientProblem.unreadable(status, "GitHub's answer holds no token");
        }
    }

    @Override
    public String toString() {
        return "a job of GitHub Actions";
    }
}
