package dev.exhibit.cli;

import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.Shown;
import dev.exhibit.boundary.testing.TestJwt;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** A route as the running service's API document has it. */
record ApiRoute(String method, String path, String scope) {
    private static final String DIGEST = "sha256:" + "0".repeat(64);

    /** All that want a token: a new route is in the document, so it is in every matrix. */
    static List<ApiRoute> of(ServiceProcess service) {
        URI document = service.operations().resolve("/openapi.json");
        try (InputStream in = document.toURL().openStream()) {
            Json.Obj paths = JsonReader.readObject(Bytes.owned(in.readAllBytes()), JsonLimits.DOCUMENT)
                    .objectValue("paths");
            List<ApiRoute> found = new ArrayList<>();
            for (Map.Entry<String, Json> path : paths.members().entrySet()) {
                ObjectReader methods = ObjectReader.of(path.getValue(), "");
                for (String method : methods.names()) {
                    ObjectReader demanded =
                            methods.object(method).objects("security", 2).getFirst();
                    demanded.texts("token", 1).stream()
                            .map(scope -> new ApiRoute(method.toUpperCase(Locale.ROOT), path.getKey(), scope))
                            .forEach(found::add);
                }
            }
            return found;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Asks for it, with an id that nothing has, and without a body. */
    RawClient.Reply send(ServiceProcess service, SSLContext tls, Shown shown) {
        try (RawClient client = RawClient.tls(service.address().getPort(), tls)) {
            return client.send(request(shown)).read(method.equals("HEAD"));
        }
    }

    /** The same on a connection that is kept. */
    RawClient.Reply send(KeptClient client, Shown shown) {
        return client.ask(request(shown), method.equals("HEAD"));
    }

    private String request(Shown shown) {
        StringBuilder request = new StringBuilder(method + " " + concrete() + " HTTP/1.1\r\nHost: localhost\r\n");
        shown.authorization().forEach(value -> request.append("Authorization: " + value + "\r\n"));
        shown.proofs().forEach(value -> request.append("DPoP: " + value + "\r\n"));
        return request.append("\r\n").toString();
    }

    boolean writes() {
        return !scope.endsWith(":read") && !scope.endsWith(":verify");
    }

    /** Who may. */
    String role() {
        return switch (scope) {
            case "hold:place", "hold:release" -> "operator";
            case "audit:read" -> "auditor";
            case "tenant:admin" -> "tenant-admin";
            case "attest:verify" -> "service";
            case "key:propose" -> "key-custodian";
            case "key:approve" -> "operator";
            default -> "pipeline";
        };
    }

    /** The token as the one who may would have it. */
    TestJwt of(TestJwt token) {
        return switch (role()) {
            case "tenant-admin" -> token.claim("client_id", "admin").claim("scope", scope);
            case "auditor" -> token.claim("client_id", "other").claim("scope", scope);
            case "service" -> token.claim("client_id", "reader").claim("scope", scope);
            case "key-custodian", "operator" -> token.claim("client_id", role()).claim("scope", scope);
            default -> token.claim("scope", scope);
        };
    }

    String concrete() {
        return path.replaceAll("\\{[a-zA-Z]+}", DIGEST);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
