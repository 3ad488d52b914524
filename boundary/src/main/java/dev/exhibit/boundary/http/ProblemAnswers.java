package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.token.AccessRefusal;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a refusal becomes an answer: {@code application/problem+json} (RFC 9457). Thread-safe. */
public final class ProblemAnswers {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);
    private static final int RETRY_SECONDS = 3;

    private final RandomGenerator random;
    private final Metrics metrics;

    /** @param random spreads the moments at which refused clients come back; must be thread-safe */
    public ProblemAnswers(RandomGenerator random, Metrics metrics) {
        this.random = random;
        this.metrics = metrics;
    }

    /** The answer to whatever went wrong. What is neither a refusal nor bad input is a defect: logged, told to nobody. */
    public Answer of(RuntimeException failure, CorrelationId correlation) {
        return switch (failure) {
            case ProblemException refusal -> of(refusal, correlation);
            case MalformedException malformed -> of(refusal(malformed), correlation);
            case VaultUnavailableException away -> {
                LOG.atWarn()
                        .addKeyValue("correlationId", correlation)
                        .setCause(away)
                        .log("the vault is not available");
                yield of(new ProblemException(ProblemCode.UNAVAILABLE, "the keys cannot be used now"), correlation);
            }
            default -> {
                LOG.atError()
                        .addKeyValue("correlationId", correlation)
                        .setCause(failure)
                        .log("defect in a request");
                yield of(new ProblemException(ProblemCode.DEFECT, "see the service's log"), correlation);
            }
        };
    }

    /** The same as a document alone. */
    public Json.Obj document(RuntimeException failure, CorrelationId correlation) {
        if (of(failure, correlation).content() instanceof Answer.Content.Whole whole
                && JsonReader.read(whole.bytes(), JsonLimits.BODY) instanceof Json.Obj document) {
            return document;
        }
        throw new IllegalStateException("a problem has a document");
    }

    /** The answer to a refusal. */
    Answer of(ProblemException refusal, CorrelationId correlation) {
        ProblemCode code = refusal.code();
        metrics.refused(code);
        AccessRefusal.of(refusal).ifPresent(metrics::refused);
        Json.Obj extra = passes(code) ? withRetry(refusal.extra()) : refusal.extra();
        Json.Obj document = Json.object();
        for (Map.Entry<String, Json> member : extra.members().entrySet()) {
            document = document.with(member.getKey(), member.getValue());
        }
        document = document.with("type", code.type())
                .with("title", code.title())
                .with("status", code.status())
                .with("code", code.code())
                .with("detail", detail(refusal))
                .with("advice", code.advice())
                .with("correlationId", correlation.value());
        Answer answer = Answer.bytes(
                code.status(), MEDIA_TYPE, CanonicalJson.of(document).bytes());
        return withHeaders(answer, extra);
    }

    private static ProblemException refusal(MalformedException malformed) {
        Json.Obj extra = Json.object().with("reason", malformed.reason().code());
        if (!malformed.pointer().isEmpty()) {
            extra = extra.with("pointer", malformed.pointer());
        }
        return new ProblemException(ProblemCode.MALFORMED, String.valueOf(malformed.getMessage()), extra);
    }

    /** Whether the same request may be answered otherwise a little later. */
    private static boolean passes(ProblemCode code) {
        return code.status() == 503 || code.status() == 429;
    }

    private Json.Obj withRetry(Json.Obj extra) {
        boolean given = extra.members().containsKey("retryAfter");
        return given ? extra : extra.with("retryAfter", 1 + random.nextInt(RETRY_SECONDS));
    }

    /** Some members are for clients that read headers only. */
    private static Answer withHeaders(Answer answer, Json.Obj extra) {
        Answer more = answer;
        if (extra.members().get("retryAfter") instanceof Json.Num seconds) {
            more = more.header("Retry-After", Long.toString((long) seconds.value()));
        }
        if (extra.members().get("allow") instanceof Json.Text methods) {
            more = more.header("Allow", methods.value());
        }
        if (extra.members().get("authenticate") instanceof Json.Text challenge) {
            more = more.header("WWW-Authenticate", challenge.value());
        }
        if (extra.members().get("nonce") instanceof Json.Text nonce) {
            more = more.header("DPoP-Nonce", nonce.value());
        }
        if (extra.members().get("contentRange") instanceof Json.Text range) {
            more = more.header("Content-Range", range.value());
        }
        if (extra.members().get("offset") instanceof Json.Num offset) {
            more = more.header("Upload-Offset", Long.toString((long) offset.value()));
        }
        return more;
    }

    private static String detail(ProblemException refusal) {
        String detail = refusal.getMessage();
        return detail == null ? refusal.code().title() : detail;
    }
}
