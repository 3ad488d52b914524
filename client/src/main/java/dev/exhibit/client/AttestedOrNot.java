package dev.exhibit.client;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.ObjectReader;

/** What came of one attestation of many. */
public sealed interface AttestedOrNot {
    /** It is attested. */
    record Done(Attested attested) implements AttestedOrNot {}

    /** It is refused, for reasons of its own. */
    record Refused(ClientProblem problem) implements AttestedOrNot {}

    /** One of the results of {@code POST /v1/attestations:batch}. */
    static AttestedOrNot read(Json item) {
        if (!(item instanceof Json.Obj result)) {
            throw new MalformedException(Reason.WRONG_TYPE, "/results", "a result is an object");
        }
        ObjectReader reader = ObjectReader.of(result, "");
        return reader.optionalText("code").isPresent()
                ? new Refused(ClientProblem.of(result))
                : new Done(Attested.read(reader.object("attestation")));
    }
}
