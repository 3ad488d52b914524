package dev.exhibit.evidence.log.http;

import dev.exhibit.boundary.http.Answer;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.tlog.Tile;
import dev.exhibit.evidence.log.LogName;
import dev.exhibit.evidence.log.LogReader;

/** What C2SP tlog-tiles answers. */
final class LogAnswers {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String BYTES = "application/octet-stream";

    private LogAnswers() {}

    static Answer checkpoint(LogReader reader, TenantId tenant, LogName log) {
        return Answer.bytes(200, TEXT, Bytes.utf8(reader.checkpoint(tenant, log).note()));
    }

    static Answer tile(LogReader reader, TenantId tenant, LogName log, Tile tile) {
        return Answer.bytes(200, BYTES, reader.tile(tenant, log, tile));
    }

    /** @param path what follows {@code tile/} */
    static Tile parse(String path) {
        try {
            return Tile.parse("tile/" + path);
        } catch (MalformedException other) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "no such tile: " + other.detail());
        }
    }
}
