package dev.exhibit.cli.serve;

import dev.exhibit.boundary.http.OpenRoute;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.ScopeConflicts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The text of {@code docs/security/scopes-and-roles.md}, made of what is declared. */
final class ScopesAndRoles {
    static final String COMMAND = "./mvnw test -Dlint=off -pl cli -am -Dtest=ScopesAndRolesTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dexhibit.rewrite=true";

    private static final long KIB = 1024;
    private static final List<Role> ROLES = List.of(Role.values());

    private final List<String> lines = new ArrayList<>();

    static String document(List<Route> guarded, List<OpenRoute> open) {
        ScopesAndRoles document = new ScopesAndRoles();
        document.introduction();
        document.routes(guarded);
        document.scopes(guarded);
        document.conflicts();
        document.open(open);
        return String.join("\n", document.lines) + "\n";
    }

    private void introduction() {
        lines.add("# Scopes and roles");
        lines.add("");
        lines.add("Made of the code by a test, which fails where this file differs; to write it again:");
        lines.add("");
        lines.add("```");
        lines.add(COMMAND);
        lines.add("```");
        lines.add("");
        lines.add(
                "A request gets in if its certificate is registered, its access token is of that client and tenant, and the"
                        + " route's scope is in the token *and* in the role of the identity. A token that is bound to neither certificate"
                        + " nor key may not write. What no route declares is not answered.");
    }

    private void routes(List<Route> guarded) {
        heading("Routes");
        List<String> head = new ArrayList<>(List.of("method", "path", "scope", "writes", "body at most"));
        ROLES.forEach(role -> head.add(role.wire()));
        row(head);
        row(Collections.nCopies(head.size(), "---"));
        guarded.stream()
                .sorted(Comparator.comparing(Route::path).thenComparing(Route::method))
                .forEach(route -> {
                    List<String> cells = new ArrayList<>(List.of(
                            route.method().name(),
                            code(route.path()),
                            code(route.scope().wire()),
                            route.scope().writes() ? "yes" : "no",
                            size(most(route.body()))));
                    ROLES.forEach(role -> cells.add(role.allows(route.scope()) ? "yes" : ""));
                    row(cells);
                });
    }

    private void scopes(List<Route> guarded) {
        heading("Scopes");
        row(List.of("scope", "writes", "routes", "roles"));
        row(Collections.nCopies(4, "---"));
        for (Scope scope : Scope.values()) {
            long wanted =
                    guarded.stream().filter(route -> route.scope() == scope).count();
            row(List.of(
                    code(scope.wire()),
                    scope.writes() ? "yes" : "no",
                    wanted == 0 ? "none yet" : Long.toString(wanted),
                    ROLES.stream()
                            .filter(role -> role.allows(scope))
                            .map(Role::wire)
                            .collect(Collectors.joining(", "))));
        }
    }

    private void conflicts() {
        heading("What nobody may have together");
        lines.add(
                "No role has both, and the authority issues no token with both. A token of another issuer with both is refused"
                        + " on every route: 403 `scopes_conflict`.");
        lines.add("");
        row(List.of("scope", "and"));
        row(Collections.nCopies(2, "---"));
        ScopeConflicts.ALL.forEach(pair -> row(List.of(code(pair.one()), code(pair.other()))));
    }

    private void open(List<OpenRoute> open) {
        heading("Open routes of the authority");
        lines.add(
                "They ask for no token: a client proves who it is with its certificate or a signed assertion; the keys and what"
                        + " the authority says about itself are public.");
        lines.add("");
        row(List.of("method", "path", "body at most"));
        row(Collections.nCopies(3, "---"));
        open.stream()
                .sorted(Comparator.comparing(OpenRoute::path).thenComparing(OpenRoute::method))
                .forEach(route -> row(List.of(route.method().name(), code(route.path()), size(route.maxBytes()))));
    }

    private void heading(String text) {
        Stream.of("", "## " + text, "").forEach(lines::add);
    }

    private void row(List<String> cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static long most(Route.Body body) {
        return switch (body) {
            case Route.Body.None ignored -> 0;
            case Route.Body.Document document -> document.maxBytes();
            case Route.Body.Stream stream -> stream.maxBytes();
        };
    }

    private static String size(long bytes) {
        if (bytes == 0) {
            return "none";
        }
        if (bytes < KIB) {
            return bytes + " bytes";
        }
        boolean mebibytes = bytes % (KIB * KIB) == 0;
        return mebibytes ? bytes / (KIB * KIB) + " MiB" : bytes / KIB + " KiB";
    }
}
