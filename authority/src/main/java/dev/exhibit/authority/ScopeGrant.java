package dev.exhibit.authority;

import dev.exhibit.boundary.identity.Role;
import dev.exhibit.boundary.identity.Scope;
import dev.exhibit.boundary.identity.ScopeConflicts;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cuts what a client asks for to what its role has (RFC 6749 section 3.3). */
final class ScopeGrant {
    private static final Pattern FORM =
            Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,64}( [\\x21\\x23-\\x5B\\x5D-\\x7E]{1,64}){0,63}");
    private static final Set<String> KNOWN =
            Arrays.stream(Scope.values()).map(Scope::wire).collect(Collectors.toUnmodifiableSet());

    private ScopeGrant() {}

    /**
     * The scopes of a token.
     *
     * @param wanted what the client asks for; without it, all that its role has
     * @throws OAuthException {@code invalid_scope} for what is no list of known scopes, for scopes that nobody may have
     *     together, and where nothing is left
     */
    static SortedSet<String> of(Role role, Optional<String> wanted) {
        Set<String> has = role.scopes().stream().map(Scope::wire).collect(Collectors.toSet());
        Set<String> asked = wanted.map(ScopeGrant::parse).orElse(has);
        ScopeConflicts.in(asked).ifPresent(pair -> {
            throw refused("nobody may have " + pair.one() + " and " + pair.other() + " together: ask for one of them");
        });
        SortedSet<String> granted = new TreeSet<>(asked);
        granted.retainAll(has);
        if (granted.isEmpty()) {
            throw refused("the role of this client has none of these scopes");
        }
        return granted;
    }

    private static Set<String> parse(String scope) {
        if (!FORM.matcher(scope).matches()) {
            throw refused("scope holds names with one space between");
        }
        Set<String> asked = Set.copyOf(new TreeSet<>(Arrays.asList(scope.split(" ", -1))));
        Set<String> conflicting = ScopeConflicts.ALL.stream()
                .flatMap(pair -> Stream.of(pair.one(), pair.other()))
                .collect(Collectors.toSet());
        if (!asked.stream().allMatch(name -> KNOWN.contains(name) || conflicting.contains(name))) {
            throw refused("a scope that does not exist here; see scopes_supported");
        }
        return asked;
    }

    private static OAuthException refused(String why) {
        return new OAuthException(OAuthError.INVALID_SCOPE, why);
    }
}
