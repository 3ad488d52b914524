package dev.exhibit.boundary.http;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The API as an OpenAPI 3.1 document, made from the routes that are served: paths, methods, scopes, what a request may
 * carry, and how refusals look.
 */
public final class OpenApi {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-zA-Z]+)}");
    private static final String PROBLEM = "#/components/schemas/Problem";

    private OpenApi() {}

    /**
     * The document.
     *
     * @param version of the service
     */
    public static Json.Obj of(List<Route> routes, String version) {
        Map<String, Json.Obj> paths = new TreeMap<>();
        routes.stream().sorted(Comparator.comparing(Route::method)).forEach(route -> {
            Json.Obj path = paths.getOrDefault(route.path(), Json.object());
            paths.put(route.path(), path.with(route.method().name().toLowerCase(Locale.ROOT), operation(route)));
        });
        Json.Obj described = Json.object();
        for (Map.Entry<String, Json.Obj> path : paths.entrySet()) {
            described = described.with(path.getKey(), path.getValue());
        }
        return Json.object()
                .with("openapi", "3.1.0")
                .with("info", Json.object().with("title", "Exhibit").with("version", version))
                .with("paths", described)
                .with("components", Json.object().with("schemas", schemas()).with("securitySchemes", security()));
    }

    private static Json.Obj operation(Route route) {
        Json.Obj operation = Json.object()
                .with("operationId", route.method().name().toLowerCase(Locale.ROOT) + route.path())
                .with("security", Json.array(List.of(demanded(route))))
                .with("parameters", Json.array(parameters(route)))
                .with("responses", responses());
        return switch (route.body()) {
            case Route.Body.None ignored -> operation;
            case Route.Body.Document document ->
                operation.with("requestBody", body(document.maxBytes(), List.of("application/json")));
            case Route.Body.Stream stream ->
                operation.with("requestBody", body(stream.maxBytes(), stream.mediaTypes()));
        };
    }

    private static Json.Obj demanded(Route route) {
        return Json.object()
                .with("certificate", Json.array(List.of()))
                .with("token", Json.texts(List.of(route.scope().wire())));
    }

    private static List<Json> parameters(Route route) {
        return PARAMETER
                .matcher(route.path())
                .results()
                .<Json>map(found -> Json.object()
                        .with("name", found.group(1))
                        .with("in", "path")
                        .with("required", true)
                        .with("schema", Json.object().with("type", "string")))
                .toList();
    }

    private static Json.Obj body(long maxBytes, List<String> mediaTypes) {
        Json.Obj content = Json.object();
        for (String mediaType : mediaTypes) {
            content = content.with(mediaType, Json.object());
        }
        return Json.object()
                .with("description", "At most " + maxBytes + " bytes.")
                .with("content", content);
    }

    private static Json.Obj responses() {
        Json.Obj problem = Json.object()
                .with("description", "Refused; see code.")
                .with(
                        "content",
                        Json.object()
                                .with(
                                        ProblemAnswers.MEDIA_TYPE,
                                        Json.object()
                                                .with("schema", Json.object().with("$ref", PROBLEM))));
        return Json.object()
                .with("2XX", Json.object().with("description", "Done."))
                .with("default", problem);
    }

    private static Json.Obj schemas() {
        Json.Obj text = Json.object().with("type", "string");
        List<String> codes =
                Stream.of(ProblemCode.values()).map(ProblemCode::code).toList();
        Json.Obj properties = Json.object()
                .with("type", text)
                .with("title", text)
                .with("status", Json.object().with("type", "integer"))
                .with("code", text.with("enum", Json.texts(codes)))
                .with("detail", text)
                .with("advice", text)
                .with("correlationId", text);
        return Json.object()
                .with(
                        "Problem",
                        Json.object()
                                .with("type", "object")
                                .with("required", Json.texts(List.of("type", "title", "status", "code")))
                                .with("properties", properties));
    }

    private static Json.Obj security() {
        return Json.object()
                .with("certificate", Json.object().with("type", "mutualTLS"))
                .with(
                        "token",
                        Json.object()
                                .with("type", "http")
                                .with("scheme", "DPoP")
                                .with(
                                        "description",
                                        "An access token bound to certificate, key or both (RFC 8705, 9449)."));
    }
}
