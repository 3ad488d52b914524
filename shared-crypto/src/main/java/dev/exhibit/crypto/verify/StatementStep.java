package dev.exhibit.crypto.verify;

import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.HashAlgorithm;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.Statement;
import java.util.Map;

/** Checks that what was signed is about the artifact in hand. */
final class StatementStep {
    private StatementStep() {}

    static Claim check(BundleContent content, Case given, Findings findings) {
        return switch (content) {
            case BundleContent.Dsse dsse -> requireStatement(dsse.envelope(), given, findings);
            case BundleContent.Message message -> requireArtifact(message, given, findings);
        };
    }

    private static Claim requireStatement(Envelope envelope, Case given, Findings findings) {
        if (!envelope.payloadType().equals(Envelope.IN_TOTO)) {
            throw new Refusal(RefusalCode.PAYLOAD_TYPE_UNEXPECTED, Envelope.IN_TOTO, envelope.payloadType());
        }
        findings.held(Check.Name.PAYLOAD_TYPE, envelope.payloadType());
        Statement statement = decode(envelope.payload(), given);
        findings.held(Check.Name.STATEMENT, statement.predicateType());
        Digest artifact = given.artifact().digest();
        if (!statement.isAbout(artifact)) {
            String subjects = statement.subjects().size() + " subjects, the first "
                    + statement.subjects().getFirst().digest();
            throw new Refusal(RefusalCode.ARTIFACT_NOT_SUBJECT, "a subject " + artifact, subjects);
        }
        findings.held(Check.Name.ARTIFACT, artifact.toString());
        return new Claim.Attested(statement);
    }

    private static Statement decode(Bytes payload, Case given) {
        try {
            return given.canonical()
                    ? Statement.decode(payload)
                    : Statement.decodeForeign(payload, bySha512(given.artifact()));
        } catch (MalformedException why) {
            if (why.reason() == MalformedException.Reason.UNSUPPORTED
                    && why.pointer().equals("/subject")) {
                throw unnamed(given.artifact(), why);
            }
            throw new Refusal(RefusalCode.STATEMENT_MALFORMED, "an in-toto Statement v1", why);
        }
    }

    private static Map<Bytes, Digest> bySha512(Artifact artifact) {
        return switch (artifact) {
            case Artifact.Whole whole -> Map.of(Hashing.of(HashAlgorithm.SHA512, whole.content()), whole.digest());
            case Artifact.Named ignored -> Map.of();
        };
    }

    /** Every subject is named by another hash than SHA-256. */
    private static Refusal unnamed(Artifact artifact, MalformedException why) {
        return switch (artifact) {
            case Artifact.Whole whole ->
                new Refusal(RefusalCode.ARTIFACT_NOT_SUBJECT, "a subject " + whole.digest(), why);
            case Artifact.Named named ->
                new Refusal(
                        RefusalCode.ARTIFACT_BYTES_NEEDED, "the artifact itself", "only its digest " + named.digest());
        };
    }

    private static Claim requireArtifact(BundleContent.Message message, Case given, Findings findings) {
        Digest artifact = given.artifact().digest();
        if (!message.artifact().equals(artifact)) {
            throw new Refusal(
                    RefusalCode.ARTIFACT_DIFFERS,
                    artifact.toString(),
                    message.artifact().toString());
        }
        findings.held(Check.Name.ARTIFACT, artifact.toString());
        return new Claim.Signed();
    }
}
