package dev.exhibit.cli.verify;

import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureAlgorithm;
import dev.exhibit.crypto.key.SignatureChecker;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** With which implementations signatures are checked: {@code EXHIBIT_CRYPTO}, a list in order of preference. */
public final class Providers {
    /** The variable, for example {@code corretto,bouncy-castle,jdk}. */
    public static final String VARIABLE = "EXHIBIT_CRYPTO";

    private Providers() {}

    /**
     * As the environment says; Bouncy Castle where it says nothing. It is there on every platform, costs least for a
     * first signature (the JDK makes a large table first, Corretto loads a library), and is the faster of the two in Java.
     */
    public static SignatureChecker of(Map<String, String> environment) {
        String wanted = environment.getOrDefault(VARIABLE, "");
        return chosen(wanted.isEmpty() ? CryptoProvider.BOUNCY_CASTLE.code() : wanted);
    }

    private static SignatureChecker chosen(String wanted) {
        SignatureChecker checker = new SignatureChecker(
                Arrays.stream(wanted.split(",")).map(Providers::named).toList());
        if (checker.report().size() < SignatureAlgorithm.values().length) {
            throw CommandFailure.usage(VARIABLE + "=" + wanted + " does not do every algorithm on this machine; add"
                    + " bouncy-castle behind it");
        }
        return checker;
    }

    private static CryptoProvider named(String code) {
        List<CryptoProvider> all = List.of(CryptoProvider.values());
        return all.stream()
                .filter(provider -> provider.code().equals(code.strip()))
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage(VARIABLE + " names '" + code.strip() + "'; known: "
                        + String.join(
                                ", ", all.stream().map(CryptoProvider::code).toList())));
    }
}
