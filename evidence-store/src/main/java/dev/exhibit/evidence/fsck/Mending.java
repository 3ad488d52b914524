package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.evidence.blob.BlobRef;
import dev.exhibit.evidence.blob.ExamineBlobs.Damage;
import dev.exhibit.evidence.blob.ExamineBlobs.Examined;

/** What is done about a damaged blob. Never makes up bytes and never drops any. */
@FunctionalInterface
public interface Mending {
    /** Nothing: it is told. */
    Mending NONE = (tenant, known, damage, examined) -> "";

    /** @return what was done, to follow on the words that tell of the damage; empty for nothing */
    String mend(TenantId tenant, BlobRef known, Damage damage, Examined examined);
}
