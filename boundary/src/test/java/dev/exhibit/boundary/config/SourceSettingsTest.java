package dev.exhibit.boundary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.artifact.ImageReference;
import dev.exhibit.boundary.artifact.SourceSettings;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where artifacts may be fetched from: nowhere, unless it is named. */
class SourceSettingsTest {
    private static final String LOGIN = "'registry':'https://r','user':'u','password':'docker:r'";

    @Test
    void theDefaultIsNoPlaceAtAll() {
        assertThat(sources("{}")).isEqualTo(SourceSettings.none());
        assertThat(sources("{}").allow()).isEmpty();
    }

    @Test
    void aRegistryIsReachedOverTlsUnlessOnlyItsPlainFormIsNamed() {
        SourceSettings sources = sources("{'allow':['https://a:5000','http://a:5000','http://b','https://c']}");
        assertThat(sources.placeOf(image("a:5000"))).contains(Origin.parse("https://a:5000"));
        assertThat(sources.placeOf(image("b"))).contains(Origin.parse("http://b"));
        assertThat(sources.placeOf(image("c:444"))).isEmpty();
    }

    @Test
    void aPasswordIsForItsRegistryAndTheRealmThatIsNamed() {
        SourceSettings.Login login = sources(
                        "{'allow':['https://r','https://t'],'registries':[{" + LOGIN + ",'realm':'https://t'}]}")
                .registries()
                .getFirst();
        assertThat(login.isFor(Origin.parse("https://r"))).isTrue();
        assertThat(login.isFor(Origin.parse("https://t"))).isTrue();
        assertThat(login.isFor(Origin.parse("http://r"))).isFalse();
        assertThat(login.isFor(Origin.parse("https://t:444"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'allow':['https://a','https://a']} | sources.allow: a place is given twice",
                "{'allow':['https://A']} | sources.allow: expected https://host:port",
                "{'allow':['https://a/path']} | sources.allow: expected https://host:port",
                "{'allow':['10.0.0.0/8']} | sources.allow: expected https://host:port",
                "{'registries':[{LOGIN}]} | sources.registries names https://r, which sources.allow does not",
                "{'allow':['https://r'],'registries':[{LOGIN,'realm':'https://t'}]} | names https://t, which sources",
                "{'allow':['https://r'],'registries':[{LOGIN},{LOGIN}]} | a registry has two logins",
                "{'allow':['https://r'],'registries':[{LOGIN,'token':'x'}]} | a secret does not stand in the config",
                "{'allow':['https://r'],'registries':[{LOGIN,'host':'x'}]} | unknown member",
                "{'allow':['https://r'],'registries':[{'registry':'https://r','user':'a:b','password':'docker:r'}]}"
                        + " | visible ASCII without a colon",
                "{'authorities':'relative'} | absolute path"
            })
    void whatContradictsItselfIsRefused(String section, String message) {
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> sources(section))
                .withMessageContaining(message);
    }

    @Test
    void productionFetchesArtifactsOverTlsOnly() {
        Json.Obj plain = Json.object()
                .with("profile", "production")
                .with("database", Sample.database())
                .with("sources", Json.object().with("allow", Json.texts(List.of("http://r:5000"))));
        assertThatExceptionOfType(StartRefusedException.class)
                .isThrownBy(() -> Sample.read(plain))
                .withMessageContaining("sources.allow: the production profile takes https only");
    }

    private static SourceSettings sources(String section) {
        return Sample.read(
                        ("{'sources':" + section + "}").replace("LOGIN", LOGIN).replace('\'', '"'))
                .sources();
    }

    private static ImageReference image(String registry) {
        return ImageReference.parse(registry + "/app@sha256:" + "0".repeat(64));
    }
}
