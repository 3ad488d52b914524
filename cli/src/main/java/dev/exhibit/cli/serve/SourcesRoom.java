package dev.exhibit.cli.serve;

import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.boundary.tls.ServerTrust;
import dev.exhibit.signer.RemoteArtifacts;
import dev.exhibit.signer.source.FetchedArtifacts;
import javax.net.ssl.SSLContext;

/** Where the signer fetches artifacts from, put together. */
final class SourcesRoom {
    private SourcesRoom() {}

    /** From the named places alone; what lies inside needs an exception of all fetches as well. */
    static RemoteArtifacts of(Settings settings, Secrets secrets, OutgoingFetches fetches) {
        SourceSettings sources = settings.sources();
        SSLContext trust = sources.authorities().map(ServerTrust::of).orElseGet(ServerTrust::ofPlatform);
        return new FetchedArtifacts(
                sources,
                fetches.to(settings.fetch().only(sources.allow()), trust),
                secrets,
                settings.limits(),
                System::nanoTime);
    }
}
