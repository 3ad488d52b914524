package dev.exhibit.boundary.register;

import dev.exhibit.boundary.identity.Allowance;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tenants, clients and identities, as administrators change them.
 *
 * <p>Contract, held by {@code PostgresRegisterTest}: each change is one transaction with its audit record, durable when the
 * method returns, and from then on every replica decides by it; {@code unavailable} may mean changed or not, and every
 * change may be repeated. Whoever asks sees and changes its own tenant only; what is another tenant's is answered like
 * what is missing. Nothing is ever deleted: what is out of use keeps its name, so that nobody else gets it. Thread-safe.
 *
 * <p>Every method may throw {@code ProblemException} with {@code unavailable}.
 */
public interface Register {
    /** Makes a tenant, in its own name; one that is there stays as it is. */
    void addTenant(Call call, TenantId tenant);

    /** Takes a tenant out of use with all its clients, or back. @throws dev.exhibit.boundary.problem.ProblemException {@code not_found} */
    void enableTenant(Call call, TenantId tenant, boolean enabled);

    /** Every tenant of the installation, sorted. For the installation itself: whoever hands it on decides to whom. */
    List<RegisteredTenant> tenants();

    /**
     * Makes a client of the caller's tenant, with its identities. One that is there in the same way stays as it is.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code already_registered} if its id or an identity is taken
     */
    void addClient(Call call, RegisteredClient client);

    /** Takes a client out of use, or back. @throws dev.exhibit.boundary.problem.ProblemException {@code not_found} */
    void enableClient(Call call, String client, boolean enabled);

    /**
     * The clients of the caller's tenant, sorted by id, at most {@code most}.
     *
     * @param after those behind this id only, whether it is there or not; empty for the first ones
     */
    List<RegisteredClient> clients(Call call, String after, int most);

    /** The client of that id, of whatever tenant. For the authority, which answers about nobody else. */
    Optional<RegisteredClient> client(String id);

    /**
     * Gives a client of the caller's tenant one more identity. One that is there keeps what it may have signed.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found} for the client, {@code already_registered}
     *     for the identity
     */
    void addIdentity(Call call, ServiceIdentity identity, String client);

    /**
     * The same with a say about what it may have signed. One that is there in the same way stays as it is.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException as the other one, and {@code already_registered} if it may have
     *     something else signed
     */
    void addIdentity(Call call, RegisteredIdentity identity);

    /**
     * Says what an identity of the caller's tenant may have signed, from its next request on.
     *
     * @throws dev.exhibit.boundary.problem.ProblemException {@code not_found}
     */
    void allow(Call call, ServiceIdentity identity, Allowance allowance);

    /** An identity of the caller's tenant, a job's too. */
    Optional<RegisteredIdentity> identity(Call call, ServiceIdentity identity);

    /** The identities of the caller's tenant without those of jobs, sorted by name, from behind {@code after} on, at most {@code most}. */
    List<RegisteredIdentity> identities(Call call, String after, int most);

    /** Takes an identity out of use, or back. @throws dev.exhibit.boundary.problem.ProblemException {@code not_found} */
    void enableIdentity(Call call, ServiceIdentity identity, boolean enabled);

    /**
     * Lets a job in under an identity of its own until {@code expires}; once more is as good as once.
     *
     * @param claims what the job proved about itself, for the provenance
     * @throws dev.exhibit.boundary.problem.ProblemException as {@link #addIdentity} does
     */
    void admitJob(Call call, ServiceIdentity identity, String client, Instant expires, Json.Obj claims);

    /**
     * Takes one certificate of the tenant's identities out of use for ever, by the SHA-256 of its DER. What it was renewed
     * into goes on: whoever lost a key takes the identity out of use.
     */
    void revokeCertificate(Call call, Digest certificate);
}
