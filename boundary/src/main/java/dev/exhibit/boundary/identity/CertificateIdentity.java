package dev.exhibit.boundary.identity;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads who a leaf certificate names, from its subject alternative name (RFC 5280 section 4.2.1.6) and from nowhere else:
 * one SPIFFE id as its only URI (X509-SVID section 2), or, where there is no URI, exactly one DNS name. The two forms
 * cannot be confused: each is checked for its own alphabet.
 */
public final class CertificateIdentity {
    private static final int URI = 6;
    private static final int DNS = 2;
    private static final Pattern SPIFFE =
            Pattern.compile("spiffe://[a-z0-9][a-z0-9._-]{0,254}(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)+");
    private static final Pattern HOST =
            Pattern.compile("(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

    private CertificateIdentity() {}

    /**
     * The identity of {@code leaf}, whose path the TLS layer has verified.
     *
     * @throws MalformedException if it names nobody, several, or somebody in another form
     */
    public static ServiceIdentity of(X509Certificate leaf) {
        List<String> uris = names(leaf, URI);
        List<String> hosts = names(leaf, DNS);
        if (uris.size() == 1) {
            return spiffe(uris.getFirst());
        }
        if (uris.isEmpty() && hosts.size() == 1) {
            return host(hosts.getFirst());
        }
        throw new MalformedException(
                Reason.BAD_VALUE,
                "the certificate must name one SPIFFE id, or one DNS name and no URI; it has " + uris.size()
                        + " URIs and " + hosts.size() + " DNS names");
    }

    /** The identity that is written as {@code text}. @throws MalformedException if no certificate could say so */
    public static ServiceIdentity parse(String text) {
        return text.startsWith("spiffe:") ? spiffe(text) : host(text);
    }

    private static ServiceIdentity spiffe(String uri) {
        if (!SPIFFE.matcher(uri).matches()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "the certificate's URI is not of the form spiffe://trust-domain/path");
        }
        return new ServiceIdentity(uri);
    }

    private static ServiceIdentity host(String name) {
        if (!HOST.matcher(name).matches()) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "the certificate's DNS name is not a lower-case host name without wildcards");
        }
        return new ServiceIdentity(name);
    }

    private static List<String> names(X509Certificate leaf, int kind) {
        List<String> names = new ArrayList<>();
        for (List<?> entry : alternatives(leaf)) {
            if (entry.get(0) instanceof Integer type && type == kind && entry.get(1) instanceof String name) {
                names.add(name);
            }
        }
        return names;
    }

    private static Collection<List<?>> alternatives(X509Certificate leaf) {
        try {
            Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
            return alternatives == null ? List.of() : alternatives;
        } catch (CertificateParsingException unreadable) {
            throw new MalformedException(Reason.DER, "the certificate's alternative names cannot be read");
        }
    }
}
