package dev.exhibit.authority;

import dev.exhibit.boundary.identity.CorrelationId;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A request for a token that a test changes step by step. Each method changes this one. */
final class RequestDraft {
    private Optional<String> client = Optional.empty();
    private Optional<String> assertionType = Optional.empty();
    private Optional<String> assertion = Optional.empty();
    private Optional<X509Certificate> certificate = Optional.empty();
    private Optional<String> grant = Optional.of("client_credentials");
    private Optional<String> scope = Optional.empty();
    private Optional<String> resource = Optional.empty();
    private final List<String> proofs = new ArrayList<>();
    private boolean secret;
    private String address = "192.0.2.1";
    private String path = "/token";

    static RequestDraft good() {
        return new RequestDraft();
    }

    RequestDraft client(String id) {
        client = Optional.of(id);
        return this;
    }

    RequestDraft withoutClient() {
        client = Optional.empty();
        return this;
    }

    RequestDraft certificate(X509Certificate shown) {
        certificate = Optional.of(shown);
        return this;
    }

    RequestDraft withoutCertificate() {
        certificate = Optional.empty();
        return this;
    }

    RequestDraft assertion(String compact) {
        assertion = Optional.of(compact);
        assertionType = Optional.of(AuthorityFixture.ASSERTION_TYPE);
        return this;
    }

    RequestDraft assertionType(String type) {
        assertionType = Optional.of(type);
        return this;
    }

    RequestDraft withoutAssertion() {
        assertion = Optional.empty();
        return this;
    }

    RequestDraft secret() {
        secret = true;
        return this;
    }

    RequestDraft grant(String type) {
        grant = Optional.of(type).filter(given -> !given.isEmpty());
        return this;
    }

    RequestDraft scope(String names) {
        scope = Optional.of(names);
        return this;
    }

    RequestDraft resource(String uri) {
        resource = Optional.of(uri);
        return this;
    }

    RequestDraft proof(String compact) {
        proofs.add(compact);
        return this;
    }

    RequestDraft withoutProof() {
        proofs.clear();
        return this;
    }

    RequestDraft from(String other) {
        address = other;
        return this;
    }

    RequestDraft path(String other) {
        path = other;
        return this;
    }

    ClientCredentials credentials() {
        return new ClientCredentials(client, assertionType, assertion, secret, certificate, address);
    }

    TokenRequest request() {
        return new TokenRequest(
                credentials(), grant, scope, resource, proofs, path, new CorrelationId("correlation-1"));
    }
}
