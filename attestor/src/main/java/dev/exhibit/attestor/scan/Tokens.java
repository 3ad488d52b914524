package dev.exhibit.attestor.scan;

import java.util.List;
import java.util.stream.Stream;

/** The forms of tokens, as their issuers describe them. */
final class Tokens {
    static final List<TokenForm> GITHUB = Stream.concat(
                    Stream.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_")
                            .map(prefix -> TokenForm.atLeast(36, prefix, Ascii::isAlnum)),
                    Stream.of(TokenForm.atLeast(60, "github_pat_", Ascii::isBase64Url)))
            .toList();

    static final List<TokenForm> GITLAB = Stream.of(
                    "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glsoat-", "gloas-", "glagent-", "glft-")
            .map(prefix -> TokenForm.atLeast(20, prefix, Ascii::isBase64Url))
            .toList();

    static final List<TokenForm> SLACK = Stream.concat(
                    Stream.of("xoxa-", "xoxb-", "xoxe-", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-")
                            .map(prefix -> TokenForm.atLeast(24, prefix, Ascii::isBase64Url)),
                    Stream.of(TokenForm.atLeast(36, "hooks.slack.com/services/T", Ascii::isBase64)))
            .toList();

    static final List<TokenForm> GOOGLE = List.of(
            TokenForm.exactly(35, "AIza", Ascii::isBase64Url), TokenForm.exactly(28, "GOCSPX-", Ascii::isBase64Url));

    static final List<TokenForm> NPM = List.of(TokenForm.exactly(36, "npm_", Ascii::isAlnum));

    /** Macaroons of pypi.org and test.pypi.org: the beginning is the same in all of them. */
    static final List<TokenForm> PYPI = List.of(
            TokenForm.atLeast(50, "pypi-AgEIcHlwaS5vcmc", Ascii::isBase64Url),
            TokenForm.atLeast(50, "pypi-AgENdGVzdC5weXBpLm9yZw", Ascii::isBase64Url));

    /** Live keys only; test keys move no money. */
    static final List<TokenForm> STRIPE = Stream.of("sk_live_", "rk_live_")
            .map(prefix -> TokenForm.atLeast(24, prefix, Ascii::isAlnum))
            .toList();

    static final List<TokenForm> DOCKER = Stream.of("dckr_pat_", "dckr_oat_")
            .map(prefix -> TokenForm.atLeast(27, prefix, Ascii::isBase64Url))
            .toList();

    static final List<TokenForm> RUBYGEMS = List.of(TokenForm.exactly(48, "rubygems_", Ascii::isHex));

    static final List<TokenForm> VAULT = Stream.of("hvs.", "hvb.")
            .map(prefix -> TokenForm.atLeast(24, prefix, Ascii::isBase64Url))
            .toList();

    /** The key of a connection string: 64 bytes; two signs of padding follow. */
    static final List<TokenForm> AZURE = List.of(TokenForm.exactly(86, "AccountKey=", Ascii::isBase64));

    private Tokens() {}

    /** Whether {@code text} holds a token of one of {@code forms}. */
    static boolean in(List<TokenForm> forms, String text) {
        for (TokenForm form : forms) {
            if (form.in(text)) {
                return true;
            }
        }
        return false;
    }
}
