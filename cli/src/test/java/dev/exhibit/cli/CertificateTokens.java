package dev.exhibit.cli;

import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.cli.context.Context;
import dev.exhibit.client.Connection;
import dev.exhibit.client.TokenIssuer;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Access tokens for clients that speak byte by byte: bound to their certificate, so that no proof goes with them. */
final class CertificateTokens {
    private CertificateTokens() {}

    /** The value of {@code Authorization} for the client of {@code context}. */
    static String bearer(Context context) {
        return "Bearer " + token(context);
    }

    static String token(Context context) {
        Connection connection = context.server().orElseThrow();
        TokenIssuer issuer = connection.tokens().orElseThrow();
        return token(context, "&resource=" + encoded(issuer.audience()));
    }

    /** @param more parameters of the request, each with {@code &} before it */
    static String token(Context context, String more) {
        RawClient.Reply reply = ask(context, more);
        if (reply.status() != 200) {
            throw new IllegalStateException("no token: " + reply.text());
        }
        return read(reply);
    }

    /** The token in an answer of the authority. */
    static String read(RawClient.Reply reply) {
        return JsonReader.readObject(reply.body(), JsonLimits.BODY).text("access_token");
    }

    /** What the authority answers to a request for a token. */
    static RawClient.Reply ask(Context context, String more) {
        TokenIssuer issuer = context.server().flatMap(Connection::tokens).orElseThrow();
        return post(context, "/token", "grant_type=client_credentials&client_id=" + encoded(issuer.client()) + more);
    }

    /** Posts a form to the authority with the client's certificate. */
    static RawClient.Reply post(Context context, String path, String form) {
        int port = context.server()
                .flatMap(Connection::tokens)
                .orElseThrow()
                .endpoint()
                .getPort();
        try (RawClient client = RawClient.tls(port, ClientContexts.withCertificate(context))) {
            return client.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                            + "\r\n\r\n" + form)
                    .read(false);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
