package dev.exhibit.authority;

import dev.exhibit.boundary.identity.TenantId;
import java.time.InstantSource;
import java.util.List;

class MemoryPortsTest implements KeyRegisterContract, TokenLedgerContract, ClientsContract {
    private final MemoryTokenLedger ledger = new MemoryTokenLedger();

    @Override
    public KeyRegister register() {
        return new MemoryKeyRegister(InstantSource.fixed(NOW));
    }

    @Override
    public TokenLedger ledger() {
        return ledger;
    }

    @Override
    public List<String> recorded(TenantId tenant) {
        return ledger.lines().stream()
                .filter(line -> line.startsWith(tenant + " "))
                .map(line -> line.split(" ", -1)[1])
                .toList();
    }

    @Override
    public Clients clients() {
        return new ListedClients(List.of(ONE, OFF));
    }
}
