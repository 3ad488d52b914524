package dev.exhibit.boundary.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** Foreign programs that {@code tools/peers} installed. A test is skipped without its peer, unless the peer is required. */
public final class Peers {
    private Peers() {}

    /** The folder of a peer that has this file in it. */
    public static Path find(String name, String file) {
        Map<String, String> environment = System.getenv();
        Path cache =
                Path.of(environment.getOrDefault("XDG_CACHE_HOME", environment.getOrDefault("HOME", ".") + "/.cache"));
        Path peer = Path.of(environment.getOrDefault(
                        "EXHIBIT_PEERS", cache.resolve("exhibit/peers").toString()))
                .resolve(name);
        boolean present = Files.isRegularFile(peer.resolve(file));
        boolean required = List.of(
                        environment.getOrDefault("EXHIBIT_PEERS_REQUIRED", "").split(",", -1))
                .contains(name);
        String missing = "peer missing: run tools/peers " + name;
        assertThat(present || !required).as(missing).isTrue();
        Assumptions.assumeTrue(present, missing);
        return peer;
    }
}
