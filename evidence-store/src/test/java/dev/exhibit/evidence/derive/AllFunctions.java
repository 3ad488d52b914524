package dev.exhibit.evidence.derive;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.sbom.SbomDocument;
import dev.exhibit.crypto.throwaway.RandomSbom;
import dev.exhibit.evidence.TestData;
import dev.exhibit.evidence.policy.RuleBook;
import dev.exhibit.evidence.slice.Cut;
import dev.exhibit.evidence.slice.Question;
import dev.exhibit.evidence.vex.VexDocument;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Every function over random SBOMs and the case of {@code testdata/explain}, in a runtime of its own; says the SHA-256 of all
 * outputs. Arguments: how many SBOMs, how many threads, a seed for the order of what has none.
 */
final class AllFunctions {
    private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");
    private static final int PACKAGES = 10;

    private AllFunctions() {}

    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        int count = Integer.parseInt(arguments[0]);
        long order = Long.parseLong(arguments[2]);
        List<Future<Digest>> outputs = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(Integer.parseInt(arguments[1]))) {
            for (long seed = 0; seed < count; seed++) {
                long sbom = seed;
                outputs.add(threads.submit(() -> ofSbom(RandomSbom.of(new Random(sbom)), new Random(order + sbom))));
            }
        }
        List<Bytes> all = new ArrayList<>();
        for (Future<Digest> output : outputs) {
            all.add(output.get().bytes());
        }
        all.add(ofCase(new Random(order)).bytes());
        System.out.println(Hashing.of(Bytes.concat(all.toArray(Bytes[]::new))));
    }

    /** What does not depend on the order of the document is asked of one in another order. */
    private static Digest ofSbom(RandomSbom sbom, Random order) {
        Bytes bytes = sbom.bytes();
        Bytes permuted = sbom.permuted(order);
        Digest source = Hashing.of(bytes);
        Bytes slice = Cut.of(
                        SbomDocument.parse(permuted),
                        new Question.About(sbom.refs().getFirst(), Question.Kind.DEPENDENCIES))
                .sliceOf(source)
                .bytes();
        List<Bytes> outputs = new ArrayList<>(List.of(
                new SbomCanonicalFunction().apply(SbomCanonicalFunction.inputs(permuted), Json.object()),
                new SbomCommitmentFunction().apply(SbomCommitmentFunction.inputs(bytes), Json.object()),
                slice,
                new SliceProofFunction().apply(SliceProofFunction.inputs(bytes, slice), Json.object())));
        if (bytes.asLenientText().contains("CycloneDX")) {
            List<Bytes> advisories = advisories();
            Collections.shuffle(advisories, order);
            outputs.add(explain(bytes, advisories, List.of(), RuleBook.standard()));
        }
        return digest(outputs);
    }

    private static Digest ofCase(Random order) {
        List<Bytes> observations = new ArrayList<>();
        List<Bytes> outputs = new ArrayList<>();
        for (String name : List.of("explain/app.openvex.json", "explain/app.vex.cdx.json")) {
            Bytes document = TestData.read(name);
            outputs.add(new VexSplitFunction().apply(VexSplitFunction.inputs(document), Json.object()));
            VexDocument.parse(document).observations().forEach(observation -> observations.add(observation.bytes()));
        }
        Collections.shuffle(observations, order);
        outputs.add(explain(
                TestData.read("explain/app.cdx.json"),
                List.of(TestData.read("explain/advisories.osv.json")),
                observations,
                TestData.read("explain/acme.rules.json")));
        return digest(outputs);
    }

    private static Bytes explain(Bytes sbom, List<Bytes> advisories, List<Bytes> observations, Bytes book) {
        return new ExplainFunction()
                .apply(
                        ExplainFunction.inputs(sbom, book, advisories, observations),
                        ExplainFunction.parameters(TIME, new TreeSet<>()));
    }

    private static List<Bytes> advisories() {
        return IntStream.range(0, PACKAGES)
                .mapToObj(n -> Bytes.utf8(
                        "{\"id\":\"A-" + n + "\",\"modified\":\"2026-01-01T00:00:00Z\",\"affected\":[{\"package\":"
                                + "{\"ecosystem\":\"Maven\",\"name\":\"org.g" + n % 3 + ":n" + n
                                + "\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"0\"},{\"fixed\":\"1."
                                + n
                                + "\"}]}]}]}"))
                .collect(ArrayList::new, ArrayList::add, ArrayList::addAll);
    }

    private static Digest digest(List<Bytes> outputs) {
        return Hashing.of(Bytes.concat(
                outputs.stream().map(output -> Hashing.of(output).bytes()).toArray(Bytes[]::new)));
    }
}
