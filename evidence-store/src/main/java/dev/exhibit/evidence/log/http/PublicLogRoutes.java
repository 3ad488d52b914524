package dev.exhibit.evidence.log.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.OpenRoute;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The logs of some tenants for readers who need not say who they are, as C2SP tlog-tiles has them and nothing else. */
public final class PublicLogRoutes {
    private final LogReader reader;

    public PublicLogRoutes(LogReader reader) {
        this.reader = reader;
    }

    /** For these tenants and no others: paths begin with {@code /TENANT/LOG/}. */
    public List<OpenRoute> routes(Collection<TenantId> tenants) {
        return tenants.stream()
                .flatMap(tenant -> Stream.of(LogName.values()).flatMap(log -> routes(tenant, log)))
                .toList();
    }

    private Stream<OpenRoute> routes(TenantId tenant, LogName log) {
        String below = "/" + tenant + "/" + log.wire() + "/";
        String tiles = below + "tile/";
        return Stream.of(
                read(below + "checkpoint", path -> LogAnswers.checkpoint(reader, tenant, log)),
                read(tiles + "{rest}", path -> tile(tenant, log, LogAnswers.parse(path.substring(tiles.length())))));
    }

    private Answer tile(TenantId tenant, LogName log, Tile tile) {
        Answer answer = LogAnswers.tile(reader, tenant, log, tile);
        return tile.isFull() ? answer.immutable() : answer;
    }

    private static OpenRoute read(String path, Function<String, Answer> answer) {
        return new OpenRoute(Method.GET, path, 0, exchange -> answer.apply(exchange.path()));
    }
}
