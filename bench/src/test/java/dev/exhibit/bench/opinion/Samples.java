package dev.exhibit.bench.opinion;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Bundles to be judged: all forgeries, then changed bundles until there are enough. The seed decides what is done and
 * where; keys and signatures are fresh each time.
 */
final class Samples {
    private static final int FRESH = 3;

    private final ThrowawaySigstore sigstore = new ThrowawaySigstore();
    private final ThrowawaySigstore other = new ThrowawaySigstore();
    private final Asking asking = new Asking(sigstore);
    private final Map<Kind, List<Bundle>> genuine = new EnumMap<>(Kind.class);
    private final List<Json> donors = new ArrayList<>();
    private final RandomGenerator random;
    private final Mutator mutator;
    private final List<Sample> samples = new ArrayList<>();

    private Samples(RandomGenerator random) {
        this.random = random;
        this.mutator = new Mutator(random);
        for (Kind kind : Kind.values()) {
            List<Bundle> fresh = new ArrayList<>();
            for (int i = 0; i < FRESH; i++) {
                fresh.add(sigstore.bundle(kind));
            }
            genuine.put(kind, fresh);
            donors.add(sigstore.bundle(kind, Bytes.utf8("another artifact")).toJson());
            donors.add(other.bundle(kind).toJson());
        }
    }

    /**
     * @param kinds what changed bundles are made from
     * @param count how many in all
     * @param random decides
     */
    static List<Sample> of(List<Kind> kinds, int count, RandomGenerator random) {
        Samples made = new Samples(random);
        new Forgeries(made.sigstore, made.asking).all().forEach(made::add);
        while (made.samples.size() < count) {
            made.addChanged(kinds.get(made.samples.size() % kinds.size()));
        }
        return made.samples;
    }

    private void add(Forgeries.Forgery forgery) {
        samples.add(new Sample(samples.size(), forgery.kind(), forgery.name(), "", forgery.question()));
    }

    private void addChanged(Kind kind) {
        Bundle bundle = genuine.getOrDefault(kind, List.of()).get(random.nextInt(FRESH));
        Mutation mutation = mutate(bundle.toJson());
        Question question = asking.genuine(bundle).about(mutation.document());
        samples.add(new Sample(samples.size(), kind.name(), mutation.change(), mutation.place(), question));
    }

    private Mutation mutate(Json bundle) {
        int percent = random.nextInt(100);
        if (percent < 2) {
            return new Mutation("nothing", "", Mutator.bytes(bundle));
        }
        if (percent < 12) {
            return mutator.raw(bundle);
        }
        if (percent < 18) {
            return mutator.splice(bundle, donors.get(random.nextInt(donors.size())));
        }
        if (percent < 58) {
            return mutator.decoded(bundle);
        }
        if (percent < 68) {
            return mutator.respelledBase64(bundle);
        }
        if (percent < 82) {
            return mutator.text(bundle);
        }
        return percent < 93 ? mutator.structure(bundle) : mutator.spelling(bundle);
    }
}
