package dev.exhibit.crypto.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.VerificationMaterial;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.Mutants;
import dev.exhibit.crypto.throwaway.Splices;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import dev.exhibit.crypto.tlog.Checkpoint;
import dev.exhibit.crypto.tlog.InclusionProof;
import dev.exhibit.crypto.tlog.LogEntry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No bundle that is put together from two valid ones is accepted: whole members, parts of timestamps, certificates, log
 * entries and payloads, lines of checkpoints. What is itself valid is no splice: either of the two, or either of them
 * with some of its evidence left out.
 */
class SpliceTest {
    private static final ThrowawaySigstore SIGSTORE = new ThrowawaySigstore();
    private static final ThrowawaySigstore OTHER = new ThrowawaySigstore();
    private static final Bytes ELSEWHERE = Bytes.utf8("another artifact");
    private static final int SAMPLE = 31;
    private static final Mutation.Tally TALLY = new Mutation.Tally();

    @AfterAll
    static void report() {
        TALLY.print(SpliceTest.class);
    }

    private static Verifier verifier(Bundle bundle) {
        Verifier any = new Verifier(SIGSTORE.trust(), SIGSTORE.demands(), Mutation.FAST);
        Outcome outcome = Mutation.judge(any).verdict(bundle.encode().bytes());
        assertThat(outcome).isInstanceOf(Outcome.Verified.class);
        int times = ((Outcome.Verified) outcome).evidence().times().size();
        Demands asMuch =
                SIGSTORE.demands().atLeast(bundle.material().logEntries().size(), times, 1);
        return new Verifier(SIGSTORE.trust(), asMuch, Mutation.FAST);
    }

    /** By the same signer about another artifact and about this one, and by another Sigstore about this one. */
    private static List<Bundle> donors(Kind kind) {
        return List.of(SIGSTORE.bundle(kind, ELSEWHERE), SIGSTORE.bundle(kind), OTHER.bundle(kind));
    }

    private static Set<Bytes> valid(Bundle... bundles) {
        Set<Bytes> valid = new HashSet<>();
        for (Bundle bundle : bundles) {
            VerificationMaterial all = bundle.material();
            for (List<LogEntry> entries :
                    List.of(all.logEntries(), unwitnessed(all.logEntries()), List.<LogEntry>of())) {
                for (List<Bytes> stamps : List.of(all.timestamps(), List.<Bytes>of())) {
                    VerificationMaterial less = new VerificationMaterial(all.signer(), entries, stamps);
                    valid.add(new Bundle(less, bundle.content()).encode().bytes());
                }
            }
        }
        return valid;
    }

    private static List<LogEntry> unwitnessed(List<LogEntry> entries) {
        List<LogEntry> plain = new ArrayList<>();
        for (LogEntry entry : entries) {
            InclusionProof proof = entry.proof().orElseThrow();
            Checkpoint signed = proof.checkpoint().orElseThrow();
            Checkpoint bare = new Checkpoint(
                    signed.origin(),
                    signed.size(),
                    signed.root(),
                    signed.text(),
                    signed.signatures().subList(0, 1));
            plain.add(Attacks.with(
                    entry,
                    entry.index(),
                    entry.integratedTime(),
                    new InclusionProof(proof.index(), proof.root(), proof.size(), proof.hashes(), Optional.of(bare))));
        }
        return plain;
    }

    private static void refusesSplices(Kind kind, Kind donor, int step) {
        Bundle bundle = SIGSTORE.bundle(kind);
        Verifier verifier = verifier(bundle);
        List<Json> samePlace = new ArrayList<>();
        List<Json> anyPlace = new ArrayList<>(Splices.anyPlace(bundle.toJson(), bundle.toJson()));
        Set<Bytes> valid = new HashSet<>();
        for (Bundle other : donors(donor)) {
            samePlace.addAll(Splices.samePlace(bundle.toJson(), other.toJson()));
            anyPlace.addAll(Splices.anyPlace(bundle.toJson(), other.toJson()));
            valid.addAll(valid(bundle, other));
        }
        Mutation mutation =
                Mutation.of(kind + " with " + donor, verifier, TALLY).pardoning(valid::contains);
        mutation.refusesAll("same place", Mutants.documents(samePlace), step);
        mutation.refusesAll("any place", Mutants.documents(anyPlace), step);
    }

    @ParameterizedTest
    @EnumSource
    void noSampledSpliceIsAccepted(Kind kind) {
        List<Kind> kinds = List.of(Kind.values());
        refusesSplices(kind, kind, SAMPLE);
        refusesSplices(kind, kinds.get((kinds.indexOf(kind) + 1) % kinds.size()), SAMPLE);
    }

    @Tag("proof")
    @ParameterizedTest
    @EnumSource
    void noSpliceIsAccepted(Kind kind) {
        for (Kind donor : Kind.values()) {
            refusesSplices(kind, donor, 1);
        }
    }
}
