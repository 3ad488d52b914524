package dev.exhibit.authority.enrolment;

import java.util.Locale;

/**
 * Why no certificate is issued; each has a row in {@code docs/spec/problems.md}. The sentences are constants: nothing of
 * what was sent is repeated.
 */
public enum EnrolmentRefusal {
    CODE_UNKNOWN("there is no such code"),
    CODE_USED("the code was used before; if that was not you, tell an administrator"),
    CODE_EXPIRED("the code has expired"),
    TOKEN_MALFORMED("the token is not a signed JSON Web Token, or a claim is missing or has another form"),
    TOKEN_ALGORITHM("the token's algorithm is not taken"),
    TOKEN_AUDIENCE("the token's one audience is not a tenant of this authority"),
    ISSUER_UNKNOWN("no rule of the tenant names the token's issuer"),
    TOKEN_SIGNATURE("the issuer did not sign this token"),
    TOKEN_EXPIRED("the token has expired"),
    TOKEN_NOT_YET_VALID("the token is not valid yet: the clocks of issuer and authority differ, run NTP on both"),
    TOKEN_TOO_LONG_LIVED("the token was issued for longer than is allowed here"),
    PULL_REQUEST("a job of a pull or merge request never enrols: nobody has merged what it runs"),
    CLAIM_MISMATCH("no rule allows this job; claim names the first that the nearest rule does not allow"),
    RULE_AMBIGUOUS("more than one rule allows this job"),
    TOKEN_REPLAYED("the token was used before"),
    CERTIFICATE_UNKNOWN("the certificate's identity is not registered, or not any more"),
    JOB_CERTIFICATE("the certificate of a CI job is not renewed: the next job enrols by its own token"),
    CLIENT_DISABLED("the client is disabled or gone"),
    IDENTITY_TAKEN("the identity belongs to another client"),
    IDENTITY_DISABLED("the identity is out of use"),
    KEY_OUT_OF_USE("the key had a certificate that does not count any more: make another key");

    private final String sentence;

    EnrolmentRefusal(String sentence) {
        this.sentence = sentence;
    }

    /** The stable name, member {@code reason} of the problem. */
    public String reason() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What was wrong. */
    public String sentence() {
        return sentence;
    }
}
