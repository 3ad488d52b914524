package dev.exhibit.cli.command;

import dev.exhibit.attestor.predicate.PredicateType;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.AttestOrder;
import dev.exhibit.client.Attested;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.Registration;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.PredicateTypes;
import dev.exhibit.crypto.intoto.References;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.sbom.SbomCommitment;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.sbom.SbomFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exhibit attest}. */
@Command(
        name = "attest",
        header = "Attest a claim about an artifact, and its SBOM, in one call.",
        description =
                "Sends the artifact's bytes, or says where they are; the service hashes them itself before it signs.")
public final class AttestCommand extends Subcommand {
    @Mixin
    private ArtifactOptions artifact = new ArtifactOptions();

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description =
                    "Type of the claim: a URI, or slsaprovenance1, vsa, svr, link, spdxjson, cyclonedx, sbom-commitment, cyclonedxvex,"
                            + " openvex, vulns, vuln, test-result, scai, release, reference, runtime-trace.")
    private @Nullable String type;

    @Option(names = "--predicate", paramLabel = "FILE", description = "The claim, JSON.")
    private @Nullable Path predicate;

    @Option(
            names = "--sbom",
            paramLabel = "FILE",
            description =
                    "Also attest this CycloneDX or SPDX SBOM and the commitment to its parts, and store it so that"
                            + " slices can be cut from it.")
    private @Nullable Path sbom;

    @Option(
            names = "--by-reference",
            description = "Store the claim or SBOM and sign its digest, as is done anyway with one above 16 MiB"
                    + " (predicate type reference).")
    private boolean byReference;

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "Where to write the bundle; NAME.TYPE.sigstore.json beside the artifact by default,"
                    + " in the current directory if that is elsewhere.")
    private @Nullable Path bundle;

    @Option(names = "--keep", description = "The service keeps the artifact's bytes as well.")
    private boolean keep;

    @Option(
            names = "--scan-allow",
            paramLabel = "RULE",
            description = "Pass over this rule of the scan of claims, if this identity may. May be repeated.")
    private List<String> scanAllow = new ArrayList<>();

    @Mixin
    private RequestName request = new RequestName();

    public AttestCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        // 1. Everything is read before anything is sent.
        ArtifactOptions.Chosen chosen = artifact.chosen();
        if (keep && chosen instanceof ArtifactOptions.Chosen.Remote) {
            throw CommandFailure.usage("--keep is about a FILE that is sent; what the service fetches is not kept");
        }
        List<Claim> claims = claims(request.givenOrRandom(), chosen);

        // 2. Each claim is attested; the service hashes the artifact each time.
        try (ExhibitClient client = session().connect()) {
            List<Json> results = new ArrayList<>();
            for (Claim claim : claims) {
                claim.referred().ifPresent(document -> client.putBlob(Hashing.of(document), document));
                Attested attested = attest(client, claim.order(), chosen);
                Documents.write(claim.target(), attested.bundle());
                claim.sbom().ifPresent(document -> {
                    if (claim.referred().isEmpty()) {
                        client.putBlob(Hashing.of(document), document);
                    }
                    registerSbom(client, document, attested);
                });
                results.add(show(claim, attested));
            }
            output().result(Json.object().with("attestations", Json.array(results)));
        }
        return ExitCode.DONE;
    }

    /**
     * One attestation to make.
     *
     * @param target where its bundle goes
     * @param sbom behind it, if there is one
     * @param referred the document that is signed by its digest alone, if it is
     */
    private record Claim(AttestOrder order, Path target, Optional<Bytes> sbom, Optional<Bytes> referred) {}

    private List<Claim> claims(String key, ArtifactOptions.Chosen chosen) {
        if ((type == null) != (predicate == null)) {
            throw CommandFailure.usage("--type and --predicate go together: a type and the claim itself");
        }
        List<Claim> claims = new ArrayList<>();
        if (type != null && predicate != null) {
            Bytes document = Documents.read(predicate);
            Path target = target(chosen, "." + alias(type), bundle);
            claims.add(
                    isReferred(document)
                            ? referred(key, chosen, uri(type), predicate, document, target, Optional.empty())
                            : new Claim(
                                    order(key, chosen, uri(type), document),
                                    target,
                                    Optional.empty(),
                                    Optional.empty()));
        }
        if (sbom != null) {
            Bytes document = Documents.read(sbom);
            SbomDocument parsed = SbomDocument.parse(document);
            String uri = predicateType(parsed.format());
            Path target = target(chosen, ".sbom", claims.isEmpty() ? bundle : null);
            claims.add(
                    isReferred(document)
                            ? referred(key + ".sbom", chosen, uri, sbom, document, target, Optional.of(document))
                            : new Claim(
                                    order(key + ".sbom", chosen, uri, document),
                                    target,
                                    Optional.of(document),
                                    Optional.empty()));
            Bytes commitment = SbomCommitment.of(parsed, Hashing.of(document)).bytes();
            AttestOrder second = order(key + ".commitment", chosen, PredicateTypes.SBOM_COMMITMENT, commitment);
            claims.add(new Claim(second, target(chosen, ".sbom-commitment", null), Optional.empty(), Optional.empty()));
        }
        if (claims.isEmpty()) {
            throw CommandFailure.usage("nothing to attest: give --type and --predicate, or --sbom");
        }
        return claims;
    }

    private boolean isReferred(Bytes document) {
        return byReference || document.size() > JsonLimits.PREDICATE.bytes();
    }

    /** The document is stored, and what is signed names its digest and where to fetch it. */
    private Claim referred(
            String key,
            ArtifactOptions.Chosen chosen,
            String uri,
            Path file,
            Bytes document,
            Path target,
            Optional<Bytes> storedAsSbom) {
        Digest digest = Hashing.of(document);
        String server =
                session().contexts().required().server().orElseThrow().address().toString();
        Json.Obj predicate = References.predicate(
                server,
                new References.Document(
                        String.valueOf(file.getFileName()),
                        server + "/v1/blobs/" + digest,
                        digest,
                        mediaType(uri),
                        uri));
        return new Claim(
                new AttestOrder(key, chosen.name(), chosen.digest(), PredicateTypes.REFERENCE, predicate, scanAllow),
                target,
                storedAsSbom,
                Optional.of(document));
    }

    private static String mediaType(String uri) {
        return switch (uri) {
            case PredicateTypes.CYCLONEDX_BOM -> SbomFormat.CYCLONEDX.mediaType();
            case PredicateTypes.SPDX_DOCUMENT -> SbomFormat.SPDX.mediaType();
            default -> "application/json";
        };
    }

    private AttestOrder order(String key, ArtifactOptions.Chosen chosen, String uri, Bytes document) {
        if (!(JsonReader.read(document, JsonLimits.PREDICATE) instanceof Json.Obj claim)) {
            throw CommandFailure.usage("a predicate is a JSON object");
        }
        return new AttestOrder(key, chosen.name(), chosen.digest(), uri, claim, scanAllow);
    }

    private static String predicateType(SbomFormat format) {
        return switch (format) {
            case CYCLONEDX -> PredicateTypes.CYCLONEDX_BOM;
            case SPDX -> PredicateTypes.SPDX_DOCUMENT;
        };
    }

    private static Path target(ArtifactOptions.Chosen chosen, String infix, @Nullable Path wanted) {
        return Optional.ofNullable(wanted).orElseGet(() -> chosen.bundle(infix + ".sigstore.json"));
    }

    private Attested attest(ExhibitClient client, AttestOrder order, ArtifactOptions.Chosen chosen) {
        return switch (chosen) {
            case ArtifactOptions.Chosen.Local local -> client.attest(order, local.file(), keep);
            case ArtifactOptions.Chosen.Remote remote -> client.attest(order, remote.source());
        };
    }

    /** The short name of a known type, for the bundle's file name. */
    private static String alias(String type) {
        return PredicateType.find(uri(type)).map(PredicateType::alias).orElse("attestation");
    }

    private static String uri(String type) {
        if (type.contains(":")) {
            return type;
        }
        return Arrays.stream(PredicateType.values())
                .filter(known -> known.alias().equals(type))
                .map(PredicateType::uri)
                .findFirst()
                .orElseThrow(() -> CommandFailure.usage("unknown type '" + type + "'; known: "
                        + Arrays.stream(PredicateType.values())
                                .map(PredicateType::alias)
                                .collect(Collectors.joining(", "))));
    }

    private static void registerSbom(ExhibitClient client, Bytes document, Attested attested) {
        client.register(new Registration(
                Hashing.of(document),
                "sbom",
                SbomDocument.parse(document).format().mediaType(),
                List.of(attested.artifact()),
                List.of(new Registration.Link("attested-by", attested.evidence()))));
    }

    private Json show(Claim claim, Attested attested) {
        output().line(output().strong(claim.order().predicateType()));
        output().field("artifact", attested.artifact());
        output().field("evidence", attested.evidence());
        output().field("checked", attested.checked());
        output().field("key", attested.keyId());
        output().field("bundle", claim.target());
        return Json.object()
                .with("predicateType", claim.order().predicateType())
                .with("artifact", attested.artifact().toString())
                .with("evidence", attested.evidence().toString())
                .with("checked", attested.checked())
                .with("keyId", attested.keyId())
                .with("bundle", claim.target().toString());
    }
}
