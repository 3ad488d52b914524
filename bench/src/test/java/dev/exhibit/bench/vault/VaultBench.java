package dev.exhibit.bench.vault;

import dev.exhibit.boundary.FetchLimits;
import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchRules;
import dev.exhibit.boundary.fetch.GuardedFetch;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.tls.ServerTrust;
import dev.exhibit.boundary.vault.FileVault;
import dev.exhibit.boundary.vault.VaultSecret;
import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.boundary.vault.pkcs11.Pkcs11Vault;
import dev.exhibit.boundary.vault.transit.TransitVault;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.key.SignatureBytes;
import dev.exhibit.crypto.key.SigningKey;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * {@code VaultBench FOLDER SECONDS [softhsm LIBRARY LABEL PIN] [openbao ORIGIN TOKEN]}: what one thread signs in a second,
 * the median of three measurements after one that is not counted.
 */
public final class VaultBench {
    private static final int MEASUREMENTS = 3;
    /** One signature of so many is verified: verifying takes longer than signing. */
    private static final int SAMPLED = 16;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final SecretReference GIVEN = SecretReference.parse("file:/given");

    private final Duration time;

    private VaultBench(Duration time) {
        this.time = time;
    }

    public static void main(String[] args) {
        VaultBench bench = new VaultBench(Duration.ofSeconds(Long.parseLong(args[1])));
        List<String> rest = List.of(args).subList(2, args.length);
        bench.providers();
        bench.measure("file vault", new FileVault(Path.of(args[0], "keys"), "of this run", RANDOM));
        int hsm = rest.indexOf("softhsm");
        if (hsm >= 0) {
            bench.token(rest.subList(hsm + 1, hsm + 4));
        }
        int bao = rest.indexOf("openbao");
        if (bao >= 0) {
            bench.server(rest.subList(bao + 1, bao + 3));
        }
    }

    private void providers() {
        KeyPair pair = SigningKey.generatePair(RANDOM);
        VerificationKey key = VerificationKey.of(pair.getPublic());
        measure("the JDK alone, random nonces", key, digest -> jdk(pair, digest));
        SigningKey deterministic = new SigningKey(pair);
        measure("Bouncy Castle alone, RFC 6979", key, deterministic::sign);
    }

    private static SignatureBytes jdk(KeyPair pair, Digest digest) {
        try {
            Signature ecdsa = Signature.getInstance("NONEwithECDSA");
            ecdsa.initSign(pair.getPrivate(), RANDOM);
            ecdsa.update(digest.bytes().toArray());
            return new SignatureBytes(Bytes.owned(ecdsa.sign()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void token(List<String> given) {
        VaultSettings.Pkcs11 token = new VaultSettings.Pkcs11(
                Path.of(given.get(0)), new VaultSettings.Pkcs11.TokenName.Label(given.get(1)), GIVEN);
        try (Pkcs11Vault vault = new Pkcs11Vault(token, () -> given.get(2), System::nanoTime)) {
            measure("pkcs11 vault, SoftHSM", vault);
        }
    }

    private void server(List<String> given) {
        Origin origin = Origin.parse(given.get(0));
        try (ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            Fetch fetch = new GuardedFetch(
                    FetchRules.strict().and(origin),
                    host -> List.of(),
                    ServerTrust.ofPlatform(),
                    FetchLimits.defaults(),
                    timer);
            VaultSettings.Transit server = new VaultSettings.Transit(origin, Optional.empty(), "", "transit", GIVEN);
            measure(
                    "transit vault, OpenBao without TLS",
                    new TransitVault(server, fetch, new VaultSecret(any -> given.get(1), GIVEN), UUID::randomUUID));
        }
    }

    private void measure(String name, Vault vault) {
        VerificationKey key = vault.create();
        measure(name, key, digest -> vault.sign(new SigningPermit(UUID.randomUUID(), key.id(), digest)));
    }

    private void measure(String name, VerificationKey key, Function<Digest, SignatureBytes> sign) {
        double uncounted = rate(key, sign);
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < MEASUREMENTS; i++) {
            rates.add(rate(key, sign));
        }
        rates.sort(null);
        System.out.printf(
                Locale.ROOT, "%-36s %8.0f per second (first %.0f)%n", name, rates.get(MEASUREMENTS / 2), uncounted);
    }

    private double rate(VerificationKey key, Function<Digest, SignatureBytes> sign) {
        List<Digest> digests = new ArrayList<>();
        List<SignatureBytes> signatures = new ArrayList<>();
        long start = System.nanoTime();
        long elapsed = 0;
        while (elapsed < time.toNanos()) {
            Digest digest = Hashing.of(Bytes.utf8("artifact " + digests.size()));
            digests.add(digest);
            signatures.add(sign.apply(digest));
            elapsed = System.nanoTime() - start;
        }
        for (int i = 0; i < digests.size(); i += SAMPLED) {
            key.verify(digests.get(i), signatures.get(i));
        }
        return digests.size() * 1e9 / elapsed;
    }
}
