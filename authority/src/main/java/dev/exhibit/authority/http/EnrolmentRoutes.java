package dev.exhibit.authority.http;

import dev.exhibit.authority.AuthorityIdentity;
import dev.exhibit.authority.enrolment.EnrolClient;
import dev.exhibit.authority.enrolment.Enrolled;
import dev.exhibit.authority.enrolment.EnrolmentCodes.Purpose;
import dev.exhibit.authority.enrolment.EnrolmentRequest;
import dev.exhibit.authority.enrolment.EnrolmentRequest.Proof;
import dev.exhibit.authority.enrolment.ExchangeRule;
import dev.exhibit.authority.enrolment.OfferEnrolment;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.http.Exchange;
import dev.exhibit.boundary.http.OpenExchange;
import dev.exhibit.boundary.http.OpenRoute;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.http.Route.Method;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Enrolment: one route for an open listener, and those of administrators for the service's. */
public final class EnrolmentRoutes {
    private static final String ENROL_PATH = "/enroll";
    private static final String RULES_PATH = "/v1/exchange-rules";
    private static final String PEM_LABEL = "CERTIFICATE";
    private static final int DEPTH = 4;
    private static final int MEMBERS = 64;

    private final AuthorityIdentity identity;
    private final EnrolClient enrol;
    private final OfferEnrolment offer;
    private final Supplier<Optional<String>> service;
    private final JsonLimits documents;

    /** @param service where the service is that tokens of the usual audience are for, once that is known */
    public EnrolmentRoutes(
            AuthorityIdentity identity,
            EnrolClient enrol,
            OfferEnrolment offer,
            Supplier<Optional<String>> service,
            IssuanceLimits limits) {
        int size = limits.enrolment().requestBytes();
        this.identity = identity;
        this.enrol = enrol;
        this.offer = offer;
        this.service = service;
        this.documents = new JsonLimits(size, DEPTH, MEMBERS, size);
    }

    /** For the listener of the authority. */
    public List<OpenRoute> open() {
        return List.of(new OpenRoute(Method.POST, ENROL_PATH, documents.bytes(), this::enrol));
    }

    /** For the listener of the service. */
    public List<Route> administration() {
        Route.Body document = new Route.Body.Document(documents.bytes());
        return List.of(
                new Route(Method.POST, "/v1/enrolments", Scope.TENANT_ADMIN, document, this::code),
                new Route(Method.POST, RULES_PATH, Scope.TENANT_ADMIN, document, this::addRule),
                new Route(Method.GET, RULES_PATH, Scope.TENANT_ADMIN, new Route.Body.None(), this::rules),
                new Route(Method.POST, RULES_PATH + ":remove", Scope.TENANT_ADMIN, document, this::removeRule));
    }

    private Answer enrol(OpenExchange exchange) {
        ObjectReader body = exchange.json(documents);
        Optional<String> code = body.optionalText("code");
        Optional<String> token = body.optionalText("token");
        String order = body.text("request");
        body.end();
        Enrolled enrolled = enrol.enrol(new EnrolmentRequest(
                proof(code, token, exchange.certificate()), order, exchange.address(), exchange.correlation()));
        return Answer.json(201, rendered(enrolled));
    }

    /** What is written counts before what the connection shows: so that somebody with a certificate can use a code. */
    private static Proof proof(Optional<String> code, Optional<String> token, Optional<X509Certificate> certificate) {
        if (code.isPresent() && token.isPresent()) {
            throw new MalformedException(Reason.BAD_VALUE, "code and token exclude each other");
        }
        return code.<Proof>map(Proof.Code::new)
                .or(() -> token.map(Proof.JobToken::new))
                .or(() -> certificate.map(Proof.Certificate::new))
                .orElseThrow(() -> new MalformedException(
                        Reason.MISSING_MEMBER, "send a code, a token, or the certificate to be renewed"));
    }

    private Json.Obj rendered(Enrolled enrolled) {
        Json.Obj answer = Json.object()
                .with("certificate", pem(enrolled.chain()))
                .with("identity", enrolled.identity().value())
                .with("client", enrolled.client())
                .with("tenant", enrolled.tenant().value())
                .with("expires", enrolled.expires().toString())
                .with("tokenEndpoint", identity.url(AuthorityIdentity.TOKEN_PATH))
                .with("audience", identity.audience());
        return service.get().map(address -> answer.with("server", address)).orElse(answer);
    }

    private static String pem(List<X509Certificate> chain) {
        return chain.stream().map(EnrolmentRoutes::pem).collect(Collectors.joining());
    }

    private static String pem(X509Certificate certificate) {
        try {
            return Pem.encode(PEM_LABEL, Bytes.owned(certificate.getEncoded()));
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was issued has an encoding", impossible);
        }
    }

    private Answer code(Exchange exchange) {
        ObjectReader body = exchange.json(documents);
        Purpose purpose = new Purpose(
                body.parsed("client", RegisteredClient::requireId), body.parsed("identity", ServiceIdentity::new));
        body.end();
        OfferEnrolment.Offer offered = offer.code(exchange.call(), purpose);
        return Answer.json(
                201,
                Json.object()
                        .with("code", offered.code().revealed())
                        .with("client", purpose.client())
                        .with("identity", purpose.identity().value())
                        .with("expires", offered.expires().toString()));
    }

    private Answer addRule(Exchange exchange) {
        ExchangeRule rule = ExchangeRule.read(exchange.json(documents));
        offer.add(exchange.call(), rule);
        return Answer.json(201, rule.toJson());
    }

    /** Together with what the jobs of this tenant must have their tokens made for. */
    private Answer rules(Exchange exchange) {
        List<Json.Obj> rules =
                offer.rules(exchange.call()).stream().map(ExchangeRule::toJson).toList();
        return Answer.json(
                200,
                Json.object()
                        .with(
                                "audience",
                                OfferEnrolment.audience(
                                        identity, exchange.call().tenant()))
                        .with("rules", Json.array(rules)));
    }

    private Answer removeRule(Exchange exchange) {
        ObjectReader body = exchange.json(documents);
        String name = body.parsed("name", ExchangeRule::name);
        body.end();
        offer.remove(exchange.call(), name);
        return Answer.empty(204);
    }
}
