package dev.exhibit.client;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who belongs to the tenant and may do what; tenants are looked after by administrators of the installation's own tenant.
 * Every act may be repeated, and holds on every replica when the method returns. Thread-safe.
 */
public final class Administration {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_LIST = 1_000;
    private static final int MAX_IDENTITIES = 100_000;

    private final Transport transport;

    Administration(Transport transport) {
        this.transport = transport;
    }

    /**
     * A tenant.
     *
     * @param enabled whether anybody of it is let in
     */
    public record Tenant(String tenant, boolean enabled) {
        static Tenant read(ObjectReader reply) {
            return new Tenant(
                    reply.text("tenant"), reply.optionalFlag("enabled").orElse(false));
        }
    }

    /**
     * Somebody who may be given tokens.
     *
     * @param role what its tokens may at most allow
     * @param enabled whether it is in use
     * @param identities what its certificates may say
     */
    public record Client(String client, String role, boolean enabled, List<String> identities) {
        public Client {
            identities = List.copyOf(identities);
        }

        static Client read(ObjectReader reply) {
            return new Client(
                    reply.text("client"),
                    reply.text("role"),
                    reply.optionalFlag("enabled").orElse(false),
                    reply.texts("identities", MAX_IDENTITIES));
        }
    }

    public List<Tenant> tenants() {
        return list("/v1/tenants", "tenants", Tenant::read);
    }

    /** @param administrator the certificate identity of its first administrator */
    public void addTenant(String tenant, String administrator) {
        post("/v1/tenants", Json.object().with("tenant", tenant).with("administrator", administrator));
    }

    /** With two administrators, where it takes two to change anything. */
    public void addTenant(String tenant, String administrator, String secondAdministrator) {
        post(
                "/v1/tenants",
                Json.object()
                        .with("tenant", tenant)
                        .with("administrator", administrator)
                        .with("secondAdministrator", secondAdministrator));
    }

    /**
     * A change that waits for a second administrator.
     *
     * @param act the path that it was asked for at
     * @param target whom it is about
     * @param proposedBy whose identity asked for it
     * @param expires when it is forgotten
     */
    public record Change(String change, String act, String target, String proposedBy, String expires) {
        static Change read(ObjectReader reply) {
            return new Change(
                    reply.text("change"),
                    reply.text("act"),
                    reply.text("target"),
                    reply.text("proposedBy"),
                    reply.text("expires"));
        }
    }

    /** What waits for a second administrator in the tenant. */
    public List<Change> changes() {
        return list("/v1/changes", "changes", Change::read);
    }

    public void enableTenant(String tenant, boolean enabled) {
        post("/v1/tenants" + verb(enabled), Json.object().with("tenant", tenant));
    }

    /** All of them, page by page. */
    public List<Client> clients() {
        return all("/v1/clients", "clients", Client::read);
    }

    public void addClient(String client, String role, List<String> identities) {
        post(
                "/v1/clients",
                Json.object().with("client", client).with("role", role).with("identities", Json.texts(identities)));
    }

    public void enableClient(String client, boolean enabled) {
        post("/v1/clients" + verb(enabled), Json.object().with("client", client));
    }

    public void addIdentity(String identity, String client) {
        post("/v1/identities", Json.object().with("identity", identity).with("client", client));
    }

    /**
     * One more identity that may have certain things signed only.
     *
     * @param allowance {@code predicateTypes}, {@code keys} and {@code scanRules}, each where there is such a list
     */
    public void addIdentity(String identity, String client, Json.Obj allowance) {
        post("/v1/identities", allowance.with("identity", identity).with("client", client));
    }

    /** Says what an identity may have signed; {@code allowance} as for {@link #addIdentity}, empty for everything. */
    public void allow(String identity, Json.Obj allowance) {
        post("/v1/identities:allow", allowance.with("identity", identity));
    }

    /**
     * What certificates of a client may say.
     *
     * @param enabled whether it is in use
     * @param allowance {@code predicateTypes}, {@code keys} and {@code scanRules}, each where there is such a list
     */
    public record Identity(String identity, String client, boolean enabled, Json.Obj allowance) {
        static Identity read(ObjectReader reply) {
            Json.Obj allowance = Json.object();
            for (String list : List.of("predicateTypes", "keys", "scanRules")) {
                if (reply.optional(list).isPresent()) {
                    allowance = allowance.with(list, Json.texts(reply.texts(list, MAX_IDENTITIES)));
                }
            }
            return new Identity(
                    reply.text("identity"),
                    reply.text("client"),
                    reply.optionalFlag("enabled").orElse(false),
                    allowance);
        }
    }

    /** The tenant's identities, also those out of use, without those of jobs. */
    public List<Identity> identities() {
        return all("/v1/identities", "identities", Identity::read);
    }

    public void enableIdentity(String identity, boolean enabled) {
        post("/v1/identities" + verb(enabled), Json.object().with("identity", identity));
    }

    /** @param certificate the SHA-256 of its DER */
    public void revokeCertificate(Digest certificate) {
        post("/v1/certificates:revoke", Json.object().with("certificate", certificate.toString()));
    }

    /** Makes a one-time code by which somebody enrols as {@code client} under {@code identity}. */
    public Invitation invite(String client, String identity) {
        return transport.json(
                transport.send(
                        "/v1/enrolments",
                        PATIENCE,
                        builder -> ExhibitClient.json(
                                builder, Json.object().with("client", client).with("identity", identity))),
                JsonLimits.BODY,
                Invitation::read);
    }

    /** Lets the CI jobs that {@code rule} describes enrol. */
    public void addExchangeRule(Json.Obj rule) {
        post("/v1/exchange-rules", rule);
    }

    public void removeExchangeRule(String name) {
        post("/v1/exchange-rules:remove", Json.object().with("name", name));
    }

    /** The rules by which CI jobs enrol, and the audience that their tokens need. */
    public ExchangeRules exchangeRules() {
        return transport.json(
                transport.send("/v1/exchange-rules", PATIENCE, HttpRequest.Builder::GET),
                JsonLimits.BODY,
                ExchangeRules::read);
    }

    private static String verb(boolean enabled) {
        return enabled ? ":enable" : ":disable";
    }

    private <T> List<T> list(String path, String member, Function<ObjectReader, T> form) {
        return transport.json(
                transport.send(path, PATIENCE, HttpRequest.Builder::GET),
                JsonLimits.PREDICATE,
                reply -> reply.objects(member, MAX_LIST).stream().map(form).toList());
    }

    private <T> List<T> all(String path, String member, Function<ObjectReader, T> form) {
        List<T> all = new ArrayList<>();
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            Page<T> page = page(path, after.get(), member, form);
            all.addAll(page.found());
            after = page.next();
        }
        return all;
    }

    private record Page<T>(List<T> found, Optional<String> next) {}

    private <T> Page<T> page(String path, String after, String member, Function<ObjectReader, T> form) {
        String place = after.isEmpty() ? path : path + "?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
        return transport.json(
                transport.send(place, PATIENCE, HttpRequest.Builder::GET),
                JsonLimits.PREDICATE,
                reply -> new Page<>(
                        reply.objects(member, MAX_LIST).stream().map(form).toList(),
                        reply.optionalText("next").filter(next -> !next.equals(after))));
    }

    private void post(String path, Json document) {
        transport.read(
                transport.send(path, PATIENCE, builder -> ExhibitClient.json(builder, document)),
                JsonLimits.BODY.bytes());
    }
}
