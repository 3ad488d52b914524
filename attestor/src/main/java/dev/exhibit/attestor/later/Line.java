package dev.exhibit.attestor.later;

import dev.exhibit.attestor.SigningPort;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The line of attestations that are finished later, one of each tenant.
 *
 * <p>Contract: what a method has returned for is durable. Only what the signer has accepted is taken. Every method may be repeated.
 * Failures are {@code ProblemException}.
 */
public interface Line {
    /**
     * Puts an order at the end of the line, unless it is there already.
     *
     * @return nothing if the signer has not accepted it, or the line is as long as it may be
     */
    Optional<Waiting> add(Call call, SigningPort.Order order);

    /** What waits, or has waited, under this id for the caller's tenant. */
    Optional<Waiting> find(Call call, UUID id);

    /** Those who have waited longest, in the order of acceptance. */
    List<Waiting> next(Call own, int most);

    /** Signs what waits, in the name of who asked. Refuses as {@link SigningPort#sign} does. */
    Resumed resume(Call own, Waiting waiting);

    /**
     * A signature for an order that waited.
     *
     * @param call in whose name
     * @param order what was asked; its artifact is not read again
     */
    record Resumed(Call call, SigningPort.Order order, SigningPort.Signed signed) {}

    /** It is attested. */
    void done(Call own, UUID id, Digest evidence, KeyId key);

    /** It is refused for good. */
    void failed(Call own, UUID id, Json.Obj problem);
}
