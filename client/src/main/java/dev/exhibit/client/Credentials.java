package dev.exhibit.client;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** What a request shows beside the client certificate: an access token and a proof for this very request. Thread-safe. */
final class Credentials {
    /** One for the token, one for the nonce. */
    static final int TRIES = 3;

    private static final int UNAUTHORIZED = 401;

    private final ProofKey key;
    private final Tokens tokens;
    private volatile Optional<String> nonce = Optional.empty();

    Credentials(TokenIssuer issuer, HttpClient http, ClientParts parts) {
        this.key = new ProofKey(parts);
        this.tokens = new Tokens(issuer, http, key, parts);
    }

    /**
     * A request with its credentials.
     *
     * @param token that it shows
     * @param nonce that its proof names
     */
    record Shown(HttpRequest request, String token, Optional<String> nonce) {}

    /** Gets a fresh token and says what it is. */
    Login login() {
        return tokens.login();
    }

    Shown show(HttpRequest request) {
        String token = tokens.token();
        Optional<String> known = nonce;
        String proof = key.prove(
                request.method(),
                request.uri(),
                Optional.of(token),
                known,
                request.headers().firstValue(BodyDigest.HEADER).map(BodyDigest::read));
        HttpRequest shown = HttpRequest.newBuilder(request, (name, value) -> true)
                .header("Authorization", "DPoP " + token)
                .header("DPoP", proof)
                .build();
        return new Shown(shown, token, known);
    }

    /** Takes what the service gave for the next request. @return whether sending again may help now */
    boolean learn(Shown shown, HttpResponse<?> response) {
        Optional<String> given = response.headers().firstValue("DPoP-Nonce");
        given.ifPresent(next -> nonce = Optional.of(next));
        if (response.statusCode() != UNAUTHORIZED) {
            return false;
        }
        if (given.isPresent() && !given.equals(shown.nonce())) {
            return true;
        }
        tokens.drop(shown.token());
        return given.isEmpty();
    }
}
