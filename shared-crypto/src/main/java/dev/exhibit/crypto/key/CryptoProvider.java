package dev.exhibit.crypto.key;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The implementations of the algorithms that may be chosen by configuration. None is registered with the JVM. */
public enum CryptoProvider {
    /** Amazon Corretto: native and fastest; loads on Linux x86_64 where a temporary file can be written. */
    CORRETTO,
    /** Bouncy Castle: plain Java. */
    BOUNCY_CASTLE,
    /** What comes with the JDK. */
    JDK;

    /** The name in configuration and reports, for example {@code bouncy-castle}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Its engine for {@code algorithm}, if it has one that works on this machine. */
    Optional<Engine> engine(SignatureAlgorithm algorithm) {
        return switch (this) {
            case CORRETTO -> JcaEngine.find(this, algorithm, Corretto.PROVIDERS, Jdk.PROVIDERS);
            case BOUNCY_CASTLE -> Optional.of(new BouncyCastleEngine(algorithm));
            case JDK -> JcaEngine.find(this, algorithm, Jdk.PROVIDERS, List.of());
        };
    }

    /** Each is created when it is first asked for: loading costs more than many a verification. */
    private static final class Corretto {
        static final List<Provider> PROVIDERS = load();

        private static List<Provider> load() {
            AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
            return provider.getLoadingError() == null ? List.of(provider) : List.of();
        }
    }

    private static final class Jdk {
        static final List<Provider> PROVIDERS =
                List.of(Security.getProvider("SunEC"), Security.getProvider("SunRsaSign"), Security.getProvider("SUN"));
    }
}
