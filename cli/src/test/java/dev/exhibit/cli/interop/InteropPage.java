package dev.exhibit.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A table in {@code docs/spec/interop.md}, between two comments. */
enum InteropPage {
    CLIENTS("what the clients said"),
    IMAGES("what was said of images"),
    REFERRERS("what was said of images with referrers"),
    ROTATED("what was said after rotations");

    private static final Path PAGE = Path.of("../docs/spec/interop.md");
    private static final String END = "<!-- end -->\n";

    private final String begin;

    InteropPage(String name) {
        this.begin = "<!-- begin: " + name + " -->\n";
    }

    /** The page has this table; with {@code -Dexhibit.rewrite=true} it has it from now on. */
    void require(String table) throws IOException {
        String page = Files.readString(PAGE);
        int start = page.indexOf(begin) + begin.length();
        assertThat(start).as(begin).isGreaterThan(begin.length());
        String now = page.substring(0, start) + table + page.substring(page.indexOf(END, start));
        if (Boolean.getBoolean("exhibit.rewrite")) {
            Files.writeString(PAGE, now);
        }
        assertThat(now).as("run this test with -Dexhibit.rewrite=true").isEqualTo(Files.readString(PAGE));
    }
}
