package dev.exhibit.cli;

import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.cli.context.Context;
import dev.exhibit.crypto.encoding.Bytes;
import java.util.UUID;

/** Requests to a running service byte by byte, each with a token bound to the client's certificate. */
final class Requests {
    private Requests() {}

    static RawClient.Reply get(Context context, String method, String path) {
        return send(context, CertificateTokens.bearer(context), method, path, "", Bytes.empty());
    }

    static RawClient.Reply json(Context context, String method, String path, Bytes body) {
        return send(context, CertificateTokens.bearer(context), method, path, "application/json", body);
    }

    /** @param type of the body; without one, none is sent */
    static RawClient.Reply send(
            Context context, String authorization, String method, String path, String type, Bytes body) {
        String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + authorization
                + "\r\nIdempotency-Key: " + UUID.randomUUID() + "\r\n"
                + (type.isEmpty()
                        ? "\r\n"
                        : "Content-Type: " + type + "\r\nContent-Length: " + body.size() + "\r\n\r\n"
                                + body.asLenientText());
        int port = context.server().orElseThrow().address().getPort();
        try (RawClient client = RawClient.tls(port, ClientContexts.withCertificate(context))) {
            return client.send(request).read(method.equals("HEAD"));
        }
    }
}
