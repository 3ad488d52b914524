package dev.exhibit.evidence.log.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.LogReader.Proven;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may be read of the logs: as C2SP tlog-tiles has it, and proofs for those who read no tiles. */
public final class LogRoutes {
    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,17}");

    private final LogReader reader;

    public LogRoutes(LogReader reader) {
        this.reader = reader;
    }

    public List<Route> routes() {
        return List.of(
                read("/v1/log/{log}/checkpoint", this::checkpoint),
                read("/v1/log/{log}/tile/{path}", this::tile),
                read("/v1/log/{log}/proof", this::proof),
                read("/v1/log/{log}/consistency", this::consistency));
    }

    private static Route read(String path, Route.Handler handler) {
        return new Route(Method.GET, path, Scope.LOG_READ, new Body.None(), handler);
    }

    private Answer checkpoint(Exchange exchange) {
        return LogAnswers.checkpoint(reader, tenant(exchange), log(exchange));
    }

    private Answer tile(Exchange exchange) {
        return LogAnswers.tile(
                reader, tenant(exchange), log(exchange), LogAnswers.parse(exchange.pathParameter("path")));
    }

    /** By leaf hash, or by index. */
    private Answer proof(Exchange exchange) {
        Optional<Digest> leaf = exchange.queryParameter("leaf").map(Digest::parse);
        Optional<Long> index = exchange.queryParameter("index").map(LogRoutes::number);
        if (leaf.isPresent() == index.isPresent()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected leaf=sha256:… or index=…");
        }
        TenantId tenant = tenant(exchange);
        LogName log = log(exchange);
        Proven proven = leaf.isPresent()
                ? reader.inclusion(tenant, log, leaf.get())
                        .orElseThrow(() -> new ProblemException(
                                ProblemCode.NOT_FOUND, "no checkpoint covers such an entry; it may be covered soon"))
                : reader.inclusion(tenant, log, index.orElseThrow());
        return Answer.json(
                200,
                Json.object()
                        .with("entry", StrictBase64.encode(proven.body()))
                        .with("inclusion", proven.proof().toJson()));
    }

    private Answer consistency(Exchange exchange) {
        long older = number(exchange, "first");
        long newer = number(exchange, "second");
        List<String> hashes = reader.consistency(tenant(exchange), log(exchange), older, newer).stream()
                .map(hash -> StrictBase64.encode(hash.bytes()))
                .toList();
        return Answer.json(
                200, Json.object().with("first", older).with("second", newer).with("hashes", Json.texts(hashes)));
    }

    private static long number(Exchange exchange, String name) {
        return exchange.queryParameter(name)
                .map(LogRoutes::number)
                .orElseThrow(() -> new MalformedException(Reason.MISSING_MEMBER, "the query lacks " + name));
    }

    private static long number(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected a number from 0");
        }
        return Long.parseLong(text);
    }

    private static TenantId tenant(Exchange exchange) {
        return exchange.call().tenant();
    }

    private static LogName log(Exchange exchange) {
        try {
            return LogName.parse(exchange.pathParameter("log"));
        } catch (MalformedException other) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no such log: " + other.detail());
        }
    }
}
