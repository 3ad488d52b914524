package dev.exhibit.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.exhibit.crypto.timestamp.TimestampQuery;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One request of an operation.
 *
 * @param operation method and path, as the API document has them
 * @param parameters by place and name, such as {@code header Idempotency-Key}
 * @param type of the body, with its parameters; empty if there is none
 * @param body as it is sent, one character for each byte
 * @param content of the body, as its schema sees it; missing if it has none
 */
record ApiCall(String operation, Map<String, String> parameters, String type, String body, JsonNode content) {
    static ApiCall of(String operation) {
        return new ApiCall(operation, Map.of(), "", "", MissingNode.getInstance());
    }

    /** @param name with its place before it: header, path or query */
    ApiCall with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new ApiCall(operation, more, type, body, content);
    }

    ApiCall json(ObjectNode document) {
        return sending("application/json", document.toString(), document);
    }

    ApiCall bytes(String bytes) {
        return sending("application/octet-stream", bytes, MissingNode.getInstance());
    }

    ApiCall timestampQuery(TimestampQuery query) {
        String sent = new String(query.encode().toArray(), StandardCharsets.ISO_8859_1);
        return sending("application/timestamp-query", sent, MissingNode.getInstance());
    }

    ApiCall form(Map<String, String> members) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        members.forEach(document::put);
        String form = members.entrySet().stream()
                .map(member -> member.getKey() + "=" + encoded(member.getValue()))
                .collect(Collectors.joining("&"));
        return sending("application/x-www-form-urlencoded", form, document);
    }

    /** A document and an artifact after it. */
    ApiCall parts(ObjectNode request, String artifact) {
        String head = "--B\r\nContent-Disposition: form-data; name=";
        String body = head + "\"request\"\r\nContent-Type: application/json\r\n\r\n" + request + "\r\n" + head
                + "\"artifact\"\r\nContent-Type: application/octet-stream\r\n\r\n" + artifact + "\r\n--B--\r\n";
        ObjectNode whole = JsonNodeFactory.instance.objectNode();
        whole.set("request", request);
        return sending("multipart/form-data; boundary=B", body, whole.put("artifact", artifact));
    }

    private ApiCall sending(String media, String sent, JsonNode seen) {
        return new ApiCall(operation, parameters, media, sent, seen);
    }

    String method() {
        return operation.substring(0, operation.indexOf(' '));
    }

    String template() {
        return operation.substring(operation.indexOf(' ') + 1);
    }

    /** The request as it goes over the wire. */
    String text(String authorization) {
        String path = template();
        StringBuilder query = new StringBuilder();
        StringBuilder headers = new StringBuilder(authorization);
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            String name = parameter.getKey().substring(parameter.getKey().indexOf(' ') + 1);
            String value = parameter.getValue();
            switch (parameter.getKey().substring(0, parameter.getKey().indexOf(' '))) {
                case "path" -> path = path.replace("{" + name + "}", value);
                case "query" ->
                    query.append(query.isEmpty() ? '?' : '&').append(name + "=").append(encoded(value));
                default -> headers.append(name + ": " + value + "\r\n");
            }
        }
        String about = type.isEmpty() ? "" : "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n";
        return method() + " " + path + query + " HTTP/1.1\r\nHost: localhost\r\n" + headers + about + "\r\n" + body;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
