package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.http.RouteTable.Match;
import dev.exhibit.boundary.identity.Scope;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static final Route LITERAL = route(Method.GET, "/v1/blobs/all");
    private static final Route NAMED = route(Method.GET, "/v1/blobs/{digest}");
    private static final Route PUT = route(Method.PUT, "/v1/blobs/{digest}");
    private static final Route DEEP = route(Method.GET, "/v1/{kind}/{digest}/evidence");
    private static final RouteTable TABLE = new RouteTable(List.of(DEEP, NAMED, PUT, LITERAL));

    @Test
    void aTemplateWithoutNamesWins() {
        assertThat(find("GET", "v1", "blobs", "all"))
                .isInstanceOfSatisfying(
                        Match.Found.class, found -> assertThat(found.route()).isSameAs(LITERAL));
    }

    @Test
    void namesGetTheirValues() {
        assertThat(find("GET", "v1", "sbom", "sha256:ab", "evidence"))
                .isInstanceOfSatisfying(
                        Match.Found.class,
                        found -> assertThat(found.parameters())
                                .containsOnlyKeys("kind", "digest")
                                .containsEntry("digest", "sha256:ab"));
    }

    @Test
    void anEmptySegmentIsNoValue() {
        assertThat(find("GET", "v1", "blobs", "")).isEqualTo(new Match.Missing());
    }

    @Test
    void otherMethodsAreNamedAcrossTemplates() {
        assertThat(find("POST", "v1", "blobs", "all"))
                .isEqualTo(new Match.OtherMethods(EnumSet.of(Method.GET, Method.PUT)));
    }

    @Test
    void twoRoutesForOnePathAreRefused() {
        Route same = route(Method.GET, "/v1/blobs/{id}");
        assertThatThrownBy(() -> new RouteTable(List.of(NAMED, same))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Match find(String method, String... segments) {
        return TABLE.find(method, List.of(segments));
    }

    private static Route route(Method method, String path) {
        return new Route(method, path, Scope.EVIDENCE_READ, new Body.None(), exchange -> Answer.empty(204));
    }
}
