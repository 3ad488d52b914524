package dev.exhibit.evidence.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.database.Database;
import dev.exhibit.boundary.database.TestDatabase;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.evidence.DeriveSlice;
import dev.exhibit.evidence.EvidenceIndex;
import dev.exhibit.evidence.EvidenceKind;
import dev.exhibit.evidence.FetchBlob;
import dev.exhibit.evidence.FindEvidence;
import dev.exhibit.evidence.LongDocuments;
import dev.exhibit.evidence.RegisterEvidence;
import dev.exhibit.evidence.Registration;
import dev.exhibit.evidence.ReplayDerivation;
import dev.exhibit.evidence.Samples;
import dev.exhibit.evidence.StoreBlob;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.blob.BlobStore;
import dev.exhibit.evidence.blob.ChunkedBlobs;
import dev.exhibit.evidence.blob.DirectoryObjects;
import dev.exhibit.evidence.blob.ObjectStore;
import dev.exhibit.evidence.blob.Quarantine;
import dev.exhibit.evidence.derive.Functions;
import dev.exhibit.evidence.slice.Question;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What another tenant has and what nobody has are looked for by the same statements: time does not tell them apart. */
class ForeignStatementsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase(PostgresEvidenceIndex.ROOM);

    private static final Bytes SBOM = TestData.read("sbom/nested.cdx.json");
    private static final Digest MISSING = Hashing.of(Bytes.utf8("what nobody has"));

    private final List<String> statements = new ArrayList<>();
    private final EvidenceIndex index = new PostgresEvidenceIndex(new Recording(DATABASE.database(), statements));
    private final Limits limits = Limits.defaults();
    private final LongDocuments documents = new LongDocuments(Duration.ZERO);
    private final InstantSource clock = InstantSource.fixed(Samples.NOON);
    private final Call owner = Samples.call("foreign-owner");
    private final Call stranger = Samples.call("foreign-stranger");
    private final BlobStore blobs;

    ForeignStatementsTest(@TempDir Path folder) {
        ObjectStore objects = DirectoryObjects.open(folder.resolve("blobs"), UUID::randomUUID);
        this.blobs = new ChunkedBlobs(objects, new Quarantine(objects, found -> {}));
    }

    /** Notes the text of each statement. */
    private record Recording(Database database, List<String> statements) implements Database {
        @Override
        public <T> T inTenant(TenantId tenant, Function<Handle, T> work) {
            return database.inTenant(tenant, handle -> {
                handle.getConfig(SqlStatements.class).setSqlLogger(new SqlLogger() {
                    @Override
                    public void logBeforeExecution(StatementContext context) {
                        statements.add(context.getRenderedSql());
                    }
                });
                return work.apply(handle);
            });
        }

        @Override
        public void close() {
            database.close();
        }
    }

    @Test
    void foreignAndMissingRunTheSameStatements() {
        FetchBlob fetch = new FetchBlob(blobs, index);
        FindEvidence find = new FindEvidence(index);
        RegisterEvidence register = new RegisterEvidence(blobs, index, documents, limits, clock);
        new StoreBlob(blobs, index, limits, clock).put(owner, Hashing.of(SBOM), SBOM.open());
        register.register(owner, registration(Hashing.of(SBOM)));

        Map<String, BiConsumer<Call, Digest>> questions = new LinkedHashMap<>();
        questions.put("blob", fetch::get);
        questions.put("evidence", find::byDigest);
        questions.put("attestation", (call, id) -> find.byDigest(call, id, EvidenceKind.ATTESTATION));
        questions.put("artifact", find::ofArtifact);
        questions.put("register", (call, id) -> register.register(call, registration(id)));
        questions.put(
                "slice",
                (call, id) ->
                        new DeriveSlice(blobs, index, documents, limits, clock).derive(call, id, Question.why("x")));
        questions.put(
                "replay",
                (call, id) ->
                        new ReplayDerivation(blobs, index, Functions.standard(), documents, limits).replay(call, id));

        questions.forEach((name, question) -> {
            List<String> foreign = asked(question, Hashing.of(SBOM));
            assertThat(foreign).as(name).isNotEmpty().isEqualTo(asked(question, MISSING));
        });
    }

    private List<String> asked(BiConsumer<Call, Digest> question, Digest id) {
        statements.clear();
        try {
            question.accept(stranger, id);
        } catch (ProblemException refused) {
            // As it should be, but for lists, which are empty.
        }
        return List.copyOf(statements);
    }

    private static Registration registration(Digest digest) {
        return Registration.of(
                digest, EvidenceKind.SBOM, Samples.JSON, Set.of(Samples.digest("foreign jar")), Set.of());
    }
}
