package dev.exhibit.boundary.tls;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.List;
import java.util.stream.Stream;

/** The oldest version of TLS that a listener speaks, with the suites that go with it. */
public enum TlsVersion {
    TLS_1_3("1.3", List.of("TLSv1.3"), List.of()),
    /** With ephemeral keys and authenticated encryption only: what TLS 1.3 has too. */
    TLS_1_2(
            "1.2",
            List.of("TLSv1.3", "TLSv1.2"),
            List.of(
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"));

    private static final List<String> ALWAYS =
            List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

    private final String wire;
    private final List<String> protocols;
    private final List<String> older;

    TlsVersion(String wire, List<String> protocols, List<String> older) {
        this.wire = wire;
        this.protocols = protocols;
        this.older = older;
    }

    /** As a configuration has it. */
    public String wire() {
        return wire;
    }

    /** @throws MalformedException for anything but {@code 1.3} and {@code 1.2} */
    public static TlsVersion of(String text) {
        return Stream.of(values())
                .filter(version -> version.wire.equals(text))
                .findFirst()
                .orElseThrow(() -> new MalformedException(Reason.BAD_VALUE, "expected \"1.3\" or \"1.2\""));
    }

    String[] protocols() {
        return protocols.toArray(String[]::new);
    }

    String[] suites() {
        return Stream.concat(ALWAYS.stream(), older.stream()).toArray(String[]::new);
    }
}
