package dev.exhibit.bench.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** npm's {@code @sigstore/verify}, installed by {@code tools/peers npm}, in one process, about bundles of all kinds. */
@Tag("peer")
class NpmOpinionTest {
    @Test
    void everyDisagreementIsExplained() {
        SecondOpinions.compare(Peer.NPM, PeerProcess.npm(home()), List.of(Kind.values()));
    }

    private static Path home() {
        Map<String, String> environment = System.getenv();
        Path cache =
                Path.of(environment.getOrDefault("XDG_CACHE_HOME", environment.getOrDefault("HOME", ".") + "/.cache"));
        Path home = Path.of(environment.getOrDefault(
                        "EXHIBIT_PEERS", cache.resolve("exhibit/peers").toString()))
                .resolve("npm");
        boolean present = Files.isRegularFile(home.resolve("judge.mjs"));
        boolean required =
                environment.getOrDefault("EXHIBIT_PEERS_REQUIRED", "").contains("npm");
        assertThat(present || !required)
                .as("npm peer missing: run tools/peers npm")
                .isTrue();
        Assumptions.assumeTrue(present, "npm peer missing: run tools/peers npm");
        return home;
    }
}
