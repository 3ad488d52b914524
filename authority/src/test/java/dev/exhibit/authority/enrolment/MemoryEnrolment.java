package dev.exhibit.authority.enrolment;

import dev.exhibit.authority.Clients;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Caller;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.Standing;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.register.RegisteredClient;
import dev.exhibit.boundary.token.Presentation;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.VerificationKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The ports of enrolment in memory. */
public final class MemoryEnrolment {
    private MemoryEnrolment() {}

    /** Codes. */
    public static final class Codes implements EnrolmentCodes {
        private record Key(TenantId tenant, Digest code) {}

        private record Kept(Purpose purpose, Instant expires) {}

        private final InstantSource clock;
        private final Map<Key, Kept> kept = new HashMap<>();
        private final Set<Key> used = new HashSet<>();

        public Codes(InstantSource clock) {
            this.clock = clock;
        }

        @Override
        public synchronized Keeping keep(Call call, Digest code, Purpose purpose, Instant expires, Caps caps) {
            if (open().filter(key -> key.tenant().equals(call.tenant())).count() >= caps.ofTenant()) {
                return Keeping.TENANT_FULL;
            }
            if (open().count() >= caps.ofAll()) {
                return Keeping.FULL;
            }
            kept.put(new Key(call.tenant(), code), new Kept(purpose, expires));
            return Keeping.KEPT;
        }

        private Stream<Key> open() {
            return kept.entrySet().stream()
                    .filter(entry -> entry.getValue().expires().isAfter(clock.instant()))
                    .map(Map.Entry::getKey)
                    .filter(key -> !used.contains(key));
        }

        @Override
        public synchronized Use use(Call call, Digest code) {
            Key key = new Key(call.tenant(), code);
            Kept found = kept.get(key);
            if (found == null) {
                return new Use.Refused(EnrolmentRefusal.CODE_UNKNOWN);
            }
            if (used.contains(key)) {
                return new Use.Refused(EnrolmentRefusal.CODE_USED);
            }
            if (!found.expires().isAfter(clock.instant())) {
                return new Use.Refused(EnrolmentRefusal.CODE_EXPIRED);
            }
            used.add(key);
            return new Use.Good(found.purpose());
        }
    }

    /** Rules. */
    public static final class Rules implements ExchangeRules {
        private final Map<TenantId, TreeMap<String, ExchangeRule>> rules = new HashMap<>();

        @Override
        public synchronized Addition add(Call call, ExchangeRule rule, int most) {
            TreeMap<String, ExchangeRule> own = rules.computeIfAbsent(call.tenant(), fresh -> new TreeMap<>());
            ExchangeRule there = own.get(rule.name());
            if (there != null) {
                return there.toJson().equals(rule.toJson()) ? Addition.THERE : Addition.NAME_TAKEN;
            }
            if (own.size() >= most) {
                return Addition.FULL;
            }
            own.put(rule.name(), rule);
            return Addition.THERE;
        }

        @Override
        public synchronized boolean remove(Call call, String name) {
            return rules.getOrDefault(call.tenant(), new TreeMap<>()).remove(name) != null;
        }

        @Override
        public synchronized List<ExchangeRule> list(TenantId tenant) {
            return List.copyOf(rules.getOrDefault(tenant, new TreeMap<>()).values());
        }

        @Override
        public List<ExchangeRule> ofIssuer(TenantId tenant, String issuer) {
            return list(tenant).stream()
                    .filter(rule -> rule.issuer().equals(issuer))
                    .toList();
        }
    }

    /** Identities that were admitted, and what was said about them. */
    public static final class Identities implements AdmittedIdentities, IdentityRegistry {
        private record Entry(Caller caller, String client, Instant expires, Json.Obj claims) {}

        private final Clients clients;
        private final InstantSource clock;
        private final Map<ServiceIdentity, Entry> entries = new HashMap<>();
        private final Set<ServiceIdentity> disabled = new HashSet<>();
        private final Set<Digest> revoked = new HashSet<>();

        public Identities(Clients clients, InstantSource clock) {
            this.clients = clients;
            this.clock = clock;
        }

        @Override
        public Admission admit(Call call, ServiceIdentity identity, String client) {
            return admitJob(call, identity, client, Instant.MAX, Json.object());
        }

        @Override
        public synchronized Admission admitJob(
                Call call, ServiceIdentity identity, String client, Instant expires, Json.Obj claims) {
            Optional<RegisteredClient> known =
                    clients.find(client).filter(found -> found.tenant().equals(call.tenant()));
            if (known.isEmpty()) {
                return Admission.NO_CLIENT;
            }
            Caller caller = new Caller(call.tenant(), identity, known.get().role());
            Entry entry = entries.computeIfAbsent(identity, fresh -> new Entry(caller, client, expires, claims));
            return entry.client().equals(client) ? Admission.ADMITTED : Admission.TAKEN;
        }

        synchronized void disable(ServiceIdentity identity) {
            disabled.add(identity);
        }

        synchronized void revoke(Digest certificate) {
            revoked.add(certificate);
        }

        @Override
        public synchronized Standing standing(ServiceIdentity identity, Optional<Digest> certificate) {
            if (certificate.filter(revoked::contains).isPresent()) {
                return Standing.Refused.CERTIFICATE_REVOKED;
            }
            return Optional.ofNullable(entries.get(identity))
                    .filter(entry -> !disabled.contains(identity))
                    .filter(entry -> clients.find(entry.client())
                            .filter(RegisteredClient::enabled)
                            .isPresent())
                    .filter(entry -> clock.instant().isBefore(entry.expires()))
                    .<Standing>map(entry -> new Standing.Known(entry.caller(), entry.client()))
                    .orElse(Standing.Refused.UNKNOWN);
        }

        /** What is kept about an identity that was admitted. */
        public synchronized Json.Obj claims(ServiceIdentity identity) {
            return Optional.ofNullable(entries.get(identity)).map(Entry::claims).orElseThrow();
        }

        /** How many there are. */
        public synchronized int size() {
            return entries.size();
        }
    }

    /** What was recorded, a line each. */
    public static final class Ledger implements EnrolmentLedger {
        private record CertifiedKey(TenantId tenant, KeyId key) {}

        private final List<String> lines = new ArrayList<>();
        private final Map<CertifiedKey, List<Certified>> certified = new HashMap<>();

        @Override
        public synchronized void enrolled(Call call, Enrolled enrolled, Optional<Json.Obj> job) {
            KeyId key =
                    VerificationKey.of(enrolled.certificate().getPublicKey()).id();
            certified
                    .computeIfAbsent(new CertifiedKey(call.tenant(), key), fresh -> new ArrayList<>())
                    .add(new Certified(enrolled.identity(), Presentation.thumbprint(enrolled.certificate())));
            lines.add(call.tenant() + " enrolled " + enrolled.client());
        }

        @Override
        public synchronized List<Certified> certificates(TenantId tenant, KeyId key, int most) {
            return certified.getOrDefault(new CertifiedKey(tenant, key), List.of()).stream()
                    .limit(most)
                    .toList();
        }

        @Override
        public synchronized void refused(Call call, Json.Obj why) {
            String reason = why.members().get("reason") instanceof Json.Text text ? text.value() : "without reason";
            lines.add(call.tenant() + " refused " + reason);
        }

        public synchronized List<String> lines() {
            return List.copyOf(lines);
        }
    }
}
