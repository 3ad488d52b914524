package dev.exhibit.boundary.http;

import dev.exhibit.boundary.identity.CorrelationId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** The steps of a request that only the open listener takes. */
final class OpenFilters {
    private OpenFilters() {}

    /** Finds the route, lets its handler do the work, and sends the answer. */
    record CallOpenRoute(List<OpenRoute> routes, Duration documentTime, LongSupplier nanoTime) implements Filter {
        @Override
        public void filter(Incoming in, Outgoing out, Rest rest) {
            OpenRoute route = route(in);
            in.openBody(route.maxBytes(), documentTime, nanoTime);
            out.send(route.handler().handle(new Request(in)), in.correlation());
            rest.proceed();
        }

        /** How many bytes of a body the request's route takes; 0 if there is no such route. */
        long wanted(Incoming in) {
            return of(in.method(), here(in)).map(OpenRoute::maxBytes).orElse(0);
        }

        private OpenRoute route(Incoming in) {
            List<OpenRoute> here = here(in);
            if (here.isEmpty()) {
                throw new ProblemException(ProblemCode.NOT_FOUND, "no such path");
            }
            in.routeName(here.getFirst().path());
            return of(in.method(), here).orElseThrow(() -> otherMethod(here));
        }

        private List<OpenRoute> here(Incoming in) {
            return routes.stream().filter(route -> route.answers(in.rawPath())).toList();
        }

        private static Optional<OpenRoute> of(String method, List<OpenRoute> here) {
            return here.stream()
                    .filter(route -> route.method().name().equals(method))
                    .findFirst();
        }

        private static ProblemException otherMethod(List<OpenRoute> here) {
            String allowed = here.stream().map(route -> route.method().name()).collect(Collectors.joining(", "));
            return new ProblemException(
                    ProblemCode.METHOD_NOT_ALLOWED,
                    "this path takes " + allowed,
                    Json.object().with("allow", allowed));
        }
    }

    private record Request(Incoming in) implements OpenExchange {
        @Override
        public Optional<X509Certificate> certificate() {
            return in.peer();
        }

        @Override
        public String address() {
            return in.address().map(InetAddress::getHostAddress).orElse("unknown");
        }

        @Override
        public CorrelationId correlation() {
            return in.correlation();
        }

        @Override
        public String path() {
            return in.rawPath();
        }

        @Override
        public List<String> headers(String name) {
            return in.header(name);
        }

        @Override
        public Form form() {
            contentType().require(Form.MEDIA_TYPE);
            return Form.parse(body());
        }

        @Override
        public ObjectReader json(JsonLimits limits) {
            contentType().require("application/json");
            return JsonReader.readObject(body(), limits);
        }

        private ContentType contentType() {
            List<String> types = in.header("Content-Type");
            return types.size() == 1 ? ContentType.parse(types.getFirst()) : ContentType.missing();
        }

        @Override
        public Bytes body() {
            return in.body().whole();
        }
    }
}
