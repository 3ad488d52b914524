package dev.exhibit.evidence;

class MemoryUploadLedgerTest extends UploadLedgerContract {
    private final MemoryUploadLedger ledger = new MemoryUploadLedger();

    @Override
    protected UploadLedger ledger() {
        return ledger;
    }
}
