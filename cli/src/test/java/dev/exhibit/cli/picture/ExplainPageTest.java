package dev.exhibit.cli.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExplainPageTest {
    private static final Path TRACE = Path.of("../testdata/explain/app.trace.json");
    private static final Path PAGE = Path.of("../testdata/explain/app.trace.html");
    private static final String RECORD = "sha256:" + "1".repeat(64);

    private static String page(String trace) {
        return ExplainPage.of(Bytes.utf8(trace), RECORD).asLenientText();
    }

    @Test
    void aTraceMakesThisPageInAnyLocale() throws IOException {
        Locale locale = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            String page = page(Files.readString(TRACE));
            if (Boolean.getBoolean("exhibit.rewrite")) {
                Files.writeString(PAGE, page);
            }
            assertThat(page).isEqualTo(Files.readString(PAGE));
        } finally {
            Locale.setDefault(locale);
        }
    }

    @Test
    void whatFailsStandsFirst() {
        String page = page(trace(finding("pass", "pkg:npm/a") + "," + finding("fail", "pkg:npm/b")));
        assertThat(page.indexOf("pkg:npm/b")).isLessThan(page.indexOf("pkg:npm/a"));
        assertThat(page)
                .contains("<p class=\"verdict v warn\">warn <span>2 findings: 0 fail, 0 warn, 0 pass</span></p>");
    }

    @Test
    void nothingInATraceDoesAnything() {
        String hostile = "</code><script>alert(1)</script><img src=x> \\u202egpj\\u0001";
        String page = page(trace(finding("<b>", hostile)).replace("ISSUER", hostile));
        assertThat(page).doesNotContain("<script", "<img", "<b>", "\u202e").contains("U+202E", "U+0001");
        assertThat(page).contains("default-src 'none'");
    }

    @Test
    void veryManyHaveTheirLinesAndNotTheirSteps() {
        String many = IntStream.range(0, ExplainPage.MOST_SHOWN + 5)
                .mapToObj(i -> finding("warn", "pkg:npm/p" + i))
                .collect(Collectors.joining(","));
        String page = page(trace(many));
        assertThat(page.split("<article ", -1)).hasSize(ExplainPage.MOST_SHOWN + 1);
        assertThat(page).contains("5 more are in the trace").contains("pkg:npm/p" + (ExplainPage.MOST_SHOWN + 4));
    }

    @Test
    void anotherDocumentIsRefused() {
        assertThatThrownBy(() -> page("{}")).isInstanceOf(MalformedException.class);
    }

    private static String trace(String findings) {
        return ("{'engine':'sha256:e','findings':[" + findings
                        + "],'policy':{'digest':'sha256:p','id':'own','version':1},"
                        + "'slice':'sha256:s','subjects':[],'summary':{},'superseded':[],'time':'2026-01-31T12:00:00Z',"
                        + "'uncovered':{'advisories':[],'components':[],'verdict':'pass'},'verdict':'warn'}")
                .replace('\'', '"');
    }

    private static String finding(String verdict, String purl) {
        return "{'advisory':{'document':'sha256:d','id':'OSV-1'},'component':{'purl':'" + purl
                + "'},'conflict':true,'match':{'result':'inside'},'observations':[{'digest':'sha256:o','issuer':'ISSUER','status':"
                + "'not_affected','time':'2026-01-24T10:00:00Z','use':'not_trusted'}],'rules':[{'id':'r','inputs':'sha256:i',"
                + "'output':'true','version':1}],'status':'affected','step':'versions','verdict':'" + verdict + "'}";
    }
}
