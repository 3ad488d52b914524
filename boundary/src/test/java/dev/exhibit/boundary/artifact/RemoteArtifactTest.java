package dev.exhibit.boundary.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a request names what lies elsewhere, and that nothing close to it is taken for it. */
class RemoteArtifactTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @Test
    void anImageIsNamedByItsDigest() {
        ImageReference image = ImageReference.parse("registry.example.org:5000/team/my_app-x@" + DIGEST);
        assertThat(image.registry()).isEqualTo("registry.example.org:5000");
        assertThat(image.repository()).isEqualTo("team/my_app-x");
        assertThat(image.digest()).hasToString(DIGEST);
        assertThat(ImageReference.parse(image.toString())).isEqualTo(image);
        assertThat(ImageReference.parse("registry.example.org:5000/team/my_app-x:v1@" + DIGEST))
                .isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r.example/app",
                "r.example/app:latest",
                "r.example/app@sha256:abcd",
                "r.example/app@sha512:DIGEST",
                "r.example/app@DIGEST@DIGEST",
                "app@DIGEST",
                "r.example/App@DIGEST",
                "r.example/a//b@DIGEST",
                "r.example/../b@DIGEST",
                "r.example/a/./b@DIGEST",
                "r.example/a?x@DIGEST",
                "R.example/app@DIGEST",
                "r.example:0/app@DIGEST",
                "user@r.example/app@DIGEST",
                "r.example/app@DIGEST ",
                ""
            })
    void anythingElseIsNoImage(String text) {
        String reference = text.replace("DIGEST", DIGEST);
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> ImageReference.parse(reference));
    }

    @Test
    void aTagAloneIsToldWhatIsMissing() {
        assertThatExceptionOfType(MalformedException.class)
                .isThrownBy(() -> ImageReference.parse("r.example/app:latest"))
                .withMessageContaining("by its digest");
    }

    @Test
    void theRequestSaysUrlOrImage() {
        assertThat(read("{'artifact':'https://d.example/a?x=1'}")).isInstanceOf(RemoteArtifact.Url.class);
        RemoteArtifact image =
                read("{'artifact':'r.example/app@" + DIGEST + "','blobs':true,'platforms':['linux/amd64']}");
        assertThat(image)
                .isEqualTo(new RemoteArtifact.Image(
                        ImageReference.parse("r.example/app@" + DIGEST), true, List.of(new Platform("linux/amd64"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'artifact':'http://d.example/a'}",
                "{'artifact':'file:///etc/passwd'}",
                "{'artifact':'https://user:pw@d.example/a'}",
                "{'artifact':'https://d.example/a#b'}",
                "{'artifact':'https://d.example/a','blobs':true}",
                "{'artifact':'https://d.example/a','platforms':[]}",
                "{'artifact':'r.example/app@DIGEST','platforms':['linux']}",
                "{'artifact':'r.example/app@DIGEST','platforms':['linux/a','linux/a']}",
                "{'artifact':'r.example/app@DIGEST','blobs':'yes'}",
                "{'artifact':1}",
                "{}"
            })
    void otherFormsAreRefused(String request) {
        assertThatExceptionOfType(MalformedException.class).isThrownBy(() -> read(request.replace("DIGEST", DIGEST)));
    }

    /** What is checked makes a request another one; where it lies does not. */
    @Test
    void theOrderOfPlatformsMakesNoOtherRequest() {
        String image = "{'artifact':'r.example/app@" + DIGEST + "','platforms':[%s]}";
        assertThat(read(image.formatted("'a/b','c/d'")).describe())
                .isEqualTo(read(image.formatted("'c/d','a/b'")).describe())
                .isNotEqualTo(read(image.formatted("'a/b'")).describe());
    }

    private static RemoteArtifact read(String request) {
        ObjectReader reader = JsonReader.readObject(Bytes.utf8(request.replace('\'', '"')), JsonLimits.BODY);
        RemoteArtifact artifact = RemoteArtifact.read(reader);
        reader.end();
        return artifact;
    }
}
