package dev.exhibit.signer.source;

import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchUrl;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a registry wants to be shown who asks: one of two schemes, with quoted parameters (RFC 9110 section 11.6.1). */
sealed interface Challenge {
    /** A name and a password (RFC 7617). */
    record Basic() implements Challenge {}

    /**
     * A token of a token server (distribution specification, "token authentication").
     *
     * @param realm where the token server is
     * @param service whom the token is for
     */
    record Bearer(FetchUrl realm, Optional<String> service) implements Challenge {}

    /** Reads the header {@code WWW-Authenticate}; empty for what is not understood. */
    static Optional<Challenge> parse(String header) {
        Matcher parts = Forms.CHALLENGE.matcher(header);
        if (!parts.matches()) {
            return Optional.empty();
        }
        if (parts.group("scheme").equalsIgnoreCase("basic")) {
            return Optional.of(new Basic());
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher parameter = Forms.PARAMETER.matcher(parts.group("parameters"));
        while (parameter.find()) {
            parameters.put(parameter.group("name"), parameter.group("value"));
        }
        return Optional.ofNullable(parameters.get("realm"))
                .flatMap(Challenge::url)
                .map(realm -> new Bearer(realm, Optional.ofNullable(parameters.get("service"))));
    }

    private static Optional<FetchUrl> url(String realm) {
        try {
            return Optional.of(FetchUrl.parse(realm));
        } catch (FetchException refused) {
            return Optional.empty();
        }
    }

    /** The forms. */
    final class Forms {
        private static final String ONE = "[a-z_]{1,32}=\"[^\"\\\\]{0,1024}\"";
        private static final Pattern CHALLENGE =
                Pattern.compile("(?<scheme>[Bb]asic|[Bb]earer) +(?<parameters>" + ONE + "( *, *" + ONE + "){0,15})");
        private static final Pattern PARAMETER =
                Pattern.compile("(?<name>[a-z_]{1,32})=\"(?<value>[^\"\\\\]{0,1024})\"");

        private Forms() {}
    }
}
