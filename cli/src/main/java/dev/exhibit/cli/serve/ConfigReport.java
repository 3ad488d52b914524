package dev.exhibit.cli.serve;

import dev.exhibit.cli.terminal.Output;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import java.util.List;
import java.util.Map;

/** Says what a check of the configuration has found: settings in effect, a line each, then what was tried. */
final class ConfigReport {
    private ConfigReport() {}

    static void print(Output output, Json.Obj settings, List<Finding> findings) {
        output.line("Settings in effect:");
        print(output, "", settings);
        output.line("");
        output.line("What a start would read:");
        findings.forEach(found -> output.line(found.line(output)));
        output.result(Json.object().with("settings", settings).with("checks", Finding.toJson(findings)));
    }

    private static void print(Output output, String prefix, Json.Obj section) {
        for (Map.Entry<String, Json> member : section.members().entrySet()) {
            String key = prefix + member.getKey();
            if (member.getValue() instanceof Json.Obj inner) {
                print(output, key + ".", inner);
            } else {
                output.line("  " + key + " = "
                        + CanonicalJson.of(member.getValue()).bytes().asLenientText());
            }
        }
    }
}
