package dev.exhibit.boundary.http;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.json.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The API as an OpenAPI 3.1 document, made from the routes that are served and what their rooms say about them: paths,
 * methods, scopes, what a request may carry, what is answered, and how refusals look.
 */
public final class OpenApi {
    private static final ApiDescription COMMON = ApiDescription.beside(OpenApi.class);

    private OpenApi() {}

    /**
     * The document.
     *
     * @param routes behind certificate and token
     * @param open those of the authority
     * @param rooms what is said about them; what is said about a route that is not served is left out
     * @param version of the service
     * @throws IllegalStateException for a route that no room describes
     */
    public static Json.Obj of(List<Route> routes, List<OpenRoute> open, List<ApiDescription> rooms, String version) {
        Map<String, Json.Obj> paths = new TreeMap<>();
        routes.stream()
                .sorted(Comparator.comparing(Route::method))
                .forEach(route -> add(
                        paths, route.path(), route.method(), ApiOperation.of(route, describing(rooms, name(route)))));
        open.stream()
                .sorted(Comparator.comparing(OpenRoute::method))
                .forEach(route -> add(
                        paths, route.path(), route.method(), ApiOperation.of(route, describing(rooms, name(route)))));
        return Json.object()
                .with("openapi", "3.1.0")
                .with("info", information(version))
                .with("servers", Json.array(COMMON.servers()))
                .with("paths", object(paths))
                .with("components", components(rooms));
    }

    static String name(Route route) {
        return route.method() + " " + route.path();
    }

    static String name(OpenRoute route) {
        return route.method() + " " + route.path();
    }

    /** A refusal as content. */
    static Json.Obj problem() {
        return Json.object().with("schema", Json.object().with("$ref", "#/components/schemas/Problem"));
    }

    private static void add(Map<String, Json.Obj> paths, String path, Route.Method method, Json.Obj operation) {
        Json.Obj others = paths.getOrDefault(path, Json.object());
        paths.put(path, others.with(method.name().toLowerCase(Locale.ROOT), operation));
    }

    private static ApiDescription describing(List<ApiDescription> rooms, String name) {
        return rooms.stream()
                .filter(room -> room.operations().containsKey(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no api.json describes " + name));
    }

    private static Json.Obj information(String version) {
        return Json.object()
                .with("title", "Exhibit")
                .with("version", version)
                .with("summary", "Signs and attests artifacts, and keeps the evidence")
                .with("license", Json.object().with("name", "Apache-2.0").with("identifier", "Apache-2.0"));
    }

    private static Json.Obj components(List<ApiDescription> rooms) {
        Map<String, Json> parameters = new TreeMap<>(COMMON.parameters().members());
        Map<String, Json> schemas = new TreeMap<>(COMMON.schemas().members());
        for (ApiDescription room : rooms) {
            parameters.putAll(room.parameters().members());
            schemas.putAll(room.schemas().members());
        }
        schemas.put("Problem", problemSchema());
        Json refused = Json.object()
                .with("description", "Refused; see code.")
                .with("content", Json.object().with(ProblemAnswers.MEDIA_TYPE, problem()));
        return Json.object()
                .with("schemas", object(schemas))
                .with("parameters", object(parameters))
                .with("responses", Json.object().with("Refused", refused))
                .with("securitySchemes", security());
    }

    private static Json.Obj object(Map<String, ? extends Json> members) {
        Json.Obj object = Json.object();
        for (Map.Entry<String, ? extends Json> member : members.entrySet()) {
            object = object.with(member.getKey(), member.getValue());
        }
        return object;
    }

    private static Json.Obj problemSchema() {
        Json.Obj text = Json.object().with("type", "string");
        Json.Obj integer = Json.object().with("type", "integer");
        List<String> codes =
                Stream.of(ProblemCode.values()).map(ProblemCode::code).toList();
        Json.Obj properties = Json.object()
                .with("type", text)
                .with("title", text)
                .with("status", integer)
                .with("code", text.with("enum", Json.texts(codes)))
                .with("detail", text)
                .with("advice", text)
                .with("correlationId", text)
                .with("pointer", text)
                .with("reason", text)
                .with("allow", text)
                .with("scope", text)
                .with("authenticate", text)
                .with("nonce", text)
                .with("change", text)
                .with("act", text)
                .with("target", text)
                .with("proposedBy", text)
                .with("expires", text)
                .with("limit", integer)
                .with("seen", integer)
                .with("offset", integer)
                .with("retryAfter", integer);
        return Json.object()
                .with("type", "object")
                .with(
                        "required",
                        Json.texts(List.of("type", "title", "status", "code", "detail", "advice", "correlationId")))
                .with("properties", properties);
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
