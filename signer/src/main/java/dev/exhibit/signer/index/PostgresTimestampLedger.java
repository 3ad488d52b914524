package dev.exhibit.signer.index;

import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.signer.time.TimestampLedger;
import java.math.BigInteger;
import java.time.Instant;

/** {@link TimestampLedger} in the signer's audit table. */
public final class PostgresTimestampLedger implements TimestampLedger {
    private final Database database;

    public PostgresTimestampLedger(Database database) {
        this.database = database;
    }

    @Override
    public void issued(Call call, BigInteger serial, Bytes imprint, Instant time) {
        Json.Obj detail = Json.object().with("imprint", Hex.encode(imprint));
        database.inTenant(call.tenant(), handle -> {
            SignerAudit.TIMESTAMP.append(handle, call, serial.toString(16), detail, time);
            return serial;
        });
    }
}
