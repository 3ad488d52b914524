package dev.exhibit.authority.enrolment;

import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.Clients;
import dev.exhibit.authority.enrolment.EnrolmentCodes.Purpose;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.InstallationNames;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.register.RegisteredClient;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Says who may enrol: by a one-time code, or as a job by a rule. For administrators of the tenant. Thread-safe. */
public final class OfferEnrolment {
    private final Clients clients;
    private final EnrolmentCodes codes;
    private final ExchangeRules rules;
    private final IssuanceLimits.Enrolment limits;
    private final InstantSource clock;
    private final SecureRandom random;

    public OfferEnrolment(
            Clients clients,
            EnrolmentCodes codes,
            ExchangeRules rules,
            IssuanceLimits limits,
            InstantSource clock,
            SecureRandom random) {
        this.clients = clients;
        this.codes = codes;
        this.rules = rules;
        this.limits = limits.enrolment();
        this.clock = clock;
        this.random = random;
    }

    /**
     * A code that was given out.
     *
     * @param code to be shown once
     * @param expires until when it may be used
     */
    public record Offer(OneTimeCode code, Instant expires) {}

    /**
     * Makes a code for one certificate.
     *
     * @throws ProblemException {@code not_found} if the tenant has no such client, or it is disabled; {@code wrong_state}
     *     for an identity that the tenant may not give, or if too many codes are open
     */
    public Offer code(Call call, Purpose purpose) {
        demandClient(call, purpose.client());
        demandIdentity(call, purpose.identity());
        OneTimeCode code = OneTimeCode.make(call.tenant(), random);
        Instant expires = clock.instant().plus(limits.codeLifetime()).truncatedTo(ChronoUnit.SECONDS);
        EnrolmentCodes.Caps caps = new EnrolmentCodes.Caps(limits.openCodes(), limits.allOpenCodes());
        switch (codes.keep(call, code.digest(), purpose, expires, caps)) {
            case KEPT -> {}
            case TENANT_FULL -> throw tooMany("a tenant has at most " + caps.ofTenant());
            case FULL -> throw tooMany("an installation has at most " + caps.ofAll());
        }
        return new Offer(code, expires);
    }

    private static ProblemException tooMany(String why) {
        return new ProblemException(
                ProblemCode.WRONG_STATE, why + " open codes: wait until some were used or have expired");
    }

    /** @throws ProblemException {@code not_found} for the client, {@code wrong_state} for another rule of that name, or too many */
    public void add(Call call, ExchangeRule rule) {
        demandClient(call, rule.client());
        demandOnePlace(call, rule);
        switch (rules.add(call, rule, limits.rules())) {
            case THERE -> {}
            case NAME_TAKEN ->
                throw new ProblemException(
                        ProblemCode.WRONG_STATE, "another rule has this name; rules do not change: remove it first");
            case FULL ->
                throw new ProblemException(
                        ProblemCode.WRONG_STATE, "a tenant has at most " + limits.rules() + " rules");
        }
    }

    /** @throws ProblemException {@code not_found} */
    public void remove(Call call, String name) {
        if (!rules.remove(call, name)) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no such rule");
        }
    }

    public List<ExchangeRule> rules(Call call) {
        return rules.list(call.tenant());
    }

    /** What the tokens of the tenant's jobs must have in {@code aud}. */
    public static String audience(AuthorityIdentity identity, TenantId tenant) {
        return JobTokenCheck.audience(identity, tenant);
    }

    /** One place for the keys of one issuer: or a token would make the service ask at many. */
    private void demandOnePlace(Call call, ExchangeRule rule) {
        boolean elsewhere = rules.list(call.tenant()).stream()
                .filter(other -> other.issuer().equals(rule.issuer()))
                .anyMatch(other -> !other.keys().equals(rule.keys()));
        if (elsewhere) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE, "another rule says that this issuer's keys are elsewhere");
        }
    }

    private void demandClient(Call call, String id) {
        boolean there = clients.find(id)
                .filter(RegisteredClient::enabled)
                .filter(client -> client.tenant().equals(call.tenant()))
                .isPresent();
        if (!there) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no such client");
        }
    }

    /** Certificates of this installation are for names of this installation, and jobs get theirs by what they prove. */
    private static void demandIdentity(Call call, ServiceIdentity identity) {
        if (!InstallationNames.isFree(call.tenant(), identity)) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE,
                    "the identity must be below " + InstallationNames.of(call.tenant()) + " but not below job/");
        }
    }
}
