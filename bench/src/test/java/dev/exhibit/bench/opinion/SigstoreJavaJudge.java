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
    public Opinion judge(Question question) {
        try (Reader text = new InputStreamReader(question.bundle().open(), StandardCharsets.UTF_8)) {
            byte[] digest = question.artifact().digest().bytes().toArray();
            verifier(question.trust().root()).verify(digest, Bundle.from(text), options(question.demands()));
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
                    .append(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""));
        }
        return words.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? '?' : point)
                .limit(500)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private KeylessVerifier verifier(Bytes root) throws Exception {
        KeylessVerifier known = verifiers.get(root);
        if (known == null) {
            SigstoreTrustedRoot trusted = SigstoreTrustedRoot.from(root.open());
            known = KeylessVerifier.builder().trustedRootProvider(() -> trusted).build();
            verifiers.put(root, known);
        }
        return known;
    }

    private static VerificationOptions options(Question.Demanded demands) {
        Question.Identity identity = demands.identity().orElseThrow();
        return VerificationOptions.builder()
                .addCertificateMatchers(CertificateMatcher.fulcio()
                        .subjectAlternativeName(StringMatcher.string(identity.subject()))
                        .issuer(StringMatcher.string(identity.issuer()))
                        .build())
                .build();
    }
}
