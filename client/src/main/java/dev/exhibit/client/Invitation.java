package dev.exhibit.client;

import dev.exhibit.crypto.json.ObjectReader;
import java.time.Instant;

/**
 * A one-time code for somebody who is to enrol.
 *
 * @param code to be handed over; the service does not show it again
 * @param expires until when it may be used
 */
public record Invitation(String code, Instant expires) {
    static Invitation read(ObjectReader answer) {
        return new Invitation(answer.text("code"), answer.parsed("expires", Instant::parse));
    }

    /** The code is not in it. */
    @Override
    public String toString() {
        return "an invitation until " + expires;
    }
}
