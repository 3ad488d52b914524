package dev.exhibit.crypto.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustRootTest {
    private static final TrustRoot ROOT = new ThrowawaySigstore().trustRoot();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "trustedroot+json;version=0.1|trustedroot+json;version=0.2",
                "\"start\":\"2026-01-01T00:00:00Z\"|\"end\":\"2026-01-01T00:00:00Z\"",
                "\"start\":\"2026-01-01T00:00:00Z\"|\"start\":\"2026-01-01\"",
                "SHA2_256|SHA2_512",
                "PKIX_ECDSA_P256_SHA_256|PKIX_ED25519",
                "PKIX_ECDSA_P256_SHA_256|PKIX_UNHEARD_OF",
                "\"keyId\":\"|\"keyId\":\"AAAA",
                "\"tlogs\":|\"more\":[],\"tlogs\":",
                "\"rawBytes\":\"MI|\"rawBytes\":\"MA",
                "https://log.throwaway.example|log.throwaway.example"
            })
    void aTrustRootThatIsNotAsItShouldBeIsRefusedWhole(String right, String wrong) {
        String genuine = ROOT.encode().bytes().asLenientText();
        String changed = genuine.replace(right, wrong);
        assertThat(changed).isNotEqualTo(genuine);
        assertThatThrownBy(() -> TrustRoot.decode(Bytes.utf8(changed))).isInstanceOf(MalformedException.class);
    }

    @Test
    void theEndOfAPeriodStillCounts() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        Instant end = Instant.parse("2026-02-01T00:00:00Z");
        ValidFor period = new ValidFor(start, Optional.of(end));
        assertThat(period.covers(start)).isTrue();
        assertThat(period.covers(end)).isTrue();
        assertThat(period.covers(end.plusMillis(1))).isFalse();
        assertThat(period.covers(start.minusMillis(1))).isFalse();
        assertThatThrownBy(() -> new ValidFor(end, Optional.of(start))).isInstanceOf(MalformedException.class);
    }
}
