package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.secret.SecretReference;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the listeners over TLS show and believe besides what the installation makes itself.
 *
 * @param server the server's certificate
 * @param clientAuthorities authorities of others whose clients are believed, beside the installation's own
 * @param revocationLists files, one for each authority that revokes
 * @param minimumVersion the oldest version that is spoken
 * @param trustedProxies who may pass on the certificates of clients
 */
public record TlsSettings(
        ServerCertificate server,
        List<Authority> clientAuthorities,
        List<Path> revocationLists,
        TlsVersion minimumVersion,
        Set<ServiceIdentity> trustedProxies) {
    /** @throws StartRefusedException if a file is listed twice, or somebody could pose as a trusted proxy */
    public TlsSettings {
        clientAuthorities = List.copyOf(clientAuthorities);
        revocationLists = List.copyOf(revocationLists);
        trustedProxies = Set.copyOf(trustedProxies);
        demandOnce(clientAuthorities.stream().map(Authority::file).toList(), "tls.clientAuthorities");
        demandOnce(revocationLists, "tls.crl");
        if (!trustedProxies.isEmpty()) {
            demandProxies(clientAuthorities, trustedProxies);
        }
    }

    /** Where the server's certificate comes from. */
    public sealed interface ServerCertificate {
        /** The installation makes and renews it. */
        record Made() implements ServerCertificate {}

        /**
         * A PKCS#12 file with one private key and its chain.
         *
         * @param store the file
         * @param password of the file and of the key in it
         */
        record Store(Path store, SecretReference password) implements ServerCertificate {}

        /**
         * Two PEM texts.
         *
         * @param chain file of the certificates, the server's first
         * @param key where the private key is, PKCS#8
         */
        record Pem(Path chain, SecretReference key) implements ServerCertificate {}
    }

    /**
     * Authorities of others.
     *
     * @param file PEM, one certificate or more
     * @param names which they may certify
     */
    public record Authority(Path file, CertifiedNames.Foreign names) {}

    /** Everything as the installation makes it. */
    public static TlsSettings usual() {
        return new TlsSettings(new ServerCertificate.Made(), List.of(), List.of(), TlsVersion.TLS_1_3, Set.of());
    }

    /** Every secret that is named, by its key. */
    public Map<String, SecretReference> secrets() {
        return switch (server) {
            case ServerCertificate.Made ignored -> Map.of();
            case ServerCertificate.Store store -> Map.of("tls.storePassword", store.password());
            case ServerCertificate.Pem pem -> Map.of("tls.certificateKey", pem.key());
        };
    }

    /** Every other file that is named, by its key; those of a list are numbered from 1. */
    public SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        switch (server) {
            case ServerCertificate.Made ignored -> {}
            case ServerCertificate.Store store -> files.put("tls.store", store.store());
            case ServerCertificate.Pem pem -> files.put("tls.certificate", pem.chain());
        }
        for (Authority authority : clientAuthorities) {
            files.put("tls.clientAuthorities " + (1 + clientAuthorities.indexOf(authority)), authority.file());
        }
        for (Path list : revocationLists) {
            files.put("tls.crl " + (1 + revocationLists.indexOf(list)), list);
        }
        return files;
    }

    private static void demandOnce(List<Path> files, String key) {
        if (new HashSet<>(files).size() < files.size()) {
            throw new StartRefusedException(key + ": one file is listed twice");
        }
    }

    /** A proxy may speak for everyone: nobody may get a certificate of its name but from who certifies proxies. */
    private static void demandProxies(List<Authority> authorities, Set<ServiceIdentity> proxies) {
        if (authorities.stream().anyMatch(authority -> authority.names().below().isEmpty())) {
            throw new StartRefusedException("tls.trustedProxies: each of tls.clientAuthorities must say with names whom"
                    + " it may certify, or it could certify a proxy that it should not");
        }
        for (ServiceIdentity proxy : proxies) {
            if (authorities.stream().noneMatch(authority -> authority.names().cover(proxy))) {
                throw new StartRefusedException("tls.trustedProxies: none of tls.clientAuthorities may certify " + proxy
                        + "; proxies have certificates of an authority of their own, because administrators of tenants"
                        + " choose names under the installation's");
            }
        }
    }
}
