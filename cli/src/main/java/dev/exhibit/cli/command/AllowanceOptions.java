package dev.exhibit.cli.command;

import dev.exhibit.crypto.json.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What an identity may have signed, as options. */
public final class AllowanceOptions {
    @Option(
            names = "--predicate-type",
            paramLabel = "URI",
            description = "The identity may have statements of this type signed, and nothing else. May be repeated.")
    private List<String> predicateTypes = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "KEY-ID",
            description = "The identity may use this signing key only (64 hexadecimal digits). May be repeated.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--scan-rule",
            paramLabel = "RULE",
            description = "The identity may have this rule of the scan of claims passed over. May be repeated.")
    private List<String> scanRules = new ArrayList<>();

    /** Whether there is any list. */
    boolean isGiven() {
        return !predicateTypes.isEmpty() || !keys.isEmpty() || !scanRules.isEmpty();
    }

    Json.Obj toJson() {
        Json.Obj none = Json.object();
        Json.Obj types = predicateTypes.isEmpty() ? none : none.with("predicateTypes", Json.texts(predicateTypes));
        Json.Obj both = keys.isEmpty() ? types : types.with("keys", Json.texts(keys));
        return scanRules.isEmpty() ? both : both.with("scanRules", Json.texts(scanRules));
    }
}
