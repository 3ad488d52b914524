package dev.exhibit.cli.serve;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.config.PublicLogSettings;
import dev.exhibit.boundary.http.HealthCheck;
import dev.exhibit.boundary.http.ListenerParts;
import dev.exhibit.boundary.http.OpenListener;
import dev.exhibit.evidence.log.LogReader;
import dev.exhibit.evidence.log.http.PublicLogRoutes;
import java.net.URI;

/**
 * The listener where anybody reads the logs of tenants that want that.
 *
 * @param address what the paths of logs are below
 */
record PublicLogs(OpenListener listener, URI address) {
    static PublicLogs serve(
            PublicLogSettings settings,
            LogReader reader,
            TlsRoom tls,
            Limits limits,
            ListenerParts parts,
            Closing closing) {
        OpenListener listener = new OpenListener(
                OpenListener.Callers.PUBLIC,
                Places.of(settings),
                tls.material(),
                new PublicLogRoutes(reader).routes(settings.tenants()),
                limits,
                parts);
        listener.start();
        tls.serve(listener);
        closing.opened(listener);
        return new PublicLogs(
                listener, URI.create("https://" + Places.host(settings.address()) + ":" + listener.port()));
    }

    HealthCheck check() {
        return new HealthCheck("public-logs-listener", listener::problem);
    }
}
