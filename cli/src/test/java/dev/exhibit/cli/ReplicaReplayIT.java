package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.testing.RawClient;
import dev.exhibit.boundary.testing.Shown;
import dev.exhibit.boundary.testing.TestIssuer;
import dev.exhibit.cli.context.Context;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawayKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 10,000 proofs, each sent twice at once to two of three processes over one PostgreSQL, and once more to a process that was
 * killed and started between: each is accepted exactly once.
 */
@Tag("proof")
class ReplicaReplayIT {
    private static final int REPLICAS = 3;
    private static final int ROUNDS = 4;
    private static final int PROOFS = 2_500;
    private static final int CLIENTS = 8;
    private static final String ORIGIN = "https://exhibit.example";
    private static final String PATH = "/v1/keys";
    private static final Pattern REASON = Pattern.compile("\"reason\":\"([a-z_]+)\"");

    @TempDir
    Path folder;

    private final TestIssuer issuer = new TestIssuer("https://issuer.exhibit.test", InstantSource.system());
    private final ThrowawayKey holder = ThrowawayKey.p256();
    private final Map<String, AtomicInteger> answers = new ConcurrentSkipListMap<>();

    @Test
    void eachProofIsAcceptedOnce() throws Exception {
        try (Replicas replicas = Replicas.start(folder, REPLICAS, settings())) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Shown> sent = round(replicas);
                int replaced = round % REPLICAS;
                replicas.replace(replaced);
                try (KeptClient client = new KeptClient(context(replicas, replaced))) {
                    for (Shown again : sent.subList(sent.size() - 100, sent.size())) {
                        assertThat(ask(client, again)).startsWith("401");
                    }
                }
            }
        }
        System.out.println("replicas: " + answers);
        assertThat(answers.keySet()).containsExactly("200", "401 proof_replayed");
        assertThat(answers.get("200")).hasValue(ROUNDS * PROOFS);
        assertThat(answers.get("401 proof_replayed")).hasValue(ROUNDS * PROOFS);
    }

    private List<Shown> round(Replicas replicas) throws Exception {
        String nonce = nonce(replicas, token());
        List<Shown> sent = new ArrayList<>();
        List<List<KeptClient>> clients = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(2 * CLIENTS)) {
            for (int i = 0; i < 2 * CLIENTS; i++) {
                clients.add(open(replicas));
            }
            for (int done = 0; done < PROOFS; done += CLIENTS) {
                List<Future<?>> batch = new ArrayList<>();
                String token = token();
                for (int i = 0; i < Math.min(CLIENTS, PROOFS - done); i++) {
                    Shown shown = Shown.proven(
                            token,
                            issuer.proof(holder, "GET", ORIGIN + PATH, token, nonce)
                                    .text());
                    sent.add(shown);
                    for (int copy = 0; copy < 2; copy++) {
                        KeptClient client = clients.get(2 * i + copy).get((done + i + copy) % REPLICAS);
                        batch.add(workers.submit(() -> count(ask(client, shown))));
                    }
                }
                for (Future<?> one : batch) {
                    one.get();
                }
            }
        } finally {
            clients.forEach(own -> own.forEach(KeptClient::close));
        }
        return sent;
    }

    private String token() {
        return issuer.token(holder)
                .claim("tenant", "default")
                .claim("client_id", "spiffe://exhibit.internal/tenant/default/pipeline")
                .claim("scope", "key:read")
                .text();
    }

    private Json.Obj settings() throws Exception {
        Path keys = folder.resolve("jwks.json");
        Files.write(keys, CanonicalJson.of(issuer.keys().toJson()).bytes().toArray());
        return Json.object()
                .with(
                        "access",
                        Json.object()
                                .with("audience", TestIssuer.AUDIENCE)
                                .with("origins", Json.texts(List.of(ORIGIN)))
                                .with(
                                        "issuers",
                                        Json.array(List.of(Json.object()
                                                .with("issuer", "https://issuer.exhibit.test")
                                                .with("jwks", "file:" + keys)))))
                .with("limits", Json.object().with("tenantSharePercent", 100).with("callerSharePercent", 100));
    }

    private List<KeptClient> open(Replicas replicas) {
        List<KeptClient> own = new ArrayList<>();
        for (int replica = 0; replica < REPLICAS; replica++) {
            own.add(new KeptClient(context(replicas, replica)));
        }
        return own;
    }

    private static Context context(Replicas replicas, int replica) {
        return InstalledProgram.context(replicas.data(replica), "pipeline");
    }

    private String nonce(Replicas replicas, String token) {
        try (KeptClient client = new KeptClient(context(replicas, 0))) {
            Shown without = Shown.proven(
                    token, issuer.proof(holder, "GET", ORIGIN + PATH, token, "").text());
            return client.ask(request(without), false).header("dpop-nonce");
        }
    }

    private void count(String answer) {
        answers.computeIfAbsent(answer, fresh -> new AtomicInteger()).incrementAndGet();
    }

    private static String ask(KeptClient client, Shown shown) {
        RawClient.Reply reply = client.ask(request(shown), false);
        Matcher reason = REASON.matcher(reply.text());
        return reason.find() ? reply.status() + " " + reason.group(1) : Integer.toString(reply.status());
    }

    private static String request(Shown shown) {
        StringBuilder request = new StringBuilder("GET " + PATH + " HTTP/1.1\r\nHost: exhibit.example\r\n");
        shown.authorization().forEach(value -> request.append("Authorization: " + value + "\r\n"));
        shown.proofs().forEach(value -> request.append("DPoP: " + value + "\r\n"));
        return request.append("\r\n").toString();
    }
}
