package dev.exhibit.boundary.config;

import dev.exhibit.boundary.identity.CertificateIdentity;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.tls.CertifiedNames;
import dev.exhibit.boundary.tls.TlsSettings;
import dev.exhibit.boundary.tls.TlsSettings.ServerCertificate;
import dev.exhibit.boundary.tls.TlsVersion;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.ObjectReader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the section {@code tls}. */
final class TlsReader {
    private static final int MAX_FILES = 64;
    private static final int MAX_NAMES = 256;
    private static final int MAX_PROXIES = 64;

    private TlsReader() {}

    static TlsSettings settings(ObjectReader given) {
        TlsSettings settings = new TlsSettings(
                server(given),
                given.objects("clientAuthorities", MAX_FILES).stream()
                        .map(TlsReader::authority)
                        .toList(),
                List.copyOf(each(given, "crl", MAX_FILES, VaultReader::path)),
                given.optionalParsed("minimumVersion", TlsVersion::of).orElse(TlsVersion.TLS_1_3),
                each(given, "trustedProxies", MAX_PROXIES, TlsReader::identity));
        given.end();
        return settings;
    }

    /** One of two forms, each with its secret; or neither. */
    private static ServerCertificate server(ObjectReader given) {
        Optional<Path> store = file(given, "store");
        Optional<Path> chain = file(given, "certificate");
        if (store.isPresent() && chain.isPresent()) {
            throw bad("expected one of store and certificate").at(given.pointerTo("certificate"));
        }
        if (store.isPresent()) {
            return new ServerCertificate.Store(
                    store.orElseThrow(), given.parsed("storePassword", SecretReference::parse));
        }
        return chain.<ServerCertificate>map(
                        file -> new ServerCertificate.Pem(file, given.parsed("certificateKey", SecretReference::parse)))
                .orElseGet(ServerCertificate.Made::new);
    }

    private static Optional<Path> file(ObjectReader given, String name) {
        return given.optionalParsed(name, text -> text.isEmpty() ? List.<Path>of() : List.of(VaultReader.path(text)))
                .flatMap(found -> found.stream().findFirst());
    }

    private static TlsSettings.Authority authority(ObjectReader given) {
        Path file = given.parsed("file", VaultReader::path);
        List<String> names = given.texts("names", MAX_NAMES);
        given.end();
        try {
            return new TlsSettings.Authority(file, CertifiedNames.Foreign.of(names));
        } catch (MalformedException refused) {
            throw refused.at(given.pointerTo("names"));
        }
    }

    private static ServiceIdentity identity(String text) {
        try {
            return CertificateIdentity.parse(text);
        } catch (MalformedException refused) {
            throw bad("expected a SPIFFE id or a lower-case DNS name, as the proxy's certificate has it");
        }
    }

    private static <T> Set<T> each(ObjectReader given, String name, int most, Function<String, T> parse) {
        Set<T> values = new LinkedHashSet<>();
        for (String text : given.texts(name, most)) {
            try {
                if (!values.add(parse.apply(text))) {
                    throw bad("one is given twice");
                }
            } catch (MalformedException refused) {
                throw refused.at(given.pointerTo(name));
            }
        }
        return values;
    }

    private static MalformedException bad(String what) {
        return new MalformedException(Reason.BAD_VALUE, what);
    }
}
