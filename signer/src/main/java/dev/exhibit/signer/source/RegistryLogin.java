package dev.exhibit.signer.source;

import dev.exhibit.boundary.SourceLimits;
import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Answers a registry's challenge: with a token that allows to read from, or write to, one repository, which a token server gives, or
 * with name and password. A password goes to the registry and the realm that the configuration names for it, and nowhere
 * else; the token server is asked through the guard like any place.
 */
final class RegistryLogin {
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7E]{1,8000}");

    private final SourceSettings settings;
    private final Origin registry;
    private final Secrets secrets;
    private final SourceLimits limits;
    private final Transfer transfer;
    private final Access access;

    /** What a token has to allow. */
    enum Access {
        READ("pull"),
        WRITE("pull,push");

        private final String actions;

        Access(String actions) {
            this.actions = actions;
        }
    }

    RegistryLogin(
            SourceSettings settings,
            Origin registry,
            Secrets secrets,
            SourceLimits limits,
            Transfer transfer,
            Access access) {
        this.access = access;
        this.settings = settings;
        this.registry = registry;
        this.secrets = secrets;
        this.limits = limits;
        this.transfer = transfer;
    }

    /**
     * What to send in {@code Authorization}.
     *
     * @throws ProblemException {@code artifact_unavailable} where there is no login, or it is refused;
     *     {@code source_not_allowed} for a token server that may not be asked
     */
    String answer(Optional<String> header, String repository) {
        Challenge challenge = header.flatMap(Challenge::parse)
                .orElseThrow(() -> refused("asks for an authentication that is not understood"));
        return switch (challenge) {
            case Challenge.Basic ignored ->
                basic(registry)
                        .orElseThrow(() -> refused("asks for a login; an operator can give one in sources.registries"));
            case Challenge.Bearer bearer -> "Bearer " + token(bearer, repository);
        };
    }

    ProblemException refused(String what) {
        return new ProblemException(ProblemCode.ARTIFACT_UNAVAILABLE, "the registry " + registry + " " + what);
    }

    /** Only what is needed is asked for, whatever the challenge says about it. */
    private String token(Challenge.Bearer bearer, String repository) {
        String realm = bearer.realm().text();
        String query = "scope=" + encoded("repository:" + repository + ":" + access.actions)
                + bearer.service().map(name -> "&service=" + encoded(name)).orElse("");
        FetchUrl url = FetchUrl.parse(realm + (realm.contains("?") ? "&" : "?") + query);
        FetchOrder anonymous = FetchOrder.get(url, limits.tokenBytes());
        FetchOrder order = basic(url.origin())
                .map(login -> anonymous.with("Authorization", login))
                .orElse(anonymous);
        Bytes answer = transfer.get(order, found -> Registry.whole(found.document()));
        try {
            return token(JsonReader.readObject(answer, JsonLimits.BODY));
        } catch (MalformedException malformed) {
            throw refused("has a token server whose answer is not understood");
        }
    }

    private static String token(ObjectReader answer) {
        String token = answer.optionalText("token").orElseGet(() -> answer.text("access_token"));
        if (!TOKEN.matcher(token).matches()) {
            throw new MalformedException(MalformedException.Reason.BAD_VALUE, "not a token");
        }
        return token;
    }

    private Optional<String> basic(Origin place) {
        return settings.registries().stream()
                .filter(login -> login.registry().equals(registry) && login.isFor(place))
                .findFirst()
                .map(login -> "Basic " + StrictBase64.encode(Bytes.utf8(login.user() + ":" + password(login))));
    }

    private String password(SourceSettings.Login login) {
        try {
            return secrets.read(login.password());
        } catch (StartRefusedException missing) {
            throw new ProblemException(
                    ProblemCode.UNAVAILABLE, "the password for " + registry + " cannot be read now", missing);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
