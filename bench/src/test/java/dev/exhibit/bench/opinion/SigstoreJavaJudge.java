package dev.exhibit.bench.opinion;

import dev.exhibit.crypto.encoding.Bytes;
import dev.sigstore.KeylessVerifier;
import dev.sigstore.VerificationOptions;
import dev.sigstore.VerificationOptions.CertificateMatcher;
import dev.sigstore.bundle.Bundle;
import dev.sigstore.strings.StringMatcher;
import dev.sigstore.trustroot.SigstoreTrustedRoot;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** sigstore-java: keyless bundles with a certificate timestamp, one log entry and a time. Managed keys it refuses. */
public final class SigstoreJavaJudge implements Judge {
    private final Map<Bytes, KeylessVerifier> verifiers = new HashMap<>();

    @Override
    public Prepared prepare(Question question) {
        KeylessVerifier verifier = verifiers.computeIfAbsent(question.trust().root(), SigstoreJavaJudge::verifier);
        VerificationOptions options = options(question.demands());
        byte[] digest = question.artifact().digest().bytes().toArray();
        return () -> judge(verifier, question.bundle(), digest, options);
    }

    private static Opinion judge(KeylessVerifier verifier, Bytes bundle, byte[] digest, VerificationOptions options) {
        try (Reader text = new InputStreamReader(bundle.open(), StandardCharsets.UTF_8.newDecoder())) {
            verifier.verify(digest, Bundle.from(text), options);
            return new Opinion.Accepted();
        } catch (Exception | StackOverflowError refused) {
            return new Opinion.Refused(words(refused));
        }
    }

    /** The words of the whole chain of causes: the outermost alone rarely says what was wrong. */
    private static String words(Throwable refused) {
        StringBuilder words = new StringBuilder();
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            words.append(words.isEmpty() ? "" : " < ")
                    .append(cause.getClass().getSimpleName())
                    .append(": ")
                    .append(String.valueOf(cause.getMessage())
                            .lines()
                            .findFirst()
                            .orElse(""));
        }
        return words.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? '?' : point)
                .limit(500)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static KeylessVerifier verifier(Bytes root) {
        try {
            SigstoreTrustedRoot trusted = SigstoreTrustedRoot.from(root.open());
            return KeylessVerifier.builder().trustedRootProvider(() -> trusted).build();
        } catch (Exception unusable) {
            throw new IllegalArgumentException("sigstore-java does not take this trust root", unusable);
        }
    }

    private static VerificationOptions options(Question.Demanded demands) {
        if (demands.identity().isEmpty()) {
            return VerificationOptions.empty();
        }
        Question.Identity identity = demands.identity().get();
        return VerificationOptions.builder()
                .addCertificateMatchers(CertificateMatcher.fulcio()
                        .subjectAlternativeName(StringMatcher.string(identity.subject()))
                        .issuer(StringMatcher.string(identity.issuer()))
                        .build())
                .build();
    }
}
