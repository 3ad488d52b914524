package dev.exhibit.cli.picture;

import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An explain trace (docs/spec/explain.md) as one page of HTML that needs nothing else and runs nothing: for the screen, light or
 * dark, and for paper. Equal traces give equal pages.
 */
public final class ExplainPage {
    /** How many findings are shown step by step; the others have their line in the table. */
    static final int MOST_SHOWN = 1_000;

    private static final int MANY = JsonLimits.DOCUMENT.members();
    private static final List<String> ORDER = List.of("fail", "warn", "pass");

    private static final String HEAD = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <style>
            :root{--ink:#1b2430;--faint:#5b6675;--paper:#fff;--line:#d5dae1;--box:#f4f6f9;--fail:#b3261e;--warn:#8a5a00;--pass:#0b6e4f}
            @media screen and (prefers-color-scheme:dark){:root{--ink:#e8ecf1;--faint:#a3adba;--paper:#12161c;--line:#39424d;--box:#1c222b;--fail:#ff8a80;--warn:#ffc266;--pass:#4cc295}}
            *{box-sizing:border-box}
            body{margin:0 auto;max-width:68rem;padding:2rem 1.25rem 4rem;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
            h1{font-size:1.6rem;margin:0 0 1rem}h2{font-size:1.15rem;margin:2.5rem 0 .75rem}h3{font-size:1rem;margin:0;overflow-wrap:anywhere}
            code{font:.86em ui-monospace,monospace;overflow-wrap:anywhere}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.25rem;margin:0}dt{color:var(--faint)}dd{margin:0;min-width:0}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--line)}
            th{color:var(--faint);font-weight:500;font-size:.87em}td{overflow-wrap:anywhere}td:first-child,td.s{white-space:nowrap}td.i{white-space:normal;min-width:7em}td.w{overflow-wrap:normal}
            .v{font-weight:650}.fail{color:var(--fail)}.warn{color:var(--warn)}.pass{color:var(--pass)}
            .verdict{font-size:1.35rem;border-left:.4rem solid currentColor;padding-left:.8rem;margin:0 0 1.25rem}
            .verdict span{color:var(--ink);font-size:1rem;font-weight:400}
            article{border:1px solid var(--line);border-radius:.5rem;background:var(--box);padding:1rem 1.25rem;margin:0 0 1rem;break-inside:avoid}
            article dl{margin:.5rem 0}article table{margin:.6rem 0 0;font-size:.93em}article tr:last-child td{border:0}
            .note{color:var(--faint)}a{color:inherit}
            .wide{overflow-x:auto}
            @media screen and (max-width:40rem){dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:.5rem}.wide table{min-width:40rem}}
            @media print{body{max-width:none;padding:0;font-size:10.5pt}article{background:none}a{text-decoration:none}h2{break-after:avoid}@page{margin:16mm}}
            </style>
            """;

    private final StringBuilder page = new StringBuilder(HEAD);
    private final ObjectReader trace;
    private final Bytes bytes;
    private final String derivation;

    private ExplainPage(Bytes bytes, String derivation) {
        this.bytes = bytes;
        this.trace = JsonReader.readObject(bytes, JsonLimits.DOCUMENT);
        this.derivation = derivation;
    }

    /**
     * The page of a trace.
     *
     * @param derivation digest of the record by which the trace can be made again
     * @throws dev.exhibit.crypto.encoding.MalformedException for what is no trace
     */
    public static Bytes of(Bytes trace, String derivation) {
        ExplainPage page = new ExplainPage(trace, derivation);
        page.write();
        return Bytes.utf8(page.page.toString());
    }

    private void write() {
        List<ObjectReader> findings = ordered(trace.objects("findings", MANY));
        String verdict = trace.text("verdict");
        add("<title>" + verdict + ": explanation of " + text(trace.text("slice")) + "</title>\n</head>\n<body>\n");
        add("<h1>How this stands to known vulnerabilities</h1>\n");
        head(verdict, findings.size());
        question();
        table(findings);
        uncovered();
        steps(findings);
        again();
        add("</body>\n</html>\n");
    }

    /** What fails first, then what warns; within each as in the trace. */
    private static List<ObjectReader> ordered(List<ObjectReader> findings) {
        List<ObjectReader> ordered = new ArrayList<>();
        for (String verdict : ORDER) {
            findings.stream()
                    .filter(finding -> finding.text("verdict").equals(verdict))
                    .forEach(ordered::add);
        }
        findings.stream()
                .filter(finding -> !ORDER.contains(finding.text("verdict")))
                .forEach(ordered::add);
        return ordered;
    }

    private void head(String verdict, int findings) {
        ObjectReader summary = trace.object("summary");
        StringBuilder counts = new StringBuilder();
        for (String name : List.of("fail", "warn", "pass")) {
            counts.append(counts.isEmpty() ? "" : ", ")
                    .append(number(summary, name))
                    .append(' ')
                    .append(name);
        }
        add("<p class=\"verdict v " + shade(verdict) + "\">" + text(verdict) + " <span>" + findings
                + (findings == 1 ? " finding: " : " findings: ") + counts + "</span></p>\n");
    }

    private static String number(ObjectReader summary, String name) {
        return Long.toString(summary.optionalInteger(name, 0, Integer.MAX_VALUE).orElse(0L));
    }

    private void question() {
        ObjectReader policy = trace.object("policy");
        add("<dl>\n");
        fact("As of", text(trace.text("time")));
        fact("SBOM or slice", code(trace.text("slice")));
        for (String subject : trace.texts("subjects", MANY)) {
            fact("About", code(subject));
        }
        fact(
                "Rule book",
                text(policy.text("id")) + ", version "
                        + policy.optionalInteger("version", 0, Integer.MAX_VALUE)
                                .orElse(0L) + "<br>"
                        + code(policy.text("digest")));
        fact("Engine", code(trace.text("engine")));
        fact("This trace", code(Hashing.of(bytes).toString()));
        add("</dl>\n");
    }

    private void table(List<ObjectReader> findings) {
        if (findings.isEmpty()) {
            add("<p>No advisory is about anything in it.</p>\n");
            return;
        }
        add(
                "<h2>Findings</h2>\n<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Verdict</th><th scope=\"col\">Status</th>"
                        + "<th scope=\"col\">Decided by</th><th scope=\"col\">Component</th><th scope=\"col\">Advisory</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < findings.size(); i++) {
            ObjectReader finding = findings.get(i);
            String advisory = text(finding.object("advisory").text("id"));
            String named = i < MOST_SHOWN ? "<a href=\"#f" + (i + 1) + "\">" + advisory + "</a>" : advisory;
            add("<tr><td class=\"v " + shade(finding.text("verdict")) + "\">" + text(finding.text("verdict"))
                    + "</td><td class=\"s\">" + words(finding.text("status")) + "</td><td class=\"s\">"
                    + words(finding.text("step")) + "</td><td>"
                    + code(finding.object("component").text("purl"))
                    + "</td><td>" + named + "</td></tr>\n");
        }
        add("</tbody></table></div>\n");
    }

    private void uncovered() {
        ObjectReader left = trace.object("uncovered");
        List<Json> components = left.items("components", MANY);
        List<ObjectReader> advisories = left.objects("advisories", MANY);
        if (components.isEmpty() && advisories.isEmpty()) {
            return;
        }
        add("<h2>Not covered</h2>\n<p>" + verdict(left.text("verdict"))
                + ": nobody can say how these stand to each other, so they are neither safe nor affected.</p>\n<ul>\n");
        components.stream()
                .limit(MOST_SHOWN)
                .forEach(component -> add("<li>component without a package URL: "
                        + code(CanonicalJson.of(component).bytes().asLenientText()) + "</li>\n"));
        advisories.stream()
                .limit(MOST_SHOWN)
                .forEach(advisory -> add("<li>advisory about something without one: " + text(advisory.text("id"))
                        + ", document " + code(advisory.text("document")) + "</li>\n"));
        add("</ul>\n");
        more(Math.max(components.size(), advisories.size()));
    }

    private void steps(List<ObjectReader> findings) {
        if (findings.isEmpty()) {
            return;
        }
        add("<h2>Step by step</h2>\n");
        for (int i = 0; i < Math.min(findings.size(), MOST_SHOWN); i++) {
            finding(i + 1, findings.get(i));
        }
        more(findings.size());
    }

    private void more(int all) {
        if (all > MOST_SHOWN) {
            add("<p class=\"note\">" + (all - MOST_SHOWN) + " more are in the trace.</p>\n");
        }
    }

    private void finding(int number, ObjectReader finding) {
        ObjectReader component = finding.object("component");
        ObjectReader advisory = finding.object("advisory");
        add("<article id=\"f" + number + "\">\n<h3>" + verdict(finding.text("verdict")) + " "
                + text(advisory.text("id")) + " in " + code(component.text("purl")) + "</h3>\n<dl>\n");
        fact("Status", words(finding.text("status")) + ", decided by " + words(finding.text("step")));
        fact("Versions", versions(finding.object("match")));
        fact("Advisory", code(advisory.text("document")));
        add("</dl>\n");
        observations(finding);
        rules(finding.objects("rules", MANY));
        add("</article>\n");
    }

    private static String versions(ObjectReader match) {
        String listed = match.optionalText("listed")
                .map(version -> ", listed: " + code(version))
                .orElse("");
        String reason =
                match.optionalText("reason").map(why -> ": " + text(why)).orElse("");
        String range = match.optionalObject("range")
                .map(found ->
                        ", " + code(CanonicalJson.of(objectOf(found)).bytes().asLenientText()))
                .orElse("");
        return words(match.text("result")) + listed + reason + range;
    }

    private static Json.Obj objectOf(ObjectReader reader) {
        Json.Obj object = Json.object();
        for (String name : reader.names()) {
            object = object.with(name, reader.required(name));
        }
        return object;
    }

    private void observations(ObjectReader finding) {
        List<ObjectReader> observations = finding.objects("observations", MANY);
        if (observations.isEmpty()) {
            add("<p class=\"note\">Nobody has said anything about it.</p>\n");
            return;
        }
        boolean conflict = finding.optionalFlag("conflict").orElse(false);
        add(
                "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Who says</th><th scope=\"col\">what</th><th scope=\"col\">when</th>"
                        + "<th scope=\"col\">counts</th><th scope=\"col\">observation</th></tr></thead>\n<tbody>\n");
        for (ObjectReader one : observations) {
            String why = one.optionalText("justification")
                    .map(word -> ", " + words(word))
                    .orElse("");
            add("<tr><td class=\"i\">" + text(one.text("issuer")) + "</td><td class=\"w\">" + words(one.text("status"))
                    + why
                    + "</td><td class=\"s\">" + text(one.optionalText("time").orElse("")) + "</td><td class=\"s\">"
                    + words(one.text("use")) + "</td><td>" + code(one.text("digest")) + "</td></tr>\n");
        }
        add("</tbody></table></div>\n");
        if (conflict) {
            add("<p class=\"v warn\">They contradict each other.</p>\n");
        }
    }

    private void rules(List<ObjectReader> rules) {
        add(
                "<div class=\"wide\"><table>\n<thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">says</th><th scope=\"col\">what it saw</th></tr></thead>\n<tbody>\n");
        for (ObjectReader rule : rules) {
            String version = rule.optionalInteger("version", 0, Integer.MAX_VALUE)
                    .map(number -> " version " + number)
                    .orElse("");
            add("<tr><td class=\"s\">" + text(rule.text("id")) + version + "</td><td class=\"s\">"
                    + text(rule.text("output")) + "</td><td>" + code(rule.text("inputs")) + "</td></tr>\n");
        }
        add("</tbody></table></div>\n");
    }

    private void again() {
        add(
                "<h2>Check it</h2>\n<p>The verdict rests on the documents named above and on nothing else. Their bytes are stored under these digests; the trace is made"
                        + " again from them, byte for byte, with</p>\n<p><code>exhibit replay " + text(derivation)
                        + "</code></p>\n");
    }

    private void fact(String name, String value) {
        add("<dt>" + name + "</dt><dd>" + value + "</dd>\n");
    }

    private static String verdict(String verdict) {
        return "<span class=\"v " + shade(verdict) + "\">" + text(verdict) + "</span>";
    }

    /** A class of ours, whatever the trace says. */
    private static String shade(String verdict) {
        return Optional.of(verdict).filter(ORDER::contains).orElse("note");
    }

    private static String code(String text) {
        return "<code>" + text(text) + "</code>";
    }

    private static String words(String name) {
        return text(name.replace('_', ' '));
    }

    private static String text(String text) {
        return Html.text(text);
    }

    private void add(String html) {
        page.append(html);
    }
}
