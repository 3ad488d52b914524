package dev.exhibit.cli.command;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the plain command lines of {@code exhibit verify} without picocli, whose start takes longer than the verification:
 * artifacts, {@code --json}, and options with their values as words of their own. Every other line, and every line that
 * something is wrong with, is left to picocli.
 */
public final class PlainVerify {
    private static final Set<String> REPEATABLE = Set.of("--bundle", "--key");

    private PlainVerify() {}

    /** The command that {@code args} spell out; empty if picocli must read them. */
    public static Optional<VerifyCommand> read(Session session, String... args) {
        if (args.length == 0 || !args[0].equals("verify")) {
            return Optional.empty();
        }
        VerifyCommand command = new VerifyCommand(session);
        Set<String> seen = new HashSet<>();
        Iterator<String> words = List.of(args).listIterator(1);
        while (words.hasNext()) {
            if (!take(words.next(), words, command, seen)) {
                return Optional.empty();
            }
        }
        command.json(seen.contains("--json"));
        return Optional.of(command);
    }

    private static boolean take(String word, Iterator<String> rest, VerifyCommand command, Set<String> seen) {
        if (isPlain(word)) {
            command.takeArtifact(word);
            return true;
        }
        if (!seen.add(word) && !REPEATABLE.contains(word)) {
            return false;
        }
        if (word.equals("--json")) {
            return true;
        }
        String value = rest.hasNext() ? rest.next() : "";
        return isPlain(value) && command.takeOption(word, value);
    }

    /** To picocli, a hyphen starts an option, an at sign names a file of arguments, and nothing is something, too. */
    private static boolean isPlain(String word) {
        return !word.isEmpty() && word.charAt(0) != '-' && word.charAt(0) != '@';
    }
}
