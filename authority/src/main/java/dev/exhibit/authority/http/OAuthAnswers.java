package dev.exhibit.authority.http;

import dev.exhibit.authority.IssuedToken;
import dev.exhibit.authority.OAuthError;
import dev.exhibit.authority.OAuthException;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import java.time.Duration;
import java.util.function.Supplier;

/** Answers in the forms of OAuth: RFC 6749 sections 5.1 and 5.2, RFC 9449 sections 5 and 8. */
final class OAuthAnswers {
    private static final int MAX_DESCRIPTION = 200;

    private OAuthAnswers() {}

    /**
     * What {@code work} answers, or its refusal in the form that OAuth clients read. What has nothing to do with OAuth (too
     * large, not available) stays a problem.
     */
    static Answer answer(Supplier<Answer> work) {
        try {
            return work.get();
        } catch (OAuthException refused) {
            return refusal(refused);
        } catch (MalformedException malformed) {
            return refusal(new OAuthException(OAuthError.INVALID_REQUEST, String.valueOf(malformed.getMessage())));
        } catch (ProblemException refused) {
            if (refused.code() == ProblemCode.MEDIA_TYPE) {
                return refusal(new OAuthException(OAuthError.INVALID_REQUEST, String.valueOf(refused.getMessage())));
            }
            throw refused;
        }
    }

    static Answer token(IssuedToken token) {
        IssuedToken.Facts facts = token.facts();
        Answer answer = uncached(Answer.json(
                200,
                Json.object()
                        .with("access_token", token.compact())
                        .with("token_type", token.type())
                        .with(
                                "expires_in",
                                Duration.between(facts.issued(), facts.expires())
                                        .toSeconds())
                        .with("scope", String.join(" ", facts.scopes()))));
        return token.nextNonce()
                .map(nonce -> answer.header("DPoP-Nonce", nonce))
                .orElse(answer);
    }

    private static Answer refusal(OAuthException refused) {
        Answer answer = uncached(Answer.json(
                refused.error().status(),
                Json.object()
                        .with("error", refused.error().wire())
                        .with("error_description", plain(refused.description()))));
        Answer challenged = refused.error() == OAuthError.INVALID_CLIENT
                ? answer.header("WWW-Authenticate", "Bearer realm=\"exhibit\", error=\"invalid_client\"")
                : answer;
        Answer withNonce = refused.nonce()
                .map(nonce -> challenged.header("DPoP-Nonce", nonce))
                .orElse(challenged);
        return refused.retryAfter()
                .map(wait -> withNonce.header("Retry-After", Long.toString(wait.toSeconds() + 1)))
                .orElse(withNonce);
    }

    /** {@code Cache-Control} is on every answer already. */
    private static Answer uncached(Answer answer) {
        return answer.header("Pragma", "no-cache");
    }

    /** The characters that RFC 6749 section 5.2 allows. */
    private static String plain(String text) {
        String plain = text.replace('"', '\'').replace('\\', '/').replaceAll("[^ -~]", "?");
        return plain.substring(0, Math.min(plain.length(), MAX_DESCRIPTION));
    }
}
