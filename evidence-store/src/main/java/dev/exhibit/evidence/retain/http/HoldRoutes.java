package dev.exhibit.evidence.retain.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.retain.Hold;
import dev.exhibit.evidence.retain.Holds;
import dev.exhibit.evidence.retain.ReleaseHold;
import dev.exhibit.evidence.retain.Removals;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Legal holds, and how long everything else is kept. */
public final class HoldRoutes {
    private static final int MOST = 500;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private final Holds holds;
    private final ReleaseHold release;
    private final Removals removals;
    private final Supplier<UUID> ids;
    private final InstantSource clock;
    private final Limits limits;

    /** @param ids random ids for new holds */
    public HoldRoutes(
            Holds holds,
            ReleaseHold release,
            Removals removals,
            Supplier<UUID> ids,
            InstantSource clock,
            Limits limits) {
        this.holds = holds;
        this.release = release;
        this.removals = removals;
        this.ids = ids;
        this.clock = clock;
        this.limits = limits;
    }

    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.POST, "/v1/holds", Scope.HOLD_PLACE, new Body.Document(limits.jsonBody()), this::place),
                new Route(Method.GET, "/v1/holds", Scope.HOLD_PLACE, new Body.None(), this::list),
                new Route(Method.POST, "/v1/holds/{id}/release", Scope.HOLD_RELEASE, new Body.None(), this::release),
                new Route(Method.GET, "/v1/retention", Scope.HOLD_PLACE, new Body.None(), this::retention));
    }

    private Answer place(Exchange exchange) {
        ObjectReader body = exchange.json(JsonLimits.BODY);
        Hold hold = new Hold(
                ids.get(),
                body.parsed("subject", Digest::parse),
                body.text("reason"),
                clock.instant(),
                exchange.call().caller().identity(),
                Optional.empty());
        body.end();
        return Answer.json(201, described(holds.place(exchange.call(), hold)));
    }

    private Answer list(Exchange exchange) {
        List<Json> all = holds.list(exchange.call().tenant(), MOST).stream()
                .<Json>map(HoldRoutes::described)
                .toList();
        return Answer.json(200, Json.object().with("holds", Json.array(all)));
    }

    private Answer release(Exchange exchange) {
        String id = exchange.pathParameter("id");
        if (!UUID_TEXT.matcher(id).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected the id of a hold");
        }
        return Answer.json(200, described(release.release(exchange.call(), UUID.fromString(id))));
    }

    private Answer retention(Exchange exchange) {
        Json.Obj days = Json.object();
        for (Map.Entry<String, Integer> rule :
                new TreeMap<>(removals.rules(exchange.call().tenant())).entrySet()) {
            days = days.with(rule.getKey(), rule.getValue());
        }
        return Answer.json(200, Json.object().with("days", days));
    }

    private static Json.Obj described(Hold hold) {
        Json.Obj described = Json.object()
                .with("id", hold.id().toString())
                .with("subject", hold.subject().toString())
                .with("reason", hold.reason())
                .with("placedAt", hold.placedAt().toString())
                .with("placedBy", hold.placedBy().value());
        return hold.released()
                .map(end -> described
                        .with("releasedAt", end.at().toString())
                        .with("releasedBy", end.by().value()))
                .orElse(described);
    }
}
