package dev.exhibit.authority.enrolment;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.boundary.identity.TenantId;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A client certificate that was issued.
 *
 * @param chain the certificate first, then those above it
 * @param identity what it says
 * @param client whose tokens it gets
 * @param tenant the client's
 */
public record Enrolled(List<X509Certificate> chain, ServiceIdentity identity, String client, TenantId tenant) {
    public Enrolled {
        chain = List.copyOf(chain);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public Instant expires() {
        return certificate().getNotAfter().toInstant();
    }
}
