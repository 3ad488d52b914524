package dev.exhibit.boundary.config;

import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.artifact.SourceSettings.Login;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the section {@code sources}. */
final class SourcesReader {
    private static final int MAX_PLACES = 256;
    private static final int MAX_LOGINS = 64;
    /** What basic authentication can carry (RFC 7617 section 2): no colon. */
    private static final Pattern USER = Pattern.compile("[\\x21-\\x39\\x3B-\\x7E]{1,128}");

    private SourcesReader() {}

    static SourceSettings sources(ObjectReader given) {
        SourceSettings sources = new SourceSettings(
                places(given),
                given.objects("registries", MAX_LOGINS).stream()
                        .map(SourcesReader::login)
                        .toList(),
                given.optionalParsed("authorities", VaultReader::path));
        given.end();
        return sources;
    }

    private static Set<Origin> places(ObjectReader given) {
        List<String> texts = given.texts("allow", MAX_PLACES);
        Set<Origin> places = new HashSet<>();
        try {
            for (String text : texts) {
                if (!places.add(Origin.parse(text))) {
                    throw new MalformedException(Reason.BAD_VALUE, "a place is given twice");
                }
            }
        } catch (MalformedException refused) {
            throw refused.at(given.pointerTo("allow"));
        }
        return places;
    }

    private static Login login(ObjectReader given) {
        Login login = new Login(
                given.parsed("registry", Origin::parse),
                given.parsed("user", SourcesReader::user),
                given.parsed("password", SecretReference::parse),
                given.optionalParsed("realm", Origin::parse));
        given.end();
        return login;
    }

    private static String user(String text) {
        if (!USER.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected visible ASCII without a colon");
        }
        return text;
    }
}
