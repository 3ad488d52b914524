package dev.exhibit.evidence.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Handler;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.evidence.ExplainSlice;
import dev.exhibit.evidence.ExplainSlice.Explained;
import dev.exhibit.evidence.ExplainSlice.Wanted;
import dev.exhibit.evidence.SplitVex;
import dev.exhibit.evidence.SplitVex.Split;
import dev.exhibit.evidence.derive.ExplainFunction;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Observations and explanations over HTTP. */
public final class ExplainRoutes {
    private final SplitVex splitVex;
    private final ExplainSlice explainSlice;
    private final Limits limits;

    public ExplainRoutes(SplitVex splitVex, ExplainSlice explainSlice, Limits limits) {
        this.splitVex = splitVex;
        this.explainSlice = explainSlice;
        this.limits = limits;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(post("/v1/observations", this::split), post("/v1/explanations", this::explain));
    }

    private Route post(String path, Handler handler) {
        return new Route(Method.POST, path, Scope.EVIDENCE_WRITE, new Body.Document(limits.jsonBody()), handler);
    }

    private Answer split(Exchange exchange) {
        ObjectReader request = exchange.json(JsonLimits.BODY);
        Digest vex = request.parsed("vex", Digest::parse);
        request.end();
        Split split = splitVex.split(exchange.call(), vex);
        return Answer.json(
                201,
                Json.object()
                        .with(
                                "observations",
                                Json.texts(split.observations().stream()
                                        .map(Digest::toString)
                                        .toList()))
                        .with("derivation", split.derivation().toString()));
    }

    private Answer explain(Exchange exchange) {
        ObjectReader request = exchange.json(JsonLimits.BODY);
        Wanted wanted = new Wanted(
                request.parsed("slice", Digest::parse),
                digests(request, "advisories"),
                digests(request, "observations"),
                request.parsed("policy", Digest::parse),
                request.optionalParsed("time", ExplainRoutes::time));
        request.end();
        Explained explained = explainSlice.explain(exchange.call(), wanted);
        return Answer.json(
                201,
                Json.object()
                        .with("trace", explained.trace().toString())
                        .with("derivation", explained.derivation().toString())
                        .with("verdict", explained.verdict().wire())
                        .with("time", explained.time().toString()));
    }

    private static SortedSet<Digest> digests(ObjectReader request, String member) {
        return new TreeSet<>(request.parsedTexts(member, ExplainFunction.MAX_DOCUMENTS, Digest::parse));
    }

    static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException notTime) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a time such as 2026-01-31T12:00:00Z");
        }
    }
}
