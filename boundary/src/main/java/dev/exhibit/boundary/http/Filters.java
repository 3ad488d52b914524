package dev.exhibit.boundary.http;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route.Body;
import dev.exhibit.boundary.identity.CertificateIdentity;
import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.Standing;
import dev.exhibit.boundary.limit.Admission;
import dev.exhibit.boundary.limit.Gate;
import dev.exhibit.boundary.limit.Visitor;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.boundary.trace.TraceParent;
import dev.exhibit.boundary.trace.Traces;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.Json;
import io.helidon.webserver.CloseConnectionException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.MDC;

/** The steps of a request, in the order in which the service's listener takes them. */
final class Filters {
    private Filters() {}

    /** Gives the request its correlation id, and puts it into every log line of the request. */
    record Correlate(Supplier<CorrelationId> ids) implements Filter {
        private static final String KEY = "correlationId";

        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            List<String> given = in.header(Incoming.CORRELATION_HEADER);
            in.correlation(Incoming.correlation(given.stream().findFirst(), ids));
            MDC.put(KEY, in.correlation().value());
            try {
                rest.proceed();
            } finally {
                MDC.remove(KEY);
            }
        }
    }

    /** Makes the request a part of the trace that it names, or of a new one, in every log line and audit record. */
    record Trace(Traces traces) implements Filter {
        private static final String KEY = "traceId";

        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            try (Traces.Request part = traces.request(TraceParent.of(in.header(TraceParent.HEADER)))) {
                part.traceId().ifPresent(id -> {
                    MDC.put(KEY, id);
                    in.correlation(in.correlation().within(id));
                });
                try {
                    rest.proceed();
                } finally {
                    part.answered(
                            new Traces.Answered(in.knownMethod(), in.routeName(), out.status(), in.correlation()));
                    MDC.remove(KEY);
                }
            }
        }
    }

    /** Answers whatever is thrown further in, in one form. */
    record AnswerProblems(ProblemAnswers problems) implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            try {
                rest.proceed();
            } catch (CloseConnectionException gone) {
                throw gone;
            } catch (RuntimeException failure) {
                if (in.body().broken()) {
                    throw new CloseConnectionException("the client went away", failure);
                }
                out.send(problems.of(failure, in.correlation()), in.correlation());
            }
        }
    }

    /**
     * Reads a short body before anything else is done. Who sends it slowly keeps no place meanwhile, and a refusal
     * leaves the connection as it is: another handshake would cost more than the request.
     *
     * @param wanted how many bytes of a body the request's route takes; 0 if there is no such route
     */
    record TakeShortBody(ToLongFunction<Incoming> wanted, Limits.Edge edge, LongSupplier nanoTime) implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            if (in.hasBody()) {
                long most = Math.min(wanted.applyAsLong(in), edge.shortBody());
                in.takeBody(most, edge.documentTime(), nanoTime);
            }
            rest.proceed();
        }
    }

    /** Lets so many requests be worked on at once, whoever sends them; the next waits a little and is then refused. */
    record AdmitAnybody(Gate gate) implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            Gate.Place place = gate.enter(Visitor.anybody());
            try {
                rest.proceed();
            } finally {
                place.close();
            }
        }
    }

    /** Lets so many requests be worked on at once, of each caller and tenant no more than its share. Reading goes first. */
    record Admit(Admission admission) implements Filter {
        private static final String JSON = "application/json";

        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            Route route = in.route().route();
            Visitor visitor = Visitor.of(in.call().caller(), !route.scope().writes());
            try (Admission.Stay stay = admission.enter(visitor, isStream(route, in))) {
                in.stay(stay);
                rest.proceed();
            }
        }

        private static boolean isStream(Route route, Incoming in) {
            boolean document = in.header("Content-Type").stream()
                    .anyMatch(type -> type.toLowerCase(Locale.ROOT).startsWith(JSON));
            return route.body() instanceof Body.Stream && !document && !in.isWhole();
        }
    }

    /**
     * Finds out who calls: from the certificate of the TLS session, which no header can replace. A session may outlive
     * its certificate, so its time is checked with every request.
     */
    record IdentifyPeer(IdentityRegistry registry, InstantSource clock, Admission admission) implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            X509Certificate leaf =
                    in.peerAt(clock.instant()).orElseThrow(() -> refused("no client certificate was shown"));
            Standing.Known known = known(leaf, in.isWhole());
            in.caller(known.caller(), known.client());
            rest.proceed();
        }

        private Standing.Known known(X509Certificate leaf, boolean whole) {
            ServiceIdentity identity = identity(leaf);
            return switch (standing(identity, leaf, whole)) {
                case Standing.Known known -> known;
                case Standing.Refused why -> throw refused(why, identity);
            };
        }

        private Standing standing(ServiceIdentity identity, X509Certificate leaf, boolean whole) {
            Gate.Place door = admission.knock(identity, whole);
            try {
                return registry.standing(identity, Optional.of(Presentation.thumbprint(leaf)));
            } finally {
                door.close();
            }
        }

        private static ProblemException refused(Standing.Refused why, ServiceIdentity identity) {
            return switch (why) {
                case UNKNOWN -> refused(identity + " is not registered here");
                case TENANT_DISABLED ->
                    new ProblemException(ProblemCode.TENANT_DISABLED, "the tenant of " + identity + " is out of use");
                case CERTIFICATE_REVOKED ->
                    new ProblemException(ProblemCode.CERTIFICATE_REVOKED, "this certificate was revoked");
            };
        }

        private static ServiceIdentity identity(X509Certificate leaf) {
            try {
                return CertificateIdentity.of(leaf);
            } catch (MalformedException nobody) {
                throw refused(String.valueOf(nobody.getMessage()));
            }
        }

        private static ProblemException refused(String why) {
            return new ProblemException(ProblemCode.IDENTITY_UNKNOWN, why);
        }
    }

    /** Finds the route for method and path. */
    record FindRoute(RouteTable routes) implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            switch (routes.find(in.method(), RequestPath.segments(in.rawPath()))) {
                case RouteTable.Match.Found found -> in.route(found);
                case RouteTable.Match.OtherMethods other -> throw wrongMethod(other);
                case RouteTable.Match.Missing ignored ->
                    throw new ProblemException(ProblemCode.NOT_FOUND, "no such path");
            }
            rest.proceed();
        }

        /** How many bytes of a body the request's route takes; 0 if none is found. */
        long wanted(Incoming in) {
            try {
                return switch (routes.find(in.method(), RequestPath.segments(in.rawPath()))) {
                    case RouteTable.Match.Found found ->
                        LimitBody.limit(found.route().body());
                    case RouteTable.Match.OtherMethods ignored -> 0;
                    case RouteTable.Match.Missing ignored -> 0;
                };
            } catch (MalformedException refusedLater) {
                return 0;
            }
        }

        private static ProblemException wrongMethod(RouteTable.Match.OtherMethods other) {
            String allowed = other.allowed().stream().map(Enum::name).collect(Collectors.joining(", "));
            return new ProblemException(
                    ProblemCode.METHOD_NOT_ALLOWED,
                    "this path takes " + allowed,
                    Json.object().with("allow", allowed));
        }
    }

    /** Finds out what the caller may do with this request. */
    record GrantRights(CallerRights rights) implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            CallerRights.Granted granted = rights.of(presentation(in), in.call().caller(), in.client());
            in.scopes(granted.scopes());
            in.nonce(granted.nextNonce());
            in.proof(granted.proof());
            rest.proceed();
        }

        private static Presentation presentation(Incoming in) {
            return new Presentation(
                    in.method(),
                    in.rawPath(),
                    in.header("Authorization"),
                    in.header("DPoP"),
                    in.peer().map(Presentation::thumbprint),
                    in.route().route().scope().writes());
        }
    }

    /** Demands the scope that the route names. */
    record CheckScope() implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            Route route = in.route().route();
            if (!in.scopes().contains(route.scope())) {
                String scope = route.scope().wire();
                throw new ProblemException(
                        ProblemCode.SCOPE_MISSING,
                        "the scope " + scope + " is needed",
                        Json.object().with("scope", scope));
            }
            rest.proceed();
        }
    }

    /** Opens the body as far as the route takes one, and refuses what says beforehand that it is too large. */
    record LimitBody(Duration documentTime, LongSupplier nanoTime) implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            in.openBody(limit(in.route().route().body()), documentTime, nanoTime);
            rest.proceed();
        }

        private static long limit(Body body) {
            return switch (body) {
                case Body.None ignored -> 0;
                case Body.Document document -> document.maxBytes();
                case Body.Stream stream -> stream.maxBytes();
            };
        }
    }

    /** Lets the handler do the work, and sends its answer. */
    record CallHandler() implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            Answer answer = in.route().route().handler().handle(new AdmittedExchange(in));
            if (answer.content() instanceof Answer.Content.Streamed) {
                in.stay().stream();
            }
            Answer told =
                    in.nonce().map(next -> answer.header("DPoP-Nonce", next)).orElse(answer);
            out.send(told, in.correlation());
            rest.proceed();
        }
    }
}
