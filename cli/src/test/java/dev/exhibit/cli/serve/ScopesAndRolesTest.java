package dev.exhibit.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.ScopeConflicts;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.testing.DocumentTable;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the rooms declare, the document for people and the one for programs say the same. */
class ScopesAndRolesTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "security", "scopes-and-roles.md");

    @TempDir
    Path folder;

    @Test
    void theDocumentIsThatOfTheCode() throws IOException {
        DeclaredRoutes declared = new DeclaredRoutes(folder);
        String expected = ScopesAndRoles.document(declared.guarded(), declared.open());
        if (Boolean.getBoolean("exhibit.rewrite")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(DOCUMENT)
                .as("write it again with: " + ScopesAndRoles.COMMAND)
                .hasContent(expected.strip());
    }

    @Test
    void theApiDocumentHasEveryRouteAndNoOther() {
        List<Route> routes = new DeclaredRoutes(folder).guarded();
        assertThat(described(ApiDocument.of(routes, List.of(), "1")))
                .containsExactlyInAnyOrderElementsOf(
                        routes.stream().map(ScopesAndRolesTest::told).toList());
    }

    @Test
    void theApiDocumentHasEveryRefusalOfTheTableAndNoOther() {
        ObjectReader document = ObjectReader.of(ApiDocument.of(List.of(), List.of(), "1"), "");
        List<String> codes = document.object("components")
                .object("schemas")
                .object("Problem")
                .object("properties")
                .object("code")
                .texts("enum", 1_000);
        List<String> table = DocumentTable.rows("spec/problems.md", "| code | status | title | what to do |").stream()
                .map(List::getFirst)
                .toList();
        assertThat(codes).containsExactlyInAnyOrderElementsOf(table);
        assertThat(codes)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(ProblemCode.values()).map(ProblemCode::code).toList());
    }

    @Test
    void noRoleHasAConflict() {
        for (Role role : Role.values()) {
            assertThat(ScopeConflicts.in(role.scopes().stream().map(Scope::wire).collect(Collectors.toSet())))
                    .as(role.wire())
                    .isEmpty();
        }
    }

    private static String told(Route route) {
        String body = switch (route.body()) {
            case Route.Body.None ignored -> "nothing";
            case Route.Body.Document document -> "At most " + document.maxBytes() + " bytes. [application/json]";
            case Route.Body.Stream stream -> "At most " + stream.maxBytes() + " bytes. " + stream.mediaTypes();
        };
        return route.method() + " " + route.path() + " " + route.scope().wire() + " " + body;
    }

    private static List<String> described(Json.Obj document) {
        List<String> found = new ArrayList<>();
        ObjectReader paths = ObjectReader.of(document, "").object("paths");
        for (String path : paths.names()) {
            ObjectReader methods = paths.object(path);
            for (String method : methods.names()) {
                ObjectReader operation = methods.object(method);
                String scope = operation
                        .objects("security", 1)
                        .getFirst()
                        .texts("token", 1)
                        .getFirst();
                String body = operation
                        .optionalObject("requestBody")
                        .map(given -> given.text("description") + " "
                                + given.object("content").names())
                        .orElse("nothing");
                found.add(method.toUpperCase(Locale.ROOT) + " " + path + " " + scope + " " + body);
            }
        }
        return found;
    }
}
