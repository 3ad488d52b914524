package dev.exhibit.boundary.config;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which {@code jdbc:postgresql:} URLs are taken: host and database in full, and only parameters that can neither hold a
 * secret nor switch off the check of the server's certificate (as {@code sslfactory} could).
 */
final class DatabaseUrl {
    private static final Pattern FORM =
            Pattern.compile("jdbc:postgresql://[A-Za-z0-9._:,\\[\\]-]+/[A-Za-z0-9_-]+(?:\\?(?<parameters>.*))?");
    private static final Pattern FILE = Pattern.compile("/[A-Za-z0-9_./-]+");
    private static final Map<String, Pattern> PARAMETERS = Map.of(
            "sslmode",
            Pattern.compile("disable|allow|prefer|require|verify-ca|verify-full"),
            "sslrootcert",
            FILE,
            "sslcert",
            FILE,
            "sslkey",
            FILE,
            "channelBinding",
            Pattern.compile("disable|prefer|require"),
            "targetServerType",
            Pattern.compile("primary"));

    private DatabaseUrl() {}

    /** @throws MalformedException for any other URL; the text does not repeat it, it may hold a password */
    static String require(String url) {
        parameters(url);
        return url;
    }

    /** Whether the driver checks the server's certificate and name on this URL. */
    static boolean checksServer(String url) {
        return "verify-full".equals(parameters(url).get("sslmode"));
    }

    /** The files that the driver reads, by the parameter that names them. */
    static SortedMap<String, Path> files(String url) {
        SortedMap<String, Path> files = new TreeMap<>();
        parameters(url).forEach((name, value) -> {
            if (FILE.equals(PARAMETERS.get(name))) {
                files.put(name, Path.of(value));
            }
        });
        return files;
    }

    private static Map<String, String> parameters(String url) {
        Matcher matcher = FORM.matcher(url);
        if (!matcher.matches()) {
            throw refused(
                    "expected jdbc:postgresql://HOST[:PORT]/DATABASE?sslmode=verify-full without user or password");
        }
        Map<String, String> found = new HashMap<>();
        String text = matcher.group("parameters");
        if (text != null) {
            for (String parameter : text.split("&", -1)) {
                take(parameter, found);
            }
        }
        return found;
    }

    private static void take(String parameter, Map<String, String> found) {
        int equals = Math.max(parameter.indexOf('='), 0);
        String name = parameter.substring(0, equals);
        String value = parameter.substring(equals == 0 ? 0 : equals + 1);
        Pattern form = PARAMETERS.get(name);
        if (form == null || !form.matcher(value).matches()) {
            throw refused("a parameter of the URL is not taken; allowed are sslmode, sslrootcert, sslcert and sslkey"
                    + " (absolute paths), channelBinding, and targetServerType=primary");
        }
        if (found.put(name, value) != null) {
            throw refused("the URL gives " + name + " twice");
        }
    }

    private static MalformedException refused(String text) {
        return new MalformedException(Reason.BAD_VALUE, text);
    }
}
