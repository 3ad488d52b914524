package dev.exhibit.boundary.secret;

import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The token of one login to a vault, used until two thirds of its time are over. Thread-safe; one login at a time. */
public final class VaultSession {
    private static final long MAX_SECONDS = 10L * 365 * 24 * 3600;

    private final LongSupplier nanoTime;
    private Token current = Token.NONE;
    private long until;

    /** @param nanoTime a monotonic clock in nanoseconds */
    public VaultSession(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.until = nanoTime.getAsLong();
    }

    /**
     * A token.
     *
     * @param text secret
     * @param seconds how long it is good; 0 for one that is asked for each time
     */
    record Token(String text, long seconds) {
        private static final Pattern FORM = Pattern.compile("[\\x21-\\x7E]{0,4096}");
        private static final Token NONE = new Token("", 0);

        /** @throws StartRefusedException for what cannot stand in a header */
        Token {
            if (!FORM.matcher(text).matches()) {
                throw new StartRefusedException("the token of the vault is not one line of visible ASCII");
            }
        }

        /** Reads the answer to a login; what is not asked for is passed over. */
        static Token of(Bytes answer, String what) {
            try {
                ObjectReader auth =
                        JsonReader.readObject(answer, VaultSecrets.ANSWER).object("auth");
                return new Token(
                        auth.text("client_token"),
                        auth.optionalInteger("lease_duration", 0, MAX_SECONDS).orElse(0L));
            } catch (MalformedException refused) {
                // Without its cause, which may quote the answer.
                throw new StartRefusedException("the vault's answer to " + what + " holds no token");
            }
        }

        @Override
        public String toString() {
            return "Token for " + seconds + " s";
        }
    }

    /** The body of a login. */
    static Bytes credentials(String name, String value, String secretName, String secret) {
        return CanonicalJson.of(Json.object().with(name, value).with(secretName, secret))
                .bytes();
    }

    /** The token in use, or a new one. */
    synchronized String token(Supplier<Token> login) {
        if (nanoTime.getAsLong() - until >= 0) {
            current = login.get();
            until = nanoTime.getAsLong() + Duration.ofSeconds(current.seconds()).toNanos() / 3 * 2;
        }
        return current.text();
    }

    /** Forgets a token that the vault did not take. @return whether another login may give another one */
    synchronized boolean forget(String refused) {
        boolean kept = current.seconds() > 0;
        if (current.text().equals(refused)) {
            until = nanoTime.getAsLong();
        }
        return kept;
    }
}
