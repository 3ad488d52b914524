package dev.exhibit.boundary.pki;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.Pem;
import dev.exhibit.crypto.key.KeyId;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.vault.Vault;
import dev.exhibit.crypto.x509.Certificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The certificates of the timestamp authority that an installation makes for itself: a root ({@code root.p12}, its
 * certificate in {@code root.pem}), which certifies timestamp keys and nothing else, and one {@code <key id>.pem} for each key that there ever was: old timestamps
 * need them. The keys themselves are in a vault. Thread-safe.
 */
public final class LocalTimestamping {
    /** How long a certificate is valid. */
    public static final Duration LIFE = Duration.ofDays(3 * 365);

    /** With less than this left, the next key takes over. */
    public static final Duration RENEWAL = Duration.ofDays(365);

    /** Names the authority in trust roots, with the id of the key behind it; leads nowhere. */
    public static final String URI = "https://timestamps.exhibit.internal/";

    private static final String ENDING = ".pem";
    private static final String ROOT = "root.pem";
    private static final String PEM_LABEL = "CERTIFICATE";
    private static final int MAX_BYTES = 64 * 1024;

    private final Path folder;
    private final Credential root;
    private final Vault vault;
    private final InstantSource clock;
    private final Certificates certificates;
    private Optional<Stamping> latest = Optional.empty();

    private LocalTimestamping(
            Path folder, Credential root, Vault vault, InstantSource clock, Certificates certificates) {
        this.folder = folder;
        this.root = root;
        this.vault = vault;
        this.clock = clock;
        this.certificates = certificates;
    }

    /**
     * A key that timestamps are made with.
     *
     * @param key in the vault
     * @param certificate of the key
     * @param root that signed the certificate, self-signed
     */
    public record Stamping(KeyId key, Certificate certificate, Certificate root) {
        private Authority authority() {
            return new Authority(
                    "",
                    "Exhibit timestamps",
                    URI + key.hex(),
                    List.of(certificate, root),
                    ValidFor.from(certificate.notBefore()));
        }
    }

    /**
     * What is in {@code folder}; the root is made if it is missing.
     *
     * @param password of the root's key store
     * @param vault where the timestamp keys are
     * @throws StartRefusedException if the root's key store cannot be read
     */
    public static LocalTimestamping open(
            Path folder, String password, Vault vault, InstantSource clock, SecureRandom random) {
        Certificates certificates = new Certificates(random);
        KeyStoreFile store = new KeyStoreFile(folder.resolve("root.p12"), password);
        try {
            Credential root = store.read().orElseGet(() -> {
                KeyPair keys = SigningKey.generatePair(random);
                X509Certificate own = certificates.authority("Exhibit timestamp root", keys, clock.instant());
                Credential made = new Credential(keys.getPrivate(), List.of(own));
                store.create(made);
                return made;
            });
            LocalAuthority.keepBeside(folder.resolve(ROOT), root.certificate());
            return new LocalTimestamping(folder, root, vault, clock, certificates);
        } catch (KeyStoreException unreadable) {
            throw new StartRefusedException(
                    unreadable.getMessage() + "; restore it and its password, or move it aside to make a new one",
                    unreadable);
        }
    }

    /**
     * The key to make timestamps with now; made where there is none with enough time left.
     *
     * @throws dev.exhibit.crypto.vault.VaultUnavailableException if one is needed and the vault makes none
     */
    public synchronized Stamping current() {
        Stamping found = latest.filter(this::isFit)
                .orElseGet(() -> all().stream()
                        .filter(this::isFit)
                        .max(Comparator.comparing(known -> known.certificate().notBefore()))
                        .orElseGet(this::make));
        latest = Optional.of(found);
        return found;
    }

    private boolean isFit(Stamping known) {
        return known.certificate().notAfter().isAfter(clock.instant().plus(RENEWAL))
                && vault.find(known.key()).isPresent();
    }

    /** Every key that there ever was, sorted by id: what trust roots must name. */
    public List<Stamping> all() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isOfKey(String.valueOf(file.getFileName())))
                    .sorted()
                    .map(this::read)
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot list " + folder, failed);
        }
    }

    /** Each of these keys, as trust roots name it. */
    public List<Authority> authorities() {
        return all().stream().map(Stamping::authority).toList();
    }

    /** The key is in the vault before its certificate is made: a death between leaves a key that nobody uses. */
    private Stamping make() {
        VerificationKey key = vault.create();
        Instant now = clock.instant();
        X509Certificate made = certificates.timestamping(
                key, root, new Certificates.Validity(now.minus(LocalAuthority.SKEW), now.plus(LIFE)));
        LocalAuthority.keepBeside(folder.resolve(key.id().hex() + ENDING), made);
        return new Stamping(key.id(), CertificateForm.strict(made), CertificateForm.strict(root.certificate()));
    }

    private static boolean isOfKey(String name) {
        return name.endsWith(ENDING) && !name.equals(ROOT);
    }

    private Stamping read(Path file) {
        try {
            Certificate certificate = new Certificate(Pem.decode(PEM_LABEL, Files.readString(file), MAX_BYTES));
            return new Stamping(certificate.key().id(), certificate, CertificateForm.strict(root.certificate()));
        } catch (MalformedException unreadable) {
            throw new StartRefusedException(
                    "the certificate " + file + " cannot be used: " + unreadable.getMessage(), unreadable);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot read " + file, failed);
        }
    }
}
