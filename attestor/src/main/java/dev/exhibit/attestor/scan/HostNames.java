package dev.exhibit.attestor.scan;

import java.util.Locale;
import java.util.Set;

/** Names that stand for no host of anybody: RFC 2606, RFC 6761; and the digest that follows a name of an image. */
final class HostNames {
    private static final Set<String> LAST = Set.of("example", "test", "invalid");

    private HostNames() {}

    /** @param host with or without a port */
    static boolean isForExamples(String host) {
        int colon = host.indexOf(':');
        String name = (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
        String last = name.substring(name.lastIndexOf('.') + 1);
        return name.isEmpty()
                || name.equals("sha256")
                || LAST.contains(last)
                || isExampleDomain(name, "com")
                || isExampleDomain(name, "net")
                || isExampleDomain(name, "org");
    }

    private static boolean isExampleDomain(String name, String top) {
        String domain = "example." + top;
        return name.equals(domain) || name.endsWith("." + domain);
    }
}
