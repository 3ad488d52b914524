package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.InstallationNames;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which CI jobs enrol as which client. A job that no rule allows is refused.
 *
 * @param name of the rule, within its tenant: 1 to 63 of {@code a-z 0-9 -}
 * @param issuer exactly what {@code iss} of the jobs' tokens says, an {@code https} URL
 * @param keysUrl where the issuer publishes its keys, as it was written
 * @param conditions what the job's claims must be, each for another claim; at least one says whose jobs are meant
 * @param client as whom they enrol
 */
public record ExchangeRule(String name, String issuer, String keysUrl, List<Condition> conditions, String client) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final int MAX_ISSUER = 256;
    private static final int MAX_CONDITIONS = 16;
    private static final int ID_DIGITS = 32;

    public ExchangeRule {
        conditions = List.copyOf(conditions);
        if (conditions.stream().noneMatch(Condition::namesOwner)) {
            throw new MalformedException(
                    Reason.BAD_VALUE,
                    "/claims",
                    "one claim must say whose jobs are meant: repository, repository_owner_id, project_path,"
                            + " namespace_path, /kubernetes.io/namespace or sub");
        }
    }

    /** Reads {@code {"name", "issuer", "jwks", "claims": {…}, "client"}}. @throws MalformedException for anything else */
    public static ExchangeRule read(ObjectReader reader) {
        ExchangeRule rule = new ExchangeRule(
                reader.parsed("name", ExchangeRule::name),
                reader.parsed("issuer", ExchangeRule::issuer),
                reader.parsed("jwks", text -> {
                    url(text);
                    return text;
                }),
                conditions(reader.objectValue("claims")),
                reader.parsed("client", RegisteredClient::requireId));
        reader.end();
        return rule;
    }

    /** What {@link #read} takes. */
    public Json.Obj toJson() {
        Json.Obj claims = Json.object();
        for (Condition condition : conditions) {
            claims = claims.with(condition.claim(), condition.expected());
        }
        return Json.object()
                .with("name", name)
                .with("issuer", issuer)
                .with("jwks", keysUrl)
                .with("claims", claims)
                .with("client", client);
    }

    /** Where the issuer publishes its keys. */
    FetchUrl keys() {
        return url(keysUrl);
    }

    /** The first claim that is not as it must be; empty if the rule allows the job. */
    Optional<String> mismatch(Json claims) {
        return conditions.stream()
                .filter(condition -> !condition.holds(claims))
                .map(Condition::claim)
                .findFirst();
    }

    /** How many of the claims are as they must be. */
    long nearness(Json claims) {
        return conditions.stream().filter(condition -> condition.holds(claims)).count();
    }

    /** Who a job is, in certificates; each token is another's. */
    ServiceIdentity identity(TenantId tenant, Digest token) {
        return InstallationNames.ofJob(tenant, name + "/" + token.hex().substring(0, ID_DIGITS));
    }

    /** @throws MalformedException unless a rule could be called that */
    public static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "a rule is named with 1 to 63 of a-z 0-9 and inner hyphens");
        }
        return text;
    }

    private static String issuer(String text) {
        if (text.length() > MAX_ISSUER || url(text).origin().scheme() != Origin.Scheme.HTTPS) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "an issuer is an https URL of at most " + MAX_ISSUER + " characters");
        }
        return text;
    }

    private static FetchUrl url(String text) {
        try {
            return FetchUrl.parse(text);
        } catch (FetchException refused) {
            throw new MalformedException(Reason.BAD_VALUE, String.valueOf(refused.getMessage()));
        }
    }

    private static List<Condition> conditions(Json.Obj claims) {
        if (claims.members().size() > MAX_CONDITIONS) {
            throw new MalformedException(Reason.TOO_LARGE, "/claims", "at most " + MAX_CONDITIONS + " claims");
        }
        List<Condition> conditions = new ArrayList<>();
        claims.members().forEach((claim, expected) -> conditions.add(condition(claim, expected)));
        return conditions;
    }

    private static Condition condition(String claim, Json expected) {
        try {
            return new Condition(claim, expected);
        } catch (MalformedException refused) {
            throw refused.at("/claims/" + ObjectReader.escape(claim));
        }
    }
}
