package dev.exhibit.boundary.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScopeConflictsTest {
    @Test
    void aPairIsFoundAmongOthersAndHalfOfItIsNone() {
        for (ScopeConflicts.Pair pair : ScopeConflicts.ALL) {
            assertThat(ScopeConflicts.in(Set.of("key:read", pair.one(), pair.other())))
                    .contains(pair);
            assertThat(ScopeConflicts.in(Set.of("key:read", pair.one()))).isEmpty();
            assertThat(ScopeConflicts.in(Set.of("key:read", pair.other()))).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void noRoleHoldsAConflict(Role role) {
        assertThat(ScopeConflicts.in(role.scopes().stream().map(Scope::wire).collect(Collectors.toSet())))
                .isEmpty();
    }
}
