package dev.exhibit.boundary.config;

import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;
import java.util.List;

/** Reads and writes the section {@code publicLogs}. */
final class PublicLogsReader {
    private static final int MAX_TENANTS = 1_000;

    private PublicLogsReader() {}

    static PublicLogSettings settings(ObjectReader given) {
        List<TenantId> tenants = given.parsedTexts("tenants", MAX_TENANTS, TenantId::new);
        if (tenants.stream().distinct().count() < tenants.size()) {
            throw new MalformedException(Reason.BAD_VALUE, given.pointerTo("tenants"), "expected each tenant once");
        }
        PublicLogSettings usual = PublicLogSettings.none();
        PublicLogSettings settings =
                new PublicLogSettings(SettingsReader.address(given, usual), SettingsReader.port(given, usual), tenants);
        given.end();
        return settings;
    }

    static Json.Obj describe(PublicLogSettings settings) {
        return Json.object()
                .with("address", settings.address())
                .with("port", settings.port())
                .with(
                        "tenants",
                        Json.texts(
                                settings.tenants().stream().map(TenantId::value).toList()));
    }
}
