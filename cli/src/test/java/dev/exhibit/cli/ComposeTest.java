package dev.exhibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.config.Profile;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.secret.SecretReference;
import dev.exhibit.boundary.store.BucketSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code deploy/compose} fits together: what is mounted and configured is what is made. */
class ComposeTest {
    private static final Path FOLDER = Path.of("../deploy/compose");

    private static String text(String file) throws IOException {
        return Files.readString(FOLDER.resolve(file));
    }

    private static Set<String> found(String file, String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(text(file))
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The files that {@code prepare.sh} makes. */
    private static Set<String> made() throws IOException {
        Set<String> made = new TreeSet<>(
                Set.of("s3-access", "ca.pem", "ca.key", "postgres.pem", "postgres.key", "s3.pem", "s3.key"));
        String script = text("prepare.sh");
        made.forEach(file -> assertThat(script).contains(file.replaceAll("(postgres|s3)\\.", "")));
        found("prepare.sh", "for name in ([a-z0-9 -]+); do password").stream()
                .flatMap(names -> Stream.of(names.split(" ")))
                .forEach(name -> made.add(name + ".password"));
        return made;
    }

    @Test
    void whatIsMountedIsMade() throws IOException {
        assertThat(made()).containsAll(found("compose.yaml", "\\./secrets/([a-z0-9.-]+)"));
        assertThat(found("compose.yaml", "\\./secrets/([a-z0-9.-]+)"))
                .isNotEmpty()
                .doesNotContain("ca.key");
    }

    @Test
    void theConfigurationIsTakenInProductionAndNamesWhatIsMade() throws IOException {
        Settings settings = Settings.readFile(FOLDER.resolve("exhibit.json"));
        assertThat(settings.profile()).isEqualTo(Profile.PRODUCTION);
        assertThat(settings.store()).isInstanceOf(BucketSettings.class);
        Set<String> named = settings.secrets().values().stream()
                .map(reference -> ((SecretReference.OfFile) reference)
                        .path()
                        .getFileName()
                        .toString())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(made()).containsAll(named);
        assertThat(named).doesNotContain("postgres.password", "s3-root.password");
    }

    @Test
    void bothFormsRunTheSameImages() throws IOException {
        Set<String> images = found("kube.yaml", "image: (\\S+)");
        assertThat(found("compose.yaml", ":-(\\S+?)\\}")).isEqualTo(images).hasSize(2);
    }
}
