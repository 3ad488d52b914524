package dev.exhibit.attestor.scan;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;

/** What a claim must not hold; each has a row in {@code docs/spec/scan.md}. The ids are stable. */
public enum ScanRule {
    PRIVATE_KEY(PrivateKeys::in),
    /** Seen in an object, not in a text. */
    PRIVATE_JWK(text -> false),
    GITHUB_TOKEN(text -> Tokens.in(Tokens.GITHUB, text)),
    GITLAB_TOKEN(text -> Tokens.in(Tokens.GITLAB, text)),
    /** In one text; over several, {@link Scan} looks for it. */
    AWS_KEY(text -> AwsKeys.hasId(text) && AwsKeys.hasSecret(text)),
    AZURE_KEY(text -> Tokens.in(Tokens.AZURE, text)),
    GOOGLE_KEY(text -> Tokens.in(Tokens.GOOGLE, text)),
    SLACK_TOKEN(text -> Tokens.in(Tokens.SLACK, text)),
    STRIPE_KEY(text -> Tokens.in(Tokens.STRIPE, text)),
    NPM_TOKEN(text -> Tokens.in(Tokens.NPM, text)),
    PYPI_TOKEN(text -> Tokens.in(Tokens.PYPI, text)),
    RUBYGEMS_TOKEN(text -> Tokens.in(Tokens.RUBYGEMS, text)),
    DOCKER_TOKEN(text -> Tokens.in(Tokens.DOCKER, text)),
    VAULT_TOKEN(text -> Tokens.in(Tokens.VAULT, text)),
    JWT(Credentials::jwt),
    HTTP_CREDENTIALS(Credentials::http),
    URL_PASSWORD(Credentials::url),
    IBAN(Ibans::in),
    PAYMENT_CARD(Cards::in),
    EMAIL(Emails::in);

    private final Predicate<String> finder;

    ScanRule(Predicate<String> finder) {
        this.finder = finder;
    }

    /** The name in documents and requests, for example {@code github-token}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws MalformedException for another name than {@link #id} gives */
    public static ScanRule parse(String id) {
        return Arrays.stream(values())
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new MalformedException(Reason.BAD_VALUE, "no rule of the scan has this id"));
    }

    /** Whether {@code text} holds what this rule looks for. */
    boolean findsIn(String text) {
        return finder.test(text);
    }
}
