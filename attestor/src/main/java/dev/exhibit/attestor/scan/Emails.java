package dev.exhibit.attestor.scan;

import java.util.Locale;
import java.util.Set;

/** E-mail addresses of people (RFC 5322 without its rare forms), told from what else has an at sign. */
final class Emails {
    private static final int MAX_LOCAL = 64;
    private static final int MAX_DOMAIN = 253;
    private static final int MIN_TOP = 2;
    private static final int MAX_TOP = 24;

    /** Users of services and addresses of offices. */
    private static final Set<String> NOBODY = Set.of(
            "git",
            "root",
            "noreply",
            "no-reply",
            "donotreply",
            "info",
            "support",
            "security",
            "admin",
            "postmaster",
            "webmaster",
            "contact",
            "hello",
            "abuse",
            "help",
            "legal",
            "sales");

    /** Units of systemd and files that look like the end of a domain; none is a top-level domain that people write from. */
    private static final Set<String> NO_TOP = Set.of(
            "service",
            "socket",
            "timer",
            "target",
            "mount",
            "slice",
            "scope",
            "device",
            "path",
            "tgz",
            "tar",
            "jar",
            "whl",
            "gz",
            "json",
            "local",
            "internal",
            "lan",
            "svc",
            "cluster");

    private Emails() {}

    static boolean in(String text) {
        for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
            int from = localStart(text, at);
            int end = domainEnd(text, at + 1);
            if (isLocal(text, from, at) && isDomain(text.substring(at + 1, end)) && !isPartOfMore(text, from, end)) {
                return true;
            }
        }
        return false;
    }

    private static int localStart(String text, int at) {
        int from = at;
        while (from > 0 && at - from <= MAX_LOCAL && isOfLocal(text.charAt(from - 1))) {
            from--;
        }
        return from;
    }

    private static boolean isOfLocal(char c) {
        return Ascii.isAlnum(c) || "._+-".indexOf(c) >= 0;
    }

    private static int domainEnd(String text, int from) {
        int end = from;
        while (end < text.length()
                && end - from <= MAX_DOMAIN
                && (Ascii.isAlnum(text.charAt(end)) || text.charAt(end) == '-' || text.charAt(end) == '.')) {
            end++;
        }
        while (end > from && text.charAt(end - 1) == '.') {
            end--;
        }
        return end;
    }

    private static boolean isLocal(String text, int from, int at) {
        int length = at - from;
        return length > 0
                && length <= MAX_LOCAL
                && Ascii.isAlnum(text.charAt(from))
                && !NOBODY.contains(text.substring(from, at).toLowerCase(Locale.ROOT));
    }

    /** A package, {@code pkg:npm/name@1.0.0-rc.one}, or a place on a host, {@code user@host.org:path}, {@code ssh://user@host.org}. */
    private static boolean isPartOfMore(String text, int from, int end) {
        boolean path = from > 0 && "/@%".indexOf(text.charAt(from - 1)) >= 0;
        boolean place = end + 1 < text.length() && text.charAt(end) == ':' && text.charAt(end + 1) > ' ';
        return path || place;
    }

    private static boolean isDomain(String domain) {
        int dot = domain.lastIndexOf('.');
        if (dot <= 0 || domain.length() > MAX_DOMAIN || domain.contains("..") || HostNames.isForExamples(domain)) {
            return false;
        }
        String lower = domain.toLowerCase(Locale.ROOT);
        String top = lower.substring(dot + 1);
        boolean letters = top.length() >= MIN_TOP
                && top.length() <= MAX_TOP
                && top.chars().allMatch(c -> Ascii.isLower((char) c));
        return letters
                && !NO_TOP.contains(top)
                && !isNumbered(lower)
                && !lower.endsWith("noreply.github.com")
                && !lower.endsWith("gserviceaccount.com");
    }

    /** A version such as {@code 1.0.0-beta.rc}. */
    private static boolean isNumbered(String domain) {
        return domain.substring(0, domain.indexOf('.')).chars().allMatch(c -> Ascii.isDigit((char) c));
    }
}
