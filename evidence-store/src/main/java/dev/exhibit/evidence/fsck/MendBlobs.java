package dev.exhibit.evidence.fsck;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.blob.BlobRef;
import dev.exhibit.evidence.blob.ExamineBlobs.Damage;
import dev.exhibit.evidence.blob.ExamineBlobs.Examined;
import dev.exhibit.evidence.blob.Manifest;
import dev.exhibit.evidence.blob.ObjectName;
import dev.exhibit.evidence.blob.ObjectName.Area;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.blob.Quarantine;
import java.util.Optional;

/**
 * Moves wrong bytes to quarantine, and writes a manifest again from bytes that have just been found right. Nothing else: what
 * is missing stays missing until somebody puts it there again.
 */
public record MendBlobs(ObjectStore objects, Quarantine quarantine) implements Mending {
    @Override
    public String mend(TenantId tenant, BlobRef known, Damage damage, Examined examined) {
        return switch (damage.wrong()) {
            case CORRUPT -> moved(ObjectName.of(tenant, Area.SHA256, known.digest()), known);
            case MANIFEST ->
                examined.manifest()
                        .filter(right -> known.manifest().equals(Optional.of(right.id())))
                        .map(right -> written(tenant, known, right))
                        .orElse("; not written again, because the bytes are not right");
            case MISSING, INDEX, UNREADABLE -> "";
        };
    }

    private String moved(ObjectName name, BlobRef known) {
        try {
            return objects.find(name).isPresent() && quarantine.clear(name, known) ? "; moved to quarantine" : "";
        } catch (ProblemException failed) {
            return "; not moved: " + failed.getMessage();
        }
    }

    private String written(TenantId tenant, BlobRef known, Manifest right) {
        ObjectName name = ObjectName.of(tenant, Area.MANIFEST, known.digest());
        Bytes encoded = right.encode();
        try {
            if (objects.find(name).isPresent() && !quarantine.clear(name, known)) {
                return "";
            }
            objects.create(name, encoded);
            return "; written again from the bytes";
        } catch (ProblemException failed) {
            if (failed.code() == ProblemCode.UNAVAILABLE) {
                return "; not written again: " + failed.getMessage();
            }
            throw failed;
        }
    }
}
