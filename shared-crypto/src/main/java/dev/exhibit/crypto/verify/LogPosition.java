package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.json.Json;

/**
 * Where a signature was logged.
 *
 * @param log its host name
 * @param index of the entry
 */
public record LogPosition(String log, long index) {
    Json.Obj toJson() {
        return Json.object().with("log", log).with("index", Long.toString(index));
    }
}
