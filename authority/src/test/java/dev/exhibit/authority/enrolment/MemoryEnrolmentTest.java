package dev.exhibit.authority.enrolment;

import dev.exhibit.authority.AuthorityFixture;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.IdentityRegistry;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.register.RegisteredClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

class MemoryEnrolmentTest
        implements EnrolmentCodesContract, ExchangeRulesContract, AdmittedIdentitiesContract, EnrolmentLedgerContract {
    private final MemoryEnrolment.Codes codes = new MemoryEnrolment.Codes(InstantSource.fixed(NOW));
    private final MemoryEnrolment.Rules rules = new MemoryEnrolment.Rules();
    private final MemoryEnrolment.Ledger ledger = new MemoryEnrolment.Ledger();
    private final Map<String, RegisteredClient> clients = new HashMap<>();
    private final MemoryEnrolment.Identities identities =
            new MemoryEnrolment.Identities(id -> Optional.ofNullable(clients.get(id)), () -> this.now);
    private Instant now = NOW;

    @Override
    public EnrolmentCodes codes() {
        return codes;
    }

    @Override
    public ExchangeRules rules() {
        return rules;
    }

    @Override
    public AdmittedIdentities identities() {
        return identities;
    }

    @Override
    public EnrolmentLedger enrolments() {
        return ledger;
    }

    @Override
    public List<String> enrolmentsRecorded(TenantId tenant) {
        return ledger.lines().stream()
                .filter(line -> line.startsWith(tenant + " "))
                .map(line -> line.split(" ", -1)[1])
                .toList();
    }

    @Override
    public IdentityRegistry registryAt(Instant time) {
        now = time;
        return identities;
    }

    @Override
    public Call newTenant() {
        Call call = EnrolmentFixture.admin(new TenantId("t-" + UUID.randomUUID()));
        add(call, client(call));
        add(call, otherClient(call));
        return call;
    }

    private void add(Call call, String id) {
        clients.put(id, AuthorityFixture.client(id, call.tenant().value(), Set.of(), Role.PIPELINE, List.of(), true));
    }

    @Override
    public String client(Call call) {
        return call.tenant() + "/one";
    }

    @Override
    public String otherClient(Call call) {
        return call.tenant() + "/two";
    }
}
