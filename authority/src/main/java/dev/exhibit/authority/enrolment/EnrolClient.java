package dev.exhibit.authority.enrolment;

import dev.exhibit.authority.Clients;
import dev.exhibit.authority.IssueToken.Surroundings;
import dev.exhibit.authority.Place;
import dev.exhibit.authority.SlidingLimit;
import dev.exhibit.authority.enrolment.EnrolmentRequest.Proof;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.CertificateIdentity;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.InstallationNames;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.Standing;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.pki.Pkcs10Request;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Gives client certificates to those who prove a right to one. Thread-safe. */
public final class EnrolClient {
    private static final int MOST_CERTIFICATES = 100;

    private final Parts parts;
    private final IssuanceLimits limits;
    private final SignatureChecker checker;
    private final SlidingLimit requests;
    private final SlidingLimit failures;
    private final SlidingLimit jobFailures;
    private final InstantSource clock;
    private final Supplier<Call> own;

    /**
     * What the use case works through.
     *
     * @param clients who may be enrolled at all
     * @param registry whose an identity is already
     * @param identities where an identity becomes a client's
     * @param issuer signs certificates
     * @param codes one-time codes
     * @param jobs takes the tokens of CI jobs
     * @param ledger where everything is recorded
     */
    public record Parts(
            Clients clients,
            IdentityRegistry registry,
            AdmittedIdentities identities,
            CertificateIssuer issuer,
            EnrolmentCodes codes,
            JobExchange jobs,
            EnrolmentLedger ledger) {}

    public EnrolClient(Parts parts, IssuanceLimits limits, SignatureChecker checker, Surroundings surroundings) {
        this.parts = parts;
        this.limits = limits;
        this.checker = checker;
        this.requests = new SlidingLimit(limits.enrolment().requests(), limits.requestTime(), surroundings.nanoTime());
        this.failures = new SlidingLimit(limits.addressFailures(), limits.lockTime(), surroundings.nanoTime());
        this.jobFailures = new SlidingLimit(limits.failures(), limits.lockTime(), surroundings.nanoTime());
        this.clock = surroundings.clock();
        this.own = surroundings.own();
    }

    /**
     * Issues a certificate. It is recorded when this returns, and so is a refusal. If the process dies on the way, a code
     * or a token may be used up with nothing given out: the client asks for another.
     *
     * @throws ProblemException {@code enrolment_refused} with an {@link EnrolmentRefusal}, {@code rate_limited},
     *     {@code unavailable}
     * @throws MalformedException if it holds no good PKCS#10 request; then nothing is used up
     */
    public Enrolled enrol(EnrolmentRequest request) {
        // 1. Not too often from one place, or of one job.
        String place = Place.of(request.address());
        Optional<String> job = job(request.proof());
        demandPatience(place, job);
        // 2. For a key that the sender has.
        Pkcs10Request order = order(request.order());
        try {
            return enrol(request, order);
        } catch (EnrolmentException refused) {
            failures.take(place);
            job.filter(known -> refused.faultOfJob()).ifPresent(jobFailures::take);
            parts.ledger().refused(callOfRefusal(refused, request.correlation()), refused.members());
            throw refused.problem();
        }
    }

    private Enrolled enrol(EnrolmentRequest request, Pkcs10Request order) {
        Instant now = clock.instant();
        // 3. By right of a code, of a job's token, or of the certificate before: what may be used once is used up here.
        Grant grant = grant(request, now);
        // 4. For a client that still gets anything.
        Call call = call(grant, request.correlation());
        // 5. For a key that was not lost.
        demandGoodKey(grant.tenant(), order.key());
        // 6. From now on a certificate with this identity is this client's.
        Duration life = limits.enrolment().certificateLifetime();
        admit(call, grant, now.plus(life));
        demandInUse(grant);
        // 7. Signed, and recorded before anybody has it.
        Enrolled enrolled = new Enrolled(
                parts.issuer().issue(order.key(), grant.identity(), life),
                grant.identity(),
                grant.client(),
                grant.tenant());
        parts.ledger().enrolled(call, enrolled, grant.job());
        return enrolled;
    }

    private void demandPatience(String place, Optional<String> job) {
        failures.full(place)
                .or(() -> job.flatMap(jobFailures::full))
                .or(() -> requests.take(place))
                .ifPresent(wait -> {
                    throw new ProblemException(
                            ProblemCode.RATE_LIMITED,
                            "too many requests to enrol, or too many in vain, from this address or of this job",
                            Json.object().with("retryAfter", wait.toSeconds() + 1));
                });
    }

    /** Runners change their address with each job: what fails too often is known by what its token says, too. */
    private Optional<String> job(Proof proof) {
        return switch (proof) {
            case Proof.JobToken token -> parts.jobs().kindOf(token.compact());
            case Proof.Code ignored -> Optional.empty();
            case Proof.Certificate ignored -> Optional.empty();
        };
    }

    private Pkcs10Request order(String pem) {
        try {
            return Pkcs10Request.fromPem(pem, checker);
        } catch (MalformedException refused) {
            throw refused.at("/request");
        }
    }

    private Grant grant(EnrolmentRequest request, Instant now) {
        return switch (request.proof()) {
            case Proof.Code code -> byCode(code.text(), request.correlation());
            case Proof.JobToken token -> parts.jobs().exchange(token.compact(), now);
            case Proof.Certificate before -> byCertificate(before.leaf());
        };
    }

    private Grant byCode(String text, CorrelationId correlation) {
        OneTimeCode code = code(text);
        Call call = ownCall(code.tenant(), correlation);
        return switch (parts.codes().use(call, code.digest())) {
            case EnrolmentCodes.Use.Good good ->
                new Grant(code.tenant(), good.purpose().client(), good.purpose().identity(), Optional.empty());
            case EnrolmentCodes.Use.Refused refused -> throw new EnrolmentException(refused.why());
        };
    }

    private static OneTimeCode code(String text) {
        try {
            return OneTimeCode.parse(text);
        } catch (MalformedException notACode) {
            throw new EnrolmentException(EnrolmentRefusal.CODE_UNKNOWN);
        }
    }

    /** A job's certificate must not outlive what its CI system vouched for, so it is not renewed. */
    private Grant byCertificate(X509Certificate leaf) {
        ServiceIdentity identity = identity(leaf);
        EnrolmentException.demand(!InstallationNames.isJob(identity), EnrolmentRefusal.JOB_CERTIFICATE);
        return switch (parts.registry().standing(identity, Optional.of(Presentation.thumbprint(leaf)))) {
            case Standing.Known known -> renewed(known, identity);
            case Standing.Refused ignored -> throw new EnrolmentException(EnrolmentRefusal.CERTIFICATE_UNKNOWN);
        };
    }

    /** Names that others give are theirs to certify. */
    private static Grant renewed(Standing.Known known, ServiceIdentity identity) {
        TenantId tenant = known.caller().tenant();
        EnrolmentException.demand(InstallationNames.isFree(tenant, identity), EnrolmentRefusal.CERTIFICATE_UNKNOWN);
        return new Grant(tenant, known.client(), identity, Optional.empty());
    }

    private static ServiceIdentity identity(X509Certificate leaf) {
        try {
            return CertificateIdentity.of(leaf);
        } catch (MalformedException nobody) {
            throw new EnrolmentException(EnrolmentRefusal.CERTIFICATE_UNKNOWN);
        }
    }

    private Call call(Grant grant, CorrelationId correlation) {
        RegisteredClient client = parts.clients()
                .find(grant.client())
                .filter(RegisteredClient::enabled)
                .filter(found -> found.tenant().equals(grant.tenant()))
                .orElseThrow(() -> new EnrolmentException(EnrolmentRefusal.CLIENT_DISABLED, grant.tenant()));
        return new Call(new Caller(client.tenant(), grant.identity(), client.role()), correlation);
    }

    private void admit(Call call, Grant grant, Instant expires) {
        AdmittedIdentities identities = parts.identities();
        AdmittedIdentities.Admission admission = grant.job()
                .map(claims -> identities.admitJob(call, grant.identity(), grant.client(), expires, claims))
                .orElseGet(() -> identities.admit(call, grant.identity(), grant.client()));
        switch (admission) {
            case ADMITTED -> {}
            case TAKEN -> throw new EnrolmentException(EnrolmentRefusal.IDENTITY_TAKEN, grant.tenant());
            case NO_CLIENT -> throw new EnrolmentException(EnrolmentRefusal.CLIENT_DISABLED, grant.tenant());
        }
    }

    /**
     * Whoever lost a key had its certificate revoked or its identity disabled: another name does not bring the key back. Who
     * uses one key for ever needs another: each of its certificates is looked at.
     */
    private void demandGoodKey(TenantId tenant, VerificationKey key) {
        List<EnrolmentLedger.Certified> befores = parts.ledger().certificates(tenant, key.id(), MOST_CERTIFICATES + 1);
        EnrolmentException.demand(befores.size() <= MOST_CERTIFICATES, EnrolmentRefusal.KEY_OUT_OF_USE, tenant);
        boolean good = befores.stream()
                .map(before -> parts.registry().standing(before.identity(), Optional.of(before.certificate())))
                .allMatch(Standing.Known.class::isInstance);
        EnrolmentException.demand(good, EnrolmentRefusal.KEY_OUT_OF_USE, tenant);
    }

    private void demandInUse(Grant grant) {
        boolean known = parts.registry().standing(grant.identity(), Optional.empty()) instanceof Standing.Known;
        EnrolmentException.demand(known, EnrolmentRefusal.IDENTITY_DISABLED, grant.tenant());
    }

    private Call callOfRefusal(EnrolmentException refused, CorrelationId correlation) {
        TenantId own = this.own.get().tenant();
        return ownCall(refused.tenant().orElse(own), correlation);
    }

    private Call ownCall(TenantId tenant, CorrelationId correlation) {
        Caller self = own.get().caller();
        return new Call(new Caller(tenant, self.identity(), self.role()), correlation);
    }
}
