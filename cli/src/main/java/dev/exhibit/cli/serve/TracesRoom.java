package dev.exhibit.cli.serve;

import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.tls.ServerTrust;
import dev.exhibit.boundary.trace.CollectedTraces;
import dev.exhibit.boundary.trace.Collector;
import dev.exhibit.boundary.trace.Traces;
import dev.exhibit.cli.BuildFacts;
import javax.net.ssl.SSLContext;

/** Where the time of requests is told, put together. */
final class TracesRoom {
    private TracesRoom() {}

    static Traces of(Settings settings, Platform platform, Secrets secrets, OutgoingFetches fetches) {
        return settings.traces()
                .map(collector -> collected(collector, settings, platform, secrets, fetches))
                .orElseGet(Traces::none);
    }

    /** The operator names the collector, so its address needs no other exception; nothing else may use this one. */
    private static Traces collected(
            Collector collector, Settings settings, Platform platform, Secrets secrets, OutgoingFetches fetches) {
        SSLContext trust = collector.authorities().map(ServerTrust::of).orElseGet(ServerTrust::ofPlatform);
        return new CollectedTraces(
                collector,
                secrets,
                new CollectedTraces.Surroundings(
                        platform.clock(),
                        System::nanoTime,
                        platform.random(),
                        BuildFacts.read().version(),
                        fetches.to(settings.fetch().and(collector.address()), trust)));
    }
}
