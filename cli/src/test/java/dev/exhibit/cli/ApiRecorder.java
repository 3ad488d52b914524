package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.cli.context.Context;
import dev.exhibit.testkit.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks a running service, and holds what is asked and answered against the document that it publishes. */
final class ApiRecorder {
    static final ObjectMapper JSON = new ObjectMapper();

    private final ServiceProcess service;
    private final JsonNode document;
    private final ApiSchemas asked;
    private final ApiSchemas answered;
    private final Map<Context, String> tokens = new HashMap<>();
    private final Set<String> never = new TreeSet<>();

    ApiRecorder(ServiceProcess service) throws IOException {
        this.service = service;
        try (InputStream in =
                service.operations().resolve("/openapi.json").toURL().openStream()) {
            this.document = JSON.readTree(in);
        }
        this.asked = new ApiSchemas(document.get("components"));
        this.answered = asked.closed();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method -> never.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    }

    /** The operations that never succeeded. */
    Set<String> never() {
        return Set.copyOf(never);
    }

    /** Asks for what the document allows, and is answered what it promises. */
    RawClient.Reply succeeds(Context context, ApiCall call, int status) {
        JsonNode operation = operation(call);
        checkParameters(operation, call);
        checkBody(operation.path("requestBody").path("content"), call);
        RawClient.Reply reply = send(context, operation, call);
        assertThat(reply.status()).as(call.operation() + ": " + reply.text()).isEqualTo(status);
        checkAnswer(operation, call, reply);
        never.remove(call.operation());
        return reply;
    }

    /** Is refused, in the way that the document says. */
    RawClient.Reply refused(Context context, ApiCall call, int status, String why) {
        JsonNode operation = operation(call);
        RawClient.Reply reply = send(context, operation, call);
        assertThat(reply.status()).as(call.operation() + ": " + reply.text()).isEqualTo(status);
        if (!call.method().equals("HEAD")) {
            assertThat(reply.text()).contains("\"" + why + "\"");
        }
        String named = operation.at("/responses/" + status + "/description").asText();
        if (named.startsWith("Refused: ")) {
            assertThat(named.substring(9).split(", ")).as(call.operation()).contains(why);
        }
        checkAnswer(operation, call, reply);
        return reply;
    }

    /** What an answer says. */
    static JsonNode read(RawClient.Reply reply) {
        try {
            return JSON.readTree(reply.text());
        } catch (IOException unreadable) {
            throw new AssertionError(reply.text(), unreadable);
        }
    }

    private JsonNode operation(ApiCall call) {
        JsonNode operation =
                document.get("paths").path(call.template()).path(call.method().toLowerCase(Locale.ROOT));
        assertThat(operation.isObject()).as(call.operation()).isTrue();
        return operation;
    }

    /** Where the document says: the authority has a listener of its own, and gives tokens instead of asking for them. */
    private RawClient.Reply send(Context context, JsonNode operation, ApiCall call) {
        boolean authority = operation.at("/servers/0/description").asText().equals("the authority");
        String authorization = operation.at("/security/0").has("token")
                ? "Authorization: " + tokens.computeIfAbsent(context, CertificateTokens::bearer) + "\r\n"
                : "";
        int port = (authority ? service.authority() : service.address()).getPort();
        try (RawClient client = RawClient.tls(port, ClientContexts.withCertificate(context))) {
            return client.send(call.text(authorization)).read(call.method().equals("HEAD"));
        }
    }

    private void checkParameters(JsonNode operation, ApiCall call) {
        Map<String, JsonNode> declared = new TreeMap<>();
        for (JsonNode parameter : operation.get("parameters")) {
            JsonNode whole = parameter.has("$ref")
                    ? document.at(parameter.get("$ref").asText().substring(1))
                    : parameter;
            String name = whole.get("in").asText() + " " + whole.get("name").asText();
            declared.put(name, whole.get("schema"));
            assertThat(call.parameters().containsKey(name)
                            || !whole.get("required").asBoolean())
                    .as(call.operation() + " requires " + name)
                    .isTrue();
        }
        assertThat(declared.keySet())
                .as(call.operation())
                .containsAll(call.parameters().keySet());
        call.parameters().forEach((name, value) -> {
            JsonNode schema = declared.getOrDefault(name, JSON.missingNode());
            asked.check(schema, parameter(schema, value), call.operation());
        });
    }

    private static JsonNode parameter(JsonNode schema, String value) {
        return schema.path("type").asText().equals("integer")
                ? LongNode.valueOf(Long.parseLong(value))
                : TextNode.valueOf(value);
    }

    private void checkBody(JsonNode contents, ApiCall call) {
        assertThat(contents.isEmpty())
                .as(call.operation())
                .isEqualTo(call.type().isEmpty());
        if (call.type().isEmpty()) {
            return;
        }
        String type = plain(call.type());
        assertThat(contents.has(type) || contents.has("*/*"))
                .as(call.operation() + " takes " + type)
                .isTrue();
        assertThat(contents.path(type).has("schema")).isEqualTo(!call.content().isMissingNode());
        if (!call.content().isMissingNode()) {
            asked.check(contents.get(type).get("schema"), call.content(), call.operation());
        }
    }

    private void checkAnswer(JsonNode operation, ApiCall call, RawClient.Reply reply) {
        String what = call.operation() + " answered " + reply.status();
        JsonNode said = operation.get("responses").path(Integer.toString(reply.status()));
        assertThat(said.isObject()).as(what).isTrue();
        JsonNode contents = said.path("content");
        if (contents.isEmpty()) {
            assertThat(reply.body().size()).as(what).isZero();
            return;
        }
        String type = plain(reply.header("content-type"));
        assertThat(contents.has(type)).as(what + " with " + type).isTrue();
        if (contents.get(type).has("schema")) {
            answered.check(contents.get(type).get("schema"), read(reply), what);
        }
    }

    private static String plain(String type) {
        return type.replaceFirst(";.*", "").strip();
    }
}
