package dev.exhibit.keyless;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.keyless.KeylessException.Kind;
import dev.sigstore.trustroot.Service;
import dev.sigstore.trustroot.SigstoreConfigurationException;
import dev.sigstore.trustroot.SigstoreSigningConfig;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** A Sigstore instance: who issues, stamps and logs, and whom to believe about it. */
public final class Instance {
    private static final List<Integer> FIRST = List.of(1);
    private static final List<Integer> LOGS = List.of(1, 2);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Service authority;
    private final Service timestamps;
    private final Service log;
    private final TrustRoot root;

    private Instance(Service authority, Service timestamps, Service log, TrustRoot root) {
        this.authority = authority;
        this.timestamps = timestamps;
        this.log = log;
        this.root = root;
    }

    /**
     * Of each kind the service of the newest known version that is valid now is used, of several the latest started.
     *
     * @param signingConfig {@code signing_config.json} 0.2; its {@code oidcUrls} are not used
     * @param root whom to believe; neither may come from the services themselves
     * @throws KeylessException of kind {@code CONFIGURATION} if a service is missing, asks for more than one of its kind, or
     *     is not reached over TLS (another port of this machine excepted)
     */
    public static Instance of(Bytes signingConfig, TrustRoot root) {
        try {
            SigstoreSigningConfig config = SigstoreSigningConfig.from(signingConfig.open());
            requireOne("rekorTlogConfig", config.getTLogConfig());
            requireOne("tsaConfig", config.getTsaConfig());
            return new Instance(
                    service("caUrls", config.getCas(), FIRST),
                    service("tsaUrls", config.getTsas(), FIRST),
                    service("rekorTlogUrls", config.getTLogs(), LOGS),
                    root);
        } catch (SigstoreConfigurationException | RuntimeException unreadable) {
            if (unreadable instanceof KeylessException known) {
                throw known;
            }
            throw unusable("cannot be read: " + unreadable.getMessage());
        }
    }

    private static void requireOne(String member, Service.Config config) {
        boolean one = switch (config.getSelector()) {
            case ANY -> true;
            case EXACT -> config.getCount().orElse(0) == 1;
            case ALL -> false;
        };
        if (!one) {
            throw unusable("asks for several services (" + member + "), which is not supported; let it ask for ANY");
        }
    }

    private static Service service(String member, List<Service> named, List<Integer> versions) {
        Service service = Service.select(named, versions)
                .orElseThrow(() -> unusable("names no service of a known version that is valid now in " + member));
        URI address = service.getUrl();
        boolean secret = "https".equals(address.getScheme());
        boolean near = "http".equals(address.getScheme()) && THIS_MACHINE.contains(String.valueOf(address.getHost()));
        if (!secret && !near) {
            throw unusable("names " + address + " in " + member + ", which is not reached over https");
        }
        return service;
    }

    private static KeylessException unusable(String why) {
        return new KeylessException(Kind.CONFIGURATION, "the signing config " + why);
    }

    Service authority() {
        return authority;
    }

    Service timestamps() {
        return timestamps;
    }

    Service log() {
        return log;
    }

    TrustRoot root() {
        return root;
    }
}
