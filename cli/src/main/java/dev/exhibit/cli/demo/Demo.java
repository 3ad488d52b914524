package dev.exhibit.cli.demo;

import dev.exhibit.cli.BuildFacts;
import dev.exhibit.cli.command.Session;
import dev.exhibit.cli.context.Connections;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Contexts;
import dev.exhibit.cli.serve.DataDirectory;
import dev.exhibit.cli.serve.Logging;
import dev.exhibit.cli.serve.Platform;
import dev.exhibit.cli.serve.RunningService;
import dev.exhibit.cli.serve.Wiring;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.Output;
import dev.exhibit.cli.verify.SliceFile;
import dev.exhibit.client.AttestOrder;
import dev.exhibit.client.Attested;
import dev.exhibit.client.Derived;
import dev.exhibit.client.EvidenceRecord;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Explanations.Explained;
import dev.exhibit.client.Registration;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.sbom.SbomCommitment;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.verify.Artifact;
import dev.exhibit.crypto.verify.Demands;
import dev.exhibit.crypto.verify.Trust;
import dev.exhibit.crypto.verify.Verifier;
import java.nio.file.Path;
import java.util.List;

/** The demo's steps, in order. Any of them that does not hold ends it with an exception. */
final class Demo {
    private static final String SBOM_TYPE = "application/vnd.cyclonedx+json";
    private static final int MANY = 10_000;
    private static final String TRUSTED_ROOT = "trusted_root.json";
    private static final String PAGE = "explanation.html";
    private static final String SIGNING_KEY = "signing-key.pem";

    private final Session session;
    private final Platform platform;
    private final DemoFolder folder;
    private final Narrator tell;

    Demo(Session session, Platform platform, DemoFolder folder) {
        this.session = session;
        this.platform = platform;
        this.folder = folder;
        this.tell = new Narrator(session.output(), platform.clock());
    }

    /**
     * What is attested.
     *
     * @param jar a copy of the program's own jar
     * @param jarBytes its bytes
     * @param digest their digest
     * @param sbom the bill of materials that the build wrote
     */
    record Input(Path jar, Bytes jarBytes, Digest digest, Bytes sbom) {
        /** The file of a bundle about the jar. */
        Path bundle(String infix) {
            return jar.resolveSibling(jar.getFileName() + infix + ".sigstore.json");
        }

        /** The file of the slice. */
        SliceFile slice() {
            return new SliceFile(jar.resolveSibling("slice.cdx.json"));
        }
    }

    /**
     * What the service made of it.
     *
     * @param provenance how the jar was built
     * @param slice why one dependency is in it
     * @param explained how that stands to an advisory
     */
    record Made(Attested provenance, Derived slice, Explained explained) {}

    void run() {
        Input input = tell.step(
                "The artifact: this program's own jar, and the bill of materials its build wrote", this::input);
        DataDirectory data = new DataDirectory(folder.server());
        RunningService service = tell.step("Start the service on an empty folder", () -> start(data));
        Context auditor;
        try (service) {
            Context pipeline = Contexts.read(data.context("pipeline"));
            auditor = Contexts.read(data.context("auditor"));
            writeTrust(auditor);
            Made made;
            try (ExhibitClient client = Connections.open(pipeline)) {
                made = make(client, input);
            }
            try (ExhibitClient client = Connections.open(auditor)) {
                tell.step("As the auditor: fetch all evidence by the jar's digest", () -> fetch(client, input));
            }
            tell.step("Stop the service", () -> stop(service));
            new OfflineProof(tell, folder, judge(auditor), input, made).run();
        }
        farewell(auditor, input);
    }

    private Input input() {
        Path program = BuildFacts.programJar();
        Path jar = folder.file(String.valueOf(program.getFileName()));
        Bytes bytes = Documents.read(program);
        Documents.write(jar, bytes);
        Bytes sbom = Documents.read(
                program.resolveSibling("..").resolve("sbom.cdx.json").normalize());
        Digest digest = Hashing.of(bytes);
        tell.fact("jar", jar.getFileName() + ", " + bytes.size() + " bytes");
        tell.fact("digest", digest);
        tell.fact("SBOM", components(sbom).size() + " components, " + sbom.size() + " bytes");
        return new Input(jar, bytes, digest, sbom);
    }

    /** For verifiers of others, which want them as files. */
    private void writeTrust(Context auditor) {
        Trust trust = auditor.pins().trust();
        Documents.write(folder.file(TRUSTED_ROOT), trust.root().encode().bytes());
        trust.keys().forEach(key -> Documents.write(folder.file(SIGNING_KEY), Bytes.utf8(key.toPem())));
    }

    private RunningService start(DataDirectory data) {
        Logging.to(folder.file("service.log"));
        RunningService service = Wiring.start(DemoSettings.of(), data, platform, tell::event);
        tell.fact("listens", service.address() + ", TLS 1.3, client certificate required");
        return service;
    }

    private Made make(ExhibitClient client, Input input) {
        Attested provenance = tell.step(
                "As the pipeline: attest how the jar was built",
                () -> attest(
                        client,
                        input,
                        PredicateTypes.SLSA_PROVENANCE,
                        BuildProvenance.predicate(BuildFacts.read(), input.sbom()),
                        ""));
        tell.step("Attest what is in it, and store the bill of materials", () -> {
            Json.Obj predicate = (Json.Obj) JsonReader.read(input.sbom(), JsonLimits.DOCUMENT);
            Attested attested = attest(client, input, PredicateTypes.CYCLONEDX_BOM, predicate, ".sbom");
            storeSbom(client, input, attested);
            SbomCommitment commitment = SbomCommitment.of(SbomDocument.parse(input.sbom()), Hashing.of(input.sbom()));
            attest(client, input, PredicateTypes.SBOM_COMMITMENT, commitment.toJson(), ".sbom-commitment");
        });
        Derived slice = tell.step("Cut the slice of one dependency: why is it in there?", () -> slice(client, input));
        Explained explained = tell.step(
                "Ask how the slice stands to an advisory, and keep what led to the verdict",
                () -> new Explaining(client, tell, input.digest()).run(slice, folder.file(PAGE)));
        return new Made(provenance, slice, explained);
    }

    private Attested attest(ExhibitClient client, Input input, String type, Json.Obj predicate, String infix) {
        String name = String.valueOf(input.jar().getFileName());
        Attested attested = client.attest(
                new AttestOrder("demo-" + platform.ids().get(), name, input.digest(), type, predicate),
                input.jar(),
                false);
        Documents.write(input.bundle(infix), attested.bundle());
        tell.fact("claim", type);
        tell.fact("hashed", "by the service itself: " + attested.artifact());
        tell.fact("evidence", attested.evidence());
        return attested;
    }

    private void storeSbom(ExhibitClient client, Input input, Attested attested) {
        Digest digest = Hashing.of(input.sbom());
        client.putBlob(digest, input.sbom());
        client.register(new Registration(
                digest,
                "sbom",
                SBOM_TYPE,
                List.of(input.digest()),
                List.of(new Registration.Link("attested-by", attested.evidence()))));
        tell.fact("SBOM", digest);
    }

    private Derived slice(ExhibitClient client, Input input) {
        String component = components(input.sbom()).stream()
                .filter(purl -> purl.contains("/jackson-core@"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the SBOM has no jackson-core"));
        Derived derived = client.slice(Hashing.of(input.sbom()), component);
        tell.fact("component", component);
        tell.fact("slice", derived.slice() + ", " + derived.components() + " components");
        tell.fact("record", derived.derivation());
        SliceFile file = input.slice();
        Documents.write(file.file(), client.blob(derived.slice()));
        Documents.write(file.proof(), client.blob(derived.proof()));
        return derived;
    }

    private void fetch(ExhibitClient client, Input input) {
        for (EvidenceRecord record : client.evidenceOf(input.digest())) {
            Bytes bytes = client.blob(record.digest());
            folder.evidence().put(record.digest(), bytes);
            tell.fact(record.kind(), record.digest());
        }
    }

    /** With what the auditor pinned, and nothing else; log and timestamp demanded. */
    private OfflineProof.Judge judge(Context auditor) {
        Verifier verifier = new Verifier(auditor.pins().trust(), Demands.ofService(), SignatureChecker.standard());
        return (bundle, artifact) -> verifier.verify(
                bundle, new Artifact.Named(artifact), platform.clock().instant());
    }

    private void stop(RunningService service) {
        service.close();
        tell.fact("now", "nothing listens on " + service.address() + "; only files are left");
    }

    private void farewell(Context auditor, Input input) {
        boolean current = DemoContext.pin(session.contexts(), auditor);
        Output output = session.output();
        output.line("");
        output.line(output.strong("All of it held, in " + tell.elapsedMillis() + " ms."));
        output.line("");
        output.line("Files      " + folder.root());
        output.line("Look       open " + folder.file(PAGE) + " in a browser");
        output.line("Try        " + DemoContext.prefix(current) + session.command() + " verify " + input.jar());
        output.line("Elsewhere  cosign verify-blob-attestation --bundle " + input.bundle("") + " --key "
                + folder.file(SIGNING_KEY) + " --trusted-root " + folder.file(TRUSTED_ROOT)
                + " --use-signed-timestamps --type slsaprovenance1 " + input.jar());
        output.line("Spoil it   printf x >> " + input.jar() + ", and verify again");
        output.line("Go on      " + session.command() + " serve --data my-exhibit");
        output.result(Json.object()
                .with("artifact", input.digest().toString())
                .with("folder", folder.root().toString())
                .with("steps", tell.steps())
                .with("milliseconds", tell.elapsedMillis()));
    }

    private static List<String> components(Bytes sbom) {
        return JsonReader.readObject(sbom, JsonLimits.DOCUMENT).objects("components", MANY).stream()
                .map(component -> component.text("purl"))
                .toList();
    }
}
