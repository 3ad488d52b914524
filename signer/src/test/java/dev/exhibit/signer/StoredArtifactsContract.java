package dev.exhibit.signer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

/** What every {@link StoredArtifacts} holds. */
public interface StoredArtifactsContract {
    StoredArtifacts artifacts();

    /** Stores an artifact of the caller's tenant as the implementation's own room would. */
    void store(Call call, Bytes artifact);

    @Test
    default void anArtifactIsReadByItsOwnTenant() throws Exception {
        Call call = Calls.newTenant();
        Bytes artifact = Bytes.utf8("the artifact");
        store(call, artifact);
        try (InputStream bytes = artifacts().open(call, Hashing.of(artifact))) {
            assertThat(bytes.readAllBytes()).isEqualTo(artifact.toArray());
        }
    }

    @Test
    default void aMissingAndAForeignArtifactAreRefusedAlike() {
        Call owner = Calls.newTenant();
        Bytes artifact = Bytes.utf8("another's artifact");
        store(owner, artifact);
        Digest foreign = Hashing.of(artifact);
        Digest missing = Hashing.of(Bytes.utf8("nobody's"));
        Call call = Calls.newTenant();
        String first = Refusals.expect(
                ProblemCode.ARTIFACT_UNAVAILABLE, () -> artifacts().open(call, foreign));
        String second = Refusals.expect(
                ProblemCode.ARTIFACT_UNAVAILABLE, () -> artifacts().open(call, missing));
        assertThat(first.replace(foreign.hex(), "")).isEqualTo(second.replace(missing.hex(), ""));
    }
}
