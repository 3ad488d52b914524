package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.Secrets;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureChecker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;

/** Reads what listeners show and believe, each time anew from files and secrets. Thread-safe. */
public final class TlsLoader {
    private static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

    private final TlsSettings settings;
    private final TlsMaterial.StoreFile made;
    private final Path own;
    private final Secrets secrets;
    private final SignatureChecker checker;
    private final InstantSource clock;

    /**
     * @param made the certificate that the installation makes itself
     * @param own PEM of the installation's own authority
     */
    public TlsLoader(
            TlsSettings settings,
            TlsMaterial.StoreFile made,
            Path own,
            Secrets secrets,
            SignatureChecker checker,
            InstantSource clock) {
        this.settings = settings;
        this.made = made;
        this.own = own;
        this.secrets = secrets;
        this.checker = checker;
        this.clock = clock;
    }

    /**
     * Everything, as it is now.
     *
     * @throws StartRefusedException if anything cannot be read, is not as described or does not belong together
     * @throws dev.exhibit.boundary.problem.ProblemException if who keeps a secret cannot be asked now
     */
    public TlsMaterial load() {
        Credential key = server();
        List<ClientAuthority> authorities = Stream.concat(
                        AuthorityFile.read(own, new CertifiedNames.Any()).stream(), foreign().stream())
                .toList();
        ClientTrust trust = new ClientTrust(authorities, lists(authorities), settings.trustedProxies());
        return TlsMaterial.of(key, trust, settings.minimumVersion());
    }

    /** Reads all that others have made; what the installation makes itself need not be there yet. Throws as {@link #load}. */
    public void check() {
        if (Files.exists(own) || Files.exists(made.store())) {
            var unused = load();
            return;
        }
        var unused = lists(foreign());
        if (!(settings.server() instanceof TlsSettings.ServerCertificate.Made)) {
            demandServer();
        }
    }

    private void demandServer() {
        var unused = server();
    }

    /** The key with its chain that listeners show. Throws as {@link #load}. */
    public Credential server() {
        return switch (settings.server()) {
            case TlsSettings.ServerCertificate.Made ignored -> TlsMaterial.credential(made);
            case TlsSettings.ServerCertificate.Store store ->
                usable(
                        ServerKey.fromStore(
                                store.store(), secrets.read(store.password()).toCharArray()),
                        store.store());
            case TlsSettings.ServerCertificate.Pem pem ->
                usable(ServerKey.fromPem(pem.chain(), secrets.read(pem.key())), pem.chain());
        };
    }

    /** Changes when any of the files does; secrets change together with the file that they belong to. */
    Digest fingerprint() {
        Stream<Path> files = Stream.concat(Stream.of(made.store(), own), settings.files().values().stream());
        return Hashing.of(files.map(TlsLoader::fingerprint).toArray(Bytes[]::new));
    }

    private static Bytes fingerprint(Path file) {
        try {
            return Hashing.of(file).digest().bytes();
        } catch (UncheckedIOException unreadable) {
            return Bytes.utf8("unreadable");
        }
    }

    private List<ClientAuthority> foreign() {
        List<ClientAuthority> foreign = new ArrayList<>();
        for (TlsSettings.Authority authority : settings.clientAuthorities()) {
            foreign.addAll(AuthorityFile.read(authority.file(), authority.names()));
        }
        return foreign;
    }

    private List<RevocationList> lists(List<ClientAuthority> authorities) {
        return settings.revocationLists().stream()
                .map(file -> RevocationList.read(file.toString(), bytes(file), authorities, checker))
                .toList();
    }

    private static Bytes bytes(Path file) {
        try {
            if (Files.size(file) > RevocationList.MAX_BYTES) {
                throw new StartRefusedException(file + " is larger than " + RevocationList.MAX_BYTES + " bytes");
            }
            return Bytes.owned(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new StartRefusedException("cannot read the revocation list " + file, unreadable);
        }
    }

    /** Better to keep showing the old certificate than to begin with one that no client takes. */
    private Credential usable(Credential key, Path file) {
        X509Certificate leaf = key.certificate();
        try {
            leaf.checkValidity(Date.from(clock.instant()));
            demandForServers(leaf, file);
            return key;
        } catch (CertificateException outOfTime) {
            throw new StartRefusedException(
                    "the server's certificate in " + file + " is not valid at this time: from "
                            + leaf.getNotBefore().toInstant() + " until "
                            + leaf.getNotAfter().toInstant(),
                    outOfTime);
        }
    }

    private static void demandForServers(X509Certificate leaf, Path file) throws CertificateParsingException {
        List<String> usages = leaf.getExtendedKeyUsage();
        if (usages != null && !usages.contains(SERVER_AUTH)) {
            throw new StartRefusedException("the certificate in " + file + " is not for servers (no serverAuth)");
        }
    }
}
