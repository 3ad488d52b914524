package dev.exhibit.boundary.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.metrics.Metrics;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.token.AccessRefusal;
import dev.exhibit.crypto.json.Json;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a client that reads headers only is told. */
class ProblemAnswersTest {
    private final ProblemAnswers answers =
            new ProblemAnswers(new Random(1), new Metrics(InstantSource.system(), System::nanoTime));

    @Test
    void aRefusedProofComesWithItsChallengeAndItsNonce() {
        Json.Obj more = AccessRefusal.NONCE_REQUIRED.exception().extra().with("nonce", "fresh");
        Answer answer = answers.of(
                new ProblemException(ProblemCode.NONCE_REQUIRED, "again", more), new CorrelationId("challenge"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers())
                .containsEntry("WWW-Authenticate", AccessRefusal.NONCE_REQUIRED.authenticate())
                .containsEntry("DPoP-Nonce", "fresh");
    }

    @Test
    void whatIsForbiddenComesWithoutAChallenge() {
        Answer answer = answers.of(AccessRefusal.TENANT_REQUIRED.exception(), new CorrelationId("challenge"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers()).doesNotContainKeys("WWW-Authenticate", "DPoP-Nonce");
    }
}
