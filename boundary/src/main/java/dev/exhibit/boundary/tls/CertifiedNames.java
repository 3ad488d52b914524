package dev.exhibit.boundary.tls;

import dev.exhibit.boundary.identity.ServiceIdentity;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which names an authority may certify. */
public sealed interface CertifiedNames {
    /** Whether the authority may say that somebody is {@code identity}. */
    boolean cover(ServiceIdentity identity);

    /** The installation's own authority: it decides itself whom it certifies. */
    record Any() implements CertifiedNames {
        @Override
        public boolean cover(ServiceIdentity identity) {
            return true;
        }
    }

    /**
     * An authority of others. It never certifies a name that the installation gives itself, whatever is listed.
     *
     * @param below {@code spiffe://trust-domain}, the same with the beginning of a path, or a DNS name: each stands for
     *     itself and all below it; empty for all names but the installation's
     */
    record Foreign(Set<String> below) implements CertifiedNames {
        private static final String HOST = "exhibit.internal";
        private static final String DOMAIN = "spiffe://" + HOST;
        private static final Pattern SPIFFE =
                Pattern.compile("spiffe://[a-z0-9][a-z0-9._-]{0,254}(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)*");
        private static final Pattern DNS = Pattern.compile(
                "(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");

        /** @throws MalformedException for a name in another form, or one that the installation gives itself */
        public Foreign {
            below = Set.copyOf(below);
            below.forEach(Foreign::demandForm);
        }

        /** @throws MalformedException as the constructor does */
        public static Foreign of(Collection<String> below) {
            return new Foreign(new TreeSet<>(below));
        }

        @Override
        public boolean cover(ServiceIdentity identity) {
            return !isOurs(identity.value())
                    && (below.isEmpty() || below.stream().anyMatch(name -> isBelow(name, identity.value())));
        }

        private static void demandForm(String name) {
            if (!SPIFFE.matcher(name).matches() && !DNS.matcher(name).matches()) {
                throw new MalformedException(
                        Reason.BAD_VALUE,
                        "expected names such as spiffe://example.org, spiffe://example.org/ci or" + " example.org");
            }
            if (isOurs(name)) {
                throw new MalformedException(
                        Reason.BAD_VALUE, "names under " + DOMAIN + " are certified by the installation itself only");
            }
        }

        private static boolean isOurs(String name) {
            return isBelow(DOMAIN, name) || isBelow(HOST, name);
        }

        private static boolean isBelow(String top, String name) {
            boolean spiffe = top.startsWith("spiffe:");
            return name.equals(top) || (spiffe ? name.startsWith(top + "/") : isHostBelow(top, name));
        }

        private static boolean isHostBelow(String top, String name) {
            return !name.startsWith("spiffe:") && name.endsWith("." + top);
        }
    }
}
