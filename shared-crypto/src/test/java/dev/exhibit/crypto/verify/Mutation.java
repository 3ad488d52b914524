package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import java.util.List;

/** What the tests with mutants share. */
final class Mutation {
    /** No providers that others can replace: so many verdicts are wanted quickly. */
    static final SignatureChecker FAST = new SignatureChecker(List.of(CryptoProvider.CORRETTO, CryptoProvider.JDK));

    private Mutation() {}
}
