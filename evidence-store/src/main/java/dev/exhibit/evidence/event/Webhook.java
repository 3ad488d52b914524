package dev.exhibit.evidence.event;

import dev.exhibit.boundary.fetch.Fetch;
import dev.exhibit.boundary.fetch.FetchException;
import dev.exhibit.boundary.fetch.FetchOrder;
import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.fetch.Fetched;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Hmac;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.StrictBase64;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * A receiver on the web. Each event is one POST, signed as standardwebhooks.com says: {@code webhook-signature} is an
 * HMAC-SHA256 over id, time and body, so that a receiver can tell ours from others' and old from new.
 */
public final class Webhook implements EventSink {
    private static final int MAX_ANSWER = 64 * 1024;
    private static final String ENCODED = "whsec_";

    private final String name;
    private final FetchUrl url;
    private final Supplier<String> secret;
    private final Fetch fetch;
    private final InstantSource clock;

    /** @param secret read at each delivery: at least 32 characters, or {@code whsec_} and base64 of at least 32 bytes */
    public Webhook(String name, FetchUrl url, Supplier<String> secret, Fetch fetch, InstantSource clock) {
        this.name = name;
        this.url = url;
        this.secret = secret;
        this.fetch = fetch;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void deliver(CloudEvent event) {
        Bytes body = event.body();
        String id = event.leaf().hex();
        String time = String.valueOf(clock.instant().getEpochSecond());
        Bytes signed = Hmac.sha256(key(), Bytes.utf8(id + "." + time + "."), body);
        FetchOrder order = FetchOrder.post(url, CloudEvent.MEDIA_TYPE, body, MAX_ANSWER)
                .with("webhook-id", id)
                .with("webhook-timestamp", time)
                .with("webhook-signature", "v1," + StrictBase64.encode(signed));
        try {
            demandTaken(fetch.fetch(order));
        } catch (FetchException lost) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "no answer of " + url + ": " + lost.getMessage(), lost);
        }
    }

    private Bytes key() {
        String text = secret.get();
        try {
            return text.startsWith(ENCODED) ? StrictBase64.decode(text.substring(ENCODED.length())) : Bytes.utf8(text);
        } catch (MalformedException wrong) {
            throw new ProblemException(
                    ProblemCode.UNAVAILABLE, "the secret of webhook " + name + " is not base64 after " + ENCODED);
        }
    }

    private void demandTaken(Fetched answer) {
        if (answer.status() / 100 != 2) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, url + " answered with status " + answer.status());
        }
    }
}
