package dev.exhibit.client;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLHandshakeException;

/** Sends requests over one mutually authenticated connection pool, again where that is safe and may help. */
final class Transport implements AutoCloseable {
    private static final int UNAUTHORIZED = 401;

    private final Connection connection;
    private final InstantSource clock;
    private final Retries retries;
    private final Sessions sessions;

    Transport(Connection connection, ClientParts parts) {
        this.connection = connection;
        this.clock = parts.clock();
        this.retries = parts.retries();
        this.sessions = new Sessions(connection, parts);
    }

    /** Sends until an answer below 400 comes; the caller closes its body. */
    HttpResponse<InputStream> send(String path, Duration patience, UnaryOperator<HttpRequest.Builder> method) {
        HttpRequest request = method.apply(
                        HttpRequest.newBuilder(connection.at(path)).timeout(patience))
                .build();
        for (int attempt = 1; ; attempt++) {
            Session session = sessions.current();
            ClientProblem problem;
            Duration asked = Duration.ZERO;
            boolean mayHelp;
            try {
                HttpResponse<InputStream> response = admitted(session, request);
                if (response.statusCode() < 400) {
                    return response;
                }
                problem = refused(response);
                asked = asked(response);
                mayHelp = mayHelp(response.statusCode());
            } catch (IOException lost) {
                problem = sessions.explained(unreachable(lost), session);
                mayHelp = problem.mayPass() && !(lost instanceof SSLHandshakeException);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw unreachable(interrupted);
            } catch (ClientProblem noToken) {
                problem = sessions.explained(noToken, session);
                mayHelp = problem.mayPass() || mayHelp(problem.status());
            }
            if (!mayHelp || !retries.another(attempt, asked)) {
                throw problem;
            }
            retries.await(attempt, asked);
        }
    }

    /** With token and proof; again at once where the service only wants a fresh nonce or token. */
    private HttpResponse<InputStream> admitted(Session session, HttpRequest request)
            throws IOException, InterruptedException {
        if (session.credentials().isEmpty()) {
            return session.http().send(request, HttpResponse.BodyHandlers.ofInputStream());
        }
        Credentials own = session.credentials().get();
        for (int attempt = 1; ; attempt++) {
            Credentials.Shown shown = own.show(request);
            HttpResponse<InputStream> response =
                    session.http().send(shown.request(), HttpResponse.BodyHandlers.ofInputStream());
            boolean wantsOther = own.learn(shown, response);
            if (!wantsOther || attempt == Credentials.TRIES) {
                return response;
            }
            response.body().close();
        }
    }

    private ClientProblem refused(HttpResponse<InputStream> response) {
        ClientProblem problem = ClientProblem.of(response);
        return response.statusCode() == UNAUTHORIZED ? problem.and(Clocks.told(response.headers(), clock)) : problem;
    }

    /** Who the caller is; empty where a certificate is all it has. */
    Optional<Login> login() {
        Session session = sessions.current();
        try {
            return session.credentials().map(Credentials::login);
        } catch (ClientProblem problem) {
            throw sessions.explained(problem, session);
        }
    }

    /** The whole body of an answer, at most {@code limit} bytes. */
    Bytes read(HttpResponse<InputStream> response, int limit) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw ClientProblem.unreadable(response.statusCode(), "it is larger than " + limit + " bytes");
            }
            return Bytes.owned(bytes);
        } catch (IOException lost) {
            throw unreachable(lost);
        }
    }

    /** The JSON object that an answer is, as {@code form} reads it. */
    <T> T json(HttpResponse<InputStream> response, JsonLimits limits, Function<ObjectReader, T> form) {
        Bytes body = read(response, limits.bytes());
        try {
            return form.apply(JsonReader.readObject(body, limits));
        } catch (MalformedException why) {
            throw ClientProblem.unreadable(response.statusCode(), why.detail() + " at '" + why.pointer() + "'");
        }
    }

    /** The same, for a form that wants all of the object. */
    <T> T document(HttpResponse<InputStream> response, Function<Json.Obj, T> form) {
        return json(response, JsonLimits.BODY, reply -> {
            Json.Obj all = Json.object();
            for (String name : reply.names()) {
                all = all.with(name, reply.required(name));
            }
            return form.apply(all);
        });
    }

    /** Whether it tries more than once, so that waiting makes sense. */
    boolean isPatient() {
        return retries.attempts() > 1;
    }

    void pause(Duration time) {
        retries.pause().of(time);
    }

    @Override
    public void close() {
        sessions.close();
    }

    private ClientProblem unreachable(Exception cause) {
        return ClientProblem.unreachable(connection.address().toString(), cause);
    }

    private static boolean mayHelp(int status) {
        return status == 429 || status == 503;
    }

    private static Duration asked(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ZERO);
    }
}
