package dev.exhibit.boundary.pki;

import dev.exhibit.boundary.identity.InstallationNames;
import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** Whom a certificate is for, and what it may be used for. */
public sealed interface CertificateRequest {
    /** The common name: for people, nothing is decided by it. */
    String commonName();

    /** The subject alternative names (RFC 5280 section 4.2.1.6): what the certificate proves. */
    GeneralNames names();

    /** The one extended key usage. */
    KeyPurposeId usage();

    /**
     * A TLS server.
     *
     * @param hosts DNS names, at least one
     * @param addresses IP addresses in text form
     */
    record Server(List<String> hosts, List<String> addresses) implements CertificateRequest {
        private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]{1,253}");

        public Server {
            hosts = List.copyOf(hosts);
            addresses = List.copyOf(addresses);
            if (hosts.isEmpty() || !hosts.stream().allMatch(HOST.asMatchPredicate())) {
                throw new IllegalArgumentException("a server certificate needs DNS names");
            }
        }

        @Override
        public String commonName() {
            return hosts.getFirst();
        }

        @Override
        public GeneralNames names() {
            List<GeneralName> names = new ArrayList<>();
            hosts.forEach(host -> names.add(new GeneralName(GeneralName.dNSName, host)));
            addresses.forEach(address -> names.add(new GeneralName(GeneralName.iPAddress, address)));
            return new GeneralNames(names.toArray(GeneralName[]::new));
        }

        @Override
        public KeyPurposeId usage() {
            return KeyPurposeId.id_kp_serverAuth;
        }
    }

    /**
     * A TLS client.
     *
     * @param name 1 to 63 of {@code a-z 0-9} and inner hyphens
     * @param identity {@code spiffe://exhibit.internal/tenant/<tenant>/<name>}
     */
    record Client(String name, ServiceIdentity identity) implements CertificateRequest {
        private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

        public Client {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a client is named with 1 to 63 of a-z 0-9 and inner hyphens");
            }
        }

        /** The client {@code name} of a tenant, under the identity that is made of both. */
        public static Client of(TenantId tenant, String name) {
            return new Client(name, InstallationNames.ofClient(tenant, name));
        }

        @Override
        public String commonName() {
            return name;
        }

        @Override
        public GeneralNames names() {
            return new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, identity.value()));
        }

        @Override
        public KeyPurposeId usage() {
            return KeyPurposeId.id_kp_clientAuth;
        }
    }
}
