package dev.exhibit.crypto.verify;

import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.NOW;
import static dev.exhibit.crypto.throwaway.ThrowawaySigstore.SIGNED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.BundleContent;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.dsse.Envelope;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.tlog.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Too much of something, or something twice. What is just enough is taken, so that it is the count that is refused. */
class CountAttackTest extends Attacks {
    private static final int MOST = VerificationMaterial.MAX_ITEMS;

    private final Json.Obj genuine = sigstore.bundle(Kind.IDENTITY_MESSAGE).toJson();
    private final Json.Obj material = object(genuine, "verificationMaterial");

    private RefusalCode refusal(Json.Obj changed) {
        return refusal(
                CanonicalJson.of(genuine.with("verificationMaterial", changed)).bytes(), root, NOW);
    }

    private Outcome verdict(Bundle bundle) {
        return Mutation.judge(sigstore.verifier()).verdict(bundle.encode().bytes());
    }

    private VerificationMaterial byKey() {
        return VerificationMaterial.of(sigstore.managed.published().id());
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST + 1, 5000})
    void thousandsOfLogEntries(int count) {
        Json.Obj entry = (Json.Obj) items(material, "tlogEntries").getFirst();
        List<Json.Obj> entries = IntStream.range(0, count)
                .mapToObj(index -> entry.with("logIndex", Integer.toString(index)))
                .toList();
        assertThat(refusal(material.with("tlogEntries", Json.array(entries)))).isEqualTo(RefusalCode.BUNDLE_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST + 1, 5000})
    void thousandsOfTimestamps(int count) {
        List<Json.Obj> stamps = IntStream.range(0, count)
                .mapToObj(index ->
                        Json.object().with("signedTimestamp", StrictBase64.encode(Bytes.utf8("stamp " + index))))
                .toList();
        Json.Obj many = Json.object().with("rfc3161Timestamps", Json.array(stamps));
        assertThat(refusal(material.with("timestampVerificationData", many))).isEqualTo(RefusalCode.BUNDLE_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(ints = {Statement.MAX_SUBJECTS + 1, 5000})
    void thousandsOfSubjects(int count) {
        assertThat(refusal(new Bundle(byKey(), about(count)))).isEqualTo(RefusalCode.STATEMENT_MALFORMED);
    }

    @Test
    void asManyAsAreTaken() {
        assertThat(verdict(new Bundle(byKey(), about(Statement.MAX_SUBJECTS)))).isInstanceOf(Outcome.Verified.class);
        BundleContent.Message message = ThrowawaySigstore.message(sigstore.managed);
        VerificationMaterial most = byKey();
        for (int i = 0; i < MOST; i++) {
            Json.Obj spec = sigstore.managedSpecs().hashedRekordV2(message.artifact(), message.signature());
            LogEntry entry = sigstore.log.append("hashedrekord", spec, false);
            Bytes stamp = sigstore.timestamps.stamp(message.signature().bytes(), SIGNED.plusSeconds(i));
            most = most.with(entry).withTimestamp(stamp);
        }
        assertThat(verdict(new Bundle(most, message))).isInstanceOf(Outcome.Verified.class);
    }

    @Test
    void theSameLogEntryTwice() {
        Json entry = items(material, "tlogEntries").getFirst();
        assertThat(refusal(material.with("tlogEntries", Json.array(List.of(entry, entry)))))
                .isEqualTo(RefusalCode.BUNDLE_MALFORMED);
    }

    @Test
    void theSameTimestampTwice() {
        Json stamp = items(object(material, "timestampVerificationData"), "rfc3161Timestamps")
                .getFirst();
        Json.Obj twice = Json.object().with("rfc3161Timestamps", Json.array(List.of(stamp, stamp)));
        assertThat(refusal(material.with("timestampVerificationData", twice))).isEqualTo(RefusalCode.BUNDLE_MALFORMED);
    }

    @Test
    void theSameSubjectTwice() {
        Json.Obj statement = statement();
        Json subject = items(statement, "subject").getFirst();
        Json.Obj twice = statement.with("subject", Json.array(List.of(subject, subject)));
        assertThat(refusal(new Bundle(byKey(), signed(twice)))).isEqualTo(RefusalCode.STATEMENT_MALFORMED);
    }

    /** The artifact and others, written without our own encoder's limit. */
    private BundleContent about(int count) {
        List<Json.Obj> subjects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String hex = i == 0
                    ? ThrowawaySigstore.ARTIFACT.hex()
                    : Hashing.of(Bytes.utf8("file " + i)).hex();
            subjects.add(Json.object()
                    .with("name", "file " + i)
                    .with("digest", Json.object().with("sha256", hex)));
        }
        return signed(statement().with("subject", Json.array(subjects)));
    }

    private static Json.Obj statement() {
        Bytes encoded =
                ThrowawaySigstore.statement(ThrowawaySigstore.ARTIFACT).encode().bytes();
        return (Json.Obj) JsonReader.read(encoded, JsonLimits.STATEMENT);
    }

    private BundleContent signed(Json.Obj statement) {
        Bytes payload = CanonicalJson.of(statement).bytes();
        Bytes signed = Envelope.signedBytes(Envelope.IN_TOTO, payload);
        return new BundleContent.Dsse(new Envelope(Envelope.IN_TOTO, payload, sigstore.managed.sign(signed)));
    }
}
