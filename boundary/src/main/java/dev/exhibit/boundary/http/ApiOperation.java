package dev.exhibit.boundary.http;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One operation of the API document: what its route declares, with what its room says about it. */
final class ApiOperation {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");
    private static final int MOST = 64;
    private static final Set<ProblemCode> OF_ALL = Set.of(
            ProblemCode.MALFORMED,
            ProblemCode.NOT_FOUND,
            ProblemCode.TOO_LARGE,
            ProblemCode.RATE_LIMITED,
            ProblemCode.CONCURRENCY_LIMITED,
            ProblemCode.OVERLOADED,
            ProblemCode.UNAVAILABLE);
    private static final Set<ProblemCode> OF_GUARDED = Set.of(
            ProblemCode.TOKEN_MISSING,
            ProblemCode.TOKEN_INVALID,
            ProblemCode.PROOF_INVALID,
            ProblemCode.NONCE_REQUIRED,
            ProblemCode.TENANT_REQUIRED,
            ProblemCode.IDENTITY_MISMATCH,
            ProblemCode.IDENTITY_UNKNOWN,
            ProblemCode.CERTIFICATE_REVOKED,
            ProblemCode.TENANT_DISABLED,
            ProblemCode.SCOPE_MISSING,
            ProblemCode.SCOPES_CONFLICT);
    private static final Set<ProblemCode> OF_BODIES =
            Set.of(ProblemCode.MEDIA_TYPE, ProblemCode.CONTENT_DIGEST_MISMATCH);
    private static final Json CONTENT_DIGEST = Json.object().with("$ref", "#/components/parameters/ContentDigest");

    private final ApiDescription room;
    private final ObjectReader said;
    private final boolean isHead;
    private final boolean takesBody;

    private ApiOperation(ApiDescription room, String name, boolean takesBody) {
        this.room = room;
        this.said = room.operation(name);
        this.isHead = name.startsWith(Route.Method.HEAD + " ");
        this.takesBody = takesBody;
    }

    static Json.Obj of(Route route, ApiDescription room) {
        ApiOperation operation =
                new ApiOperation(room, OpenApi.name(route), !(route.body() instanceof Route.Body.None));
        Json demanded = Json.object()
                .with("certificate", Json.array(List.of()))
                .with("token", Json.texts(List.of(route.scope().wire())));
        Set<ProblemCode> common =
                Stream.concat(OF_ALL.stream(), OF_GUARDED.stream()).collect(Collectors.toSet());
        Json.Obj json = operation.json(route.path(), List.of(demanded), common);
        Json.Obj whole = switch (route.body()) {
            case Route.Body.None ignored -> json;
            case Route.Body.Document document ->
                json.with("requestBody", operation.body(document.maxBytes(), List.of("application/json")));
            case Route.Body.Stream stream ->
                json.with("requestBody", operation.body(stream.maxBytes(), stream.mediaTypes()));
        };
        operation.said.end();
        return whole;
    }

    static Json.Obj of(OpenRoute route, ApiDescription room) {
        ApiOperation operation = new ApiOperation(room, OpenApi.name(route), route.maxBytes() > 0);
        Json.Obj json = operation.json(route.path(), operation.said.items("security", MOST), OF_ALL);
        Json.Obj whole = route.maxBytes() == 0
                ? json
                : json.with(
                        "requestBody",
                        operation.body(
                                route.maxBytes(),
                                List.copyOf(operation.said.object("request").names())));
        operation.said.end();
        return whole;
    }

    private Json.Obj json(String path, List<Json> security, Set<ProblemCode> common) {
        Json.Obj operation = Json.object()
                .with("operationId", said.text("id"))
                .with("summary", said.text("summary"))
                .with("tags", Json.texts(List.of(room.tag())))
                .with("security", Json.array(security))
                .with("parameters", Json.array(parameters(path)))
                .with("responses", isHead ? bodiless(answers(common)) : answers(common));
        return room.servers().isEmpty() ? operation : operation.with("servers", Json.array(room.servers()));
    }

    private List<Json> parameters(String path) {
        List<Json> parameters = new ArrayList<>();
        PARAMETER
                .matcher(path)
                .results()
                .forEach(found -> parameters.add(Json.object()
                        .with("name", found.group(1))
                        .with("in", "path")
                        .with("required", true)
                        .with("schema", said.object("path").objectValue(found.group(1)))));
        parameters.addAll(said.items("parameters", MOST));
        if (takesBody) {
            parameters.add(CONTENT_DIGEST);
        }
        return parameters;
    }

    private Json.Obj body(long maxBytes, List<String> mediaTypes) {
        ObjectReader request = said.object("request");
        Json.Obj content = Json.object();
        for (String mediaType : mediaTypes) {
            content = content.with(mediaType, request.objectValue(mediaType));
        }
        request.end();
        return Json.object()
                .with("description", "At most " + maxBytes + " bytes.")
                .with("required", true)
                .with("content", content);
    }

    /** What the room says, and every refusal under its status. */
    private Json.Obj answers(Set<ProblemCode> common) {
        Map<String, Json> byStatus = new TreeMap<>(said.objectValue("answers").members());
        refusals(common).forEach((status, codes) -> {
            Json.Obj refused = Json.object().with("description", "Refused: " + String.join(", ", codes));
            Json.Obj content = Json.object();
            if (byStatus.get(status) instanceof Json.Obj other) {
                refused = other;
                content = ObjectReader.of(other, "").objectValue("content");
            }
            byStatus.put(status, refused.with("content", content.with(ProblemAnswers.MEDIA_TYPE, OpenApi.problem())));
        });
        Json.Obj answers = Json.object();
        for (Map.Entry<String, Json> answer : byStatus.entrySet()) {
            answers = answers.with(answer.getKey(), answer.getValue());
        }
        return answers.with("default", Json.object().with("$ref", "#/components/responses/Refused"));
    }

    /** To HEAD the same is answered without its content. */
    private static Json.Obj bodiless(Json.Obj answers) {
        Map<String, Json> without = new LinkedHashMap<>();
        answers.members().forEach((status, answer) -> without.put(status, withoutContent(answer)));
        without.put("default", Json.object().with("description", "Refused; see the status."));
        return new Json.Obj(without);
    }

    private static Json withoutContent(Json answer) {
        ObjectReader members = ObjectReader.of(answer, "");
        Json.Obj without = Json.object();
        for (String name : members.names()) {
            without = name.equals("content") ? without : without.with(name, members.required(name));
        }
        return without;
    }

    private Map<String, List<String>> refusals(Set<ProblemCode> common) {
        Set<String> added = new LinkedHashSet<>(said.texts("problems", MOST));
        Map<String, List<String>> found = Stream.of(ProblemCode.values())
                .filter(code ->
                        added.remove(code.code()) || common.contains(code) || (takesBody && OF_BODIES.contains(code)))
                .collect(Collectors.groupingBy(
                        code -> Integer.toString(code.status()),
                        TreeMap::new,
                        Collectors.mapping(ProblemCode::code, Collectors.toList())));
        if (!added.isEmpty()) {
            throw new IllegalStateException("there are no problems " + added);
        }
        return found;
    }
}
