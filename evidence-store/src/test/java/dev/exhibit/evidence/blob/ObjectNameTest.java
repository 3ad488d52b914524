package dev.exhibit.evidence.blob;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.evidence.blob.ObjectName.Area;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectNameTest {
    @ParameterizedTest
    @CsvSource({
        "SHA256, ab/abcd, true",
        "MANIFEST, ab/abcd, true",
        "LOG, journal/tile/0/x001/067, true",
        "LOG, signature/tile/entries/000, true",
        "LOG, journal/tile/0/x001/067.p/5, false",
        "LOG, signature/tile/entries/000.p/255, false",
        "LOG, journal/checkpoint, false",
        "UPLOAD, 00000000-0000-0000-0000-000000000001/0000000000000000-ab, false",
        "QUARANTINE, sha256/ab/abcd/ef, false"
    })
    void onlyWhatIsNeverReplacedMayBeLocked(Area area, String path, boolean forGood) {
        assertThat(new ObjectName(new TenantId("acme"), area, path).isForGood()).isEqualTo(forGood);
    }
}
