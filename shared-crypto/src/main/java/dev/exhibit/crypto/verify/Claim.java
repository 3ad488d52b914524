package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.intoto.Statement;

/** What a verified bundle says about the artifact. */
public sealed interface Claim {
    /**
     * The signer states something about it.
     *
     * @param statement with the artifact among its subjects
     */
    record Attested(Statement statement) implements Claim {}

    /** The signer signed its bytes and says no more. */
    record Signed() implements Claim {}
}
