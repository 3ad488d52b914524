package dev.exhibit.boundary.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.ObjectReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadedFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void aGoodFile() throws IOException {
        file = folder.resolve("policy.json");
        write("{\"name\":\"first\"}");
    }

    @Test
    void whatIsBadStopsTheStart() throws IOException {
        for (String bad : List.of("", "{", "{\"name\":1}", "{\"other\":\"x\"}")) {
            write(bad);
            assertThatExceptionOfType(StartRefusedException.class).isThrownBy(this::open);
        }
        Files.delete(file);
        assertThatExceptionOfType(StartRefusedException.class).isThrownBy(this::open);
    }

    @Test
    void whatChangesIsTakenUp() throws IOException {
        ReloadedFile<String> policy = open();
        policy.refresh(name -> {
            throw new IllegalStateException("nothing changed: " + name);
        });
        write("{\"name\":\"other\"}");
        policy.refresh();
        assertThat(policy.current()).isEqualTo("other");
        assertThat(policy.problem()).isEmpty();
    }

    @Test
    void whatIsBadLeavesTheOldOneAndSaysSoUntilItIsGood() throws IOException {
        ReloadedFile<String> policy = open();
        for (String bad : List.of("", "{\"name\":\"second\"", "{\"name\":\"second\",\"more\":1}")) {
            write(bad);
            policy.refresh();
            policy.refresh();
            assertThat(policy.current()).as(bad).isEqualTo("first");
            assertThat(policy.problem().orElseThrow()).contains("policy.json").doesNotContain("second");
        }
        Files.delete(file);
        policy.refresh();
        assertThat(policy.problem().orElseThrow()).contains("missing");
        write("{\"name\":\"third\"}");
        policy.refresh();
        assertThat(policy.current()).isEqualTo("third");
        assertThat(policy.problem()).isEmpty();
    }

    @Test
    void whatCannotBeAppliedYetIsTriedAgain() throws IOException {
        ReloadedFile<String> policy = open();
        List<String> applied = new ArrayList<>();
        write("{\"name\":\"second\"}");
        policy.refresh(name -> {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the database is away");
        });
        assertThat(policy.current()).isEqualTo("first");
        assertThat(policy.problem().orElseThrow()).contains("the database is away");
        policy.refresh(applied::add);
        policy.refresh(applied::add);
        assertThat(applied).containsExactly("second");
        assertThat(policy.problem()).isEmpty();
    }

    private ReloadedFile<String> open() {
        return new ReloadedFile<>(file, ReloadedFileTest::read);
    }

    private static String read(Path path) {
        return StartDocument.readFile(path, JsonLimits.BODY, json -> {
            ObjectReader reader = ObjectReader.of(json, "");
            String name = reader.text("name");
            reader.end();
            return name;
        });
    }

    /** As editors and tools do: another file in its place. */
    private void write(String text) throws IOException {
        Path next = Files.createTempFile(folder, "next", ".json");
        Files.writeString(next, text);
        Files.move(next, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
