package dev.exhibit.boundary.config;

import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.token.TrustedIssuer;
import dev.exhibit.boundary.token.valkey.ValkeyServer;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.ObjectReader;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the sections {@code access} and {@code replay}. */
final class AccessReader {
    private static final int MAX_ISSUERS = 32;
    private static final int MAX_ORIGINS = 64;
    private static final int MAX_CHOICES = 16;
    private static final String JWKS = "expected https://host/path or file:/path of a key set";
    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7E]{1,256}");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9+.-]{1,64}");

    private AccessReader() {}

    /** @param replay the section {@code replay}, if there is one */
    static AccessSettings access(ObjectReader given, Optional<ObjectReader> replay) {
        AccessSettings access = new AccessSettings(
                given.optionalParsed("audience", AccessReader::name).orElse(AccessSettings.USUAL_AUDIENCE),
                each(given, "origins", MAX_ORIGINS, Origin::parse),
                given.objects("issuers", MAX_ISSUERS).stream()
                        .map(AccessReader::issuer)
                        .toList(),
                replay.map(AccessReader::replay));
        given.end();
        return access;
    }

    private static ValkeyServer replay(ObjectReader given) {
        Optional<String> user = given.optionalParsed("user", AccessReader::name);
        Optional<Path> authorities = given.optionalParsed("authorities", AccessReader::path);
        ValkeyServer server = given.parsed("url", ValkeyServer::of)
                .with(user, Optional.of(given.parsed("password", SecretReference::parse)), authorities);
        given.end();
        if (authorities.isPresent() && !server.tls()) {
            throw bad("authorities vouch for a server at rediss:").at(given.pointerTo("authorities"));
        }
        return server;
    }

    private static AccessSettings.Issuer issuer(ObjectReader given) {
        Set<JwsAlgorithm> algorithms = each(given, "algorithms", MAX_CHOICES, JwsAlgorithm::of);
        Set<String> types = each(given, "types", MAX_CHOICES, AccessReader::type);
        AccessSettings.Issuer issuer = new AccessSettings.Issuer(
                given.parsed("issuer", AccessReader::name),
                keySet(given),
                algorithms.isEmpty() ? JwsAlgorithm.USUAL : algorithms,
                types.isEmpty() ? TrustedIssuer.USUAL_TYPES : types,
                given.optionalParsed("tenantClaim", AccessReader::name).orElse("tenant"));
        given.end();
        return issuer;
    }

    private static AccessSettings.KeySet keySet(ObjectReader given) {
        Optional<Path> authorities = given.optionalParsed("authorities", AccessReader::path);
        AccessSettings.KeySet keys = given.parsed("jwks", place -> keySet(place, authorities));
        if (keys instanceof AccessSettings.KeySet.Local && authorities.isPresent()) {
            throw bad("authorities vouch for a server; jwks names a file").at(given.pointerTo("authorities"));
        }
        return keys;
    }

    private static AccessSettings.KeySet keySet(String place, Optional<Path> authorities) {
        if (place.startsWith("file:/")) {
            return new AccessSettings.KeySet.Local(VaultReader.path(place.substring("file:".length())));
        }
        return new AccessSettings.KeySet.Remote(url(place), authorities);
    }

    private static Path path(String text) {
        if (!text.startsWith("/") || text.indexOf('\0') >= 0) {
            throw bad("expected an absolute path");
        }
        return Path.of(text).normalize();
    }

    /** Over TLS, whatever exceptions there are: who could change the keys could make tokens. */
    private static FetchUrl url(String place) {
        try {
            FetchUrl url = FetchUrl.parse(place);
            if (url.origin().scheme() == Origin.Scheme.HTTPS) {
                return url;
            }
        } catch (FetchException refused) {
            throw bad(JWKS);
        }
        throw bad(JWKS);
    }

    private static <T> Set<T> each(ObjectReader given, String name, int most, Function<String, T> parse) {
        List<T> all = given.parsedTexts(name, most, parse);
        Set<T> values = new LinkedHashSet<>(all);
        if (values.size() < all.size()) {
            throw bad("one is given twice").at(given.pointerTo(name));
        }
        return values;
    }

    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw bad("expected 1 to 256 characters of visible ASCII");
        }
        return text;
    }

    private static String type(String text) {
        if (!TYPE.matcher(text.toLowerCase(Locale.ROOT)).matches()) {
            throw bad("expected a type such as at+jwt or JWT");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private static MalformedException bad(String what) {
        return new MalformedException(Reason.BAD_VALUE, what);
    }
}
