package dev.exhibit.signer.source;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.artifact.ImageReference;
import dev.exhibit.boundary.artifact.RemoteArtifact;
import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchStream;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.signer.RemoteArtifacts;
import dev.exhibit.signer.Signed;
import java.util.function.LongSupplier;

/** {@link RemoteArtifacts} over HTTPS, from the places that the installation names. */
public final class FetchedArtifacts implements RemoteArtifacts {
    private final SourceSettings settings;
    private final FetchStream fetch;
    private final Secrets secrets;
    private final Limits limits;
    private final LongSupplier nanoTime;

    /**
     * @param fetch reaches the places that the settings name and no others
     * @param secrets where passwords of registries are
     * @param nanoTime what time it is, to the end of measuring
     */
    public FetchedArtifacts(
            SourceSettings settings, FetchStream fetch, Secrets secrets, Limits limits, LongSupplier nanoTime) {
        this.settings = settings;
        this.fetch = fetch;
        this.secrets = secrets;
        this.limits = limits;
        this.nanoTime = nanoTime;
    }

    @Override
    public Found read(RemoteArtifact artifact) {
        Transfer transfer = new Transfer(fetch, limits.sources(), nanoTime);
        return switch (artifact) {
            case RemoteArtifact.Url file -> new Found(file(file.url(), transfer), Signed.Checked.BYTES);
            case RemoteArtifact.Image image -> image(image, transfer);
        };
    }

    private Digest file(FetchUrl url, Transfer transfer) {
        requireNamed(url.origin());
        FetchOrder order =
                FetchOrder.get(url, limits.artifact()).following(limits.fetch().redirects());
        return transfer.get(order, answer -> Hashing.of(answer.document()).digest());
    }

    private Found image(RemoteArtifact.Image wanted, Transfer transfer) {
        ImageReference image = wanted.image();
        Origin place = settings.placeOf(image).orElseThrow(() -> notNamed("https://" + image.registry()));
        Registry registry = new Registry(
                place,
                image.repository(),
                transfer,
                new RegistryLogin(settings, place, secrets, limits.sources(), transfer, RegistryLogin.Access.READ),
                limits.fetch().redirects());
        return new ImageCheck(registry, limits).check(wanted);
    }

    private void requireNamed(Origin origin) {
        if (!settings.allow().contains(origin)) {
            throw notNamed(origin.toString());
        }
    }

    private static ProblemException notNamed(String place) {
        return new ProblemException(
                ProblemCode.SOURCE_NOT_ALLOWED,
                "artifacts are not fetched from " + place + "; an operator can name it under sources.allow");
    }
}
