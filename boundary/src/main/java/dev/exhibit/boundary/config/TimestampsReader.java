package dev.exhibit.boundary.config;

import dev.exhibit.boundary.config.TimestampSettings.External;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads and writes the section {@code timestamps}. */
final class TimestampsReader {
    private static final int MAX_AUTHORITIES = 32;
    private static final int MAX_CHAINS = 8;
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
    private static final Pattern POLICY = Pattern.compile("[0-2](\\.(0|[1-9][0-9]{0,9})){1,15}");
    private static final Set<String> MEMBERS = new TreeSet<>(List.of("name", "url", "chains", "policy", "ask"));
    /** What the first clock that is compared is called. */
    private static final String DATABASE = "database";

    private TimestampsReader() {}

    static TimestampSettings settings(ObjectReader given) {
        List<External> external = given.objects("external", MAX_AUTHORITIES).stream()
                .map(TimestampsReader::external)
                .toList();
        TimestampSettings settings = new TimestampSettings(
                external,
                given.optionalInteger("demand", 0, TimestampSettings.MOST)
                        .map(Math::toIntExact)
                        .orElseGet(() -> Math.toIntExact(
                                external.stream().filter(External::ask).count())),
                given.optionalParsed("authorities", VaultReader::path));
        given.end();
        return settings;
    }

    private static External external(ObjectReader given) {
        KnownKeys.demand(given, MEMBERS);
        return new External(
                given.parsed("name", TimestampsReader::name),
                given.parsed("url", TimestampsReader::url),
                chains(given),
                given.optionalParsed("policy", TimestampsReader::policy),
                given.optionalFlag("ask").orElse(true));
    }

    private static List<Path> chains(ObjectReader given) {
        List<Path> paths = given.parsedTexts("chains", MAX_CHAINS, VaultReader::path);
        if (paths.isEmpty()) {
            throw new MalformedException(
                    Reason.MISSING_MEMBER, given.pointerTo("chains"), "expected a file with certificates at least");
        }
        return paths;
    }

    private static String name(String text) {
        if (!NAME.matcher(text).matches() || text.equals(DATABASE)) {
            throw new MalformedException(
                    Reason.BAD_VALUE, "expected 1 to 63 of a-z 0-9 -, and not database, whose clock has that name");
        }
        return text;
    }

    /** Plain HTTP will do: what comes back is signed, and what is sent tells nothing. */
    private static FetchUrl url(String text) {
        try {
            return FetchUrl.parse(text);
        } catch (FetchException refused) {
            throw new MalformedException(Reason.BAD_VALUE, String.valueOf(refused.getMessage()));
        }
    }

    private static String policy(String text) {
        if (!POLICY.matcher(text).matches()) {
            throw new MalformedException(Reason.BAD_VALUE, "expected an object identifier such as 1.2.3.4");
        }
        return text;
    }

    static Json.Obj describe(TimestampSettings settings) {
        Json.Obj section = Json.object()
                .with(
                        "external",
                        Json.array(settings.external().stream()
                                .map(TimestampsReader::describe)
                                .toList()))
                .with("demand", settings.demand());
        return settings.authorities()
                .map(file -> section.with("authorities", file.toString()))
                .orElse(section);
    }

    private static Json.Obj describe(External authority) {
        Json.Obj section = Json.object()
                .with("name", authority.name())
                .with("url", authority.url().text())
                .with("ask", authority.ask())
                .with(
                        "chains",
                        Json.texts(
                                authority.chains().stream().map(Path::toString).toList()));
        return authority.policy().map(policy -> section.with("policy", policy)).orElse(section);
    }
}
