package dev.exhibit.authority.enrolment;

import dev.exhibit.authority.AuthorityFixture;
import dev.exhibit.authority.Client;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.TenantId;
import java.time.Duration;
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
    private final Map<String, Client> clients = new HashMap<>();
    private final MemoryEnrolment.Identities identities =
            new MemoryEnrolment.Identities(id -> Optional.ofNullable(clients.get(id)), this::now);
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
    public Instant now() {
        return now;
    }

    @Override
    public void advance(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Call newTenant() {
        Call call = EnrolmentFixture.admin(new TenantId("t-" + UUID.randomUUID()));
        add(call, client(call), true);
        add(call, otherClient(call), true);
        add(call, disabledClient(call), false);
        return call;
    }

    private void add(Call call, String id, boolean enabled) {
        clients.put(
                id,
                AuthorityFixture.client(
                        id, call.tenant().value(), Set.of(), Role.PIPELINE, List.of(), enabled));
    }

    @Override
    public String client(Call call) {
        return call.tenant() + "/one";
    }

    @Override
    public String otherClient(Call call) {
        return call.tenant() + "/two";
    }

    @Override
    public String disabledClient(Call call) {
        return call.tenant() + "/off";
    }
}
