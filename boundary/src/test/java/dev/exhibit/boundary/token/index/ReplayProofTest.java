package dev.exhibit.boundary.token.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.AccessLimits;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.testing.Shown;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.boundary.token.AccessCheck;
import dev.exhibit.boundary.token.AccessRefusal;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * 10,000 proofs, each sent twice at once to two of three instances over one PostgreSQL, while one instance after the other
 * is replaced by a fresh one: each proof is accepted exactly once.
 */
@Tag("proof")
class ReplayProofTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresReplayGuard.ROOM);

    private static final int PROOFS = 10_000;
    private static final int INSTANCES = 3;
    private static final int CLIENTS = 16;
    private static final String URL = "https://exhibit.test/v1/signatures";
    private static final TenantId TENANT = new TenantId("acme");
    private static final InstantSource CLOCK = InstantSource.system();
    private static final SignatureChecker CHECKER =
            new SignatureChecker(List.of(CryptoProvider.CORRETTO, CryptoProvider.BOUNCY_CASTLE, CryptoProvider.JDK));

    private final TestIssuer issuer = new TestIssuer("https://issuer.exhibit.test", CLOCK);
    private final ThrowawayKey holder = ThrowawayKey.p256();
    private final AtomicReferenceArray<AccessCheck> instances = new AtomicReferenceArray<>(INSTANCES);
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();

    @Test
    void eachIsAcceptedOnce() throws Exception {
        for (int i = 0; i < INSTANCES; i++) {
            start(i);
        }
        String token = issuer.token(holder)
                .claim("exp", CLOCK.instant().plusSeconds(290))
                .text();
        String nonce = nonce(token);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < PROOFS; i++) {
                Shown shown = Shown.proven(
                        token, issuer.proof(holder, "POST", URL, token, nonce).text());
                for (int copy = 0; copy < 2; copy++) {
                    int at = (i + copy) % INSTANCES;
                    sent.add(clients.submit(() -> send(shown, at)));
                }
                if (i % (PROOFS / 4) == PROOFS / 8) {
                    start(i / (PROOFS / 4) % INSTANCES);
                }
            }
            for (Future<?> one : sent) {
                one.get();
            }
        }
        assertThat(answers).hasSize(2);
        assertThat(answers.get("accepted")).hasValue(PROOFS);
        assertThat(answers.get(AccessRefusal.PROOF_REPLAYED.reason())).hasValue(PROOFS);
        assertThat(rows()).isLessThanOrEqualTo(PROOFS);
    }

    /** A restart: everything that an instance holds in memory is gone, its connections too. */
    private void start(int instance) {
        Database database = DATABASE.another(6, Duration.ofSeconds(30));
        AccessCheck.Trust trust = new AccessCheck.Trust(
                List.of(issuer.trusted()), TestIssuer.AUDIENCE, Origin.parse("https://exhibit.test")::equals);
        instances.set(
                instance,
                new AccessCheck(
                        trust,
                        AccessLimits.defaults(),
                        new PostgresReplayGuard(database, CLOCK, new SecureRandom()),
                        CHECKER,
                        CLOCK));
    }

    private void send(Shown shown, int instance) {
        answers.computeIfAbsent(answer(shown, instance), fresh -> new AtomicInteger())
                .incrementAndGet();
    }

    private String answer(Shown shown, int instance) {
        try {
            instances.get(instance).admit(presentation(shown));
            return "accepted";
        } catch (ProblemException refused) {
            return refused.extra().members().get("reason") instanceof Json.Text reason
                    ? reason.value()
                    : refused.code().code();
        }
    }

    private String nonce(String token) {
        try {
            String proof = issuer.proof(holder, "POST", URL, token, "").text();
            instances.get(0).admit(presentation(Shown.proven(token, proof)));
            throw new AssertionError("a proof without a nonce was accepted");
        } catch (ProblemException refused) {
            return refused.extra().members().get("nonce") instanceof Json.Text nonce ? nonce.value() : "";
        }
    }

    private static Presentation presentation(Shown shown) {
        return new Presentation(
                "POST", "/v1/signatures", shown.authorization(), shown.proofs(), Optional.empty(), true);
    }

    private static int rows() {
        return DATABASE.database()
                .inTenant(
                        TENANT,
                        handle -> handle.createQuery("select count(*) from proof_seen")
                                .mapTo(Integer.class)
                                .one());
    }
}
