package dev.exhibit.attestor;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.policy.JudgedSummary;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps in memory what a store would keep. */
final class FakeEvidence implements EvidencePort {
    final Set<Digest> artifacts = ConcurrentHashMap.newKeySet();
    final List<Bytes> attestations = Collections.synchronizedList(new ArrayList<>());
    boolean failsToStore;

    Digest artifact(Digest digest) {
        if (!artifacts.contains(digest)) {
            throw new ProblemException(ProblemCode.ARTIFACT_UNAVAILABLE, digest + " is not stored");
        }
        return digest;
    }

    @Override
    public void keepArtifact(Call call, Digest expected, InputStream bytes) {
        Digest found = Hashing.of(bytes).digest();
        if (!found.equals(expected)) {
            throw new ProblemException(ProblemCode.DIGEST_MISMATCH, "found " + found);
        }
        artifacts.add(found);
    }

    @Override
    public SortedSet<Digest> missing(Call call, SortedSet<Digest> documents) {
        SortedSet<Digest> missing = new TreeSet<>(documents);
        missing.removeAll(artifacts);
        return missing;
    }

    @Override
    public Digest storeAttestation(Call call, Bytes bundle) {
        if (failsToStore) {
            throw new ProblemException(ProblemCode.UNAVAILABLE, "the store is down");
        }
        attestations.add(bundle);
        return Hashing.of(bundle);
    }

    @Override
    public Digest storeSummary(Call call, JudgedSummary.Question question, Digest statement) {
        Statement again =
                JudgedSummary.of(question, SignatureChecker.standard()).statement();
        if (!Hashing.of(again.encode().bytes()).equals(statement)) {
            throw new IllegalStateException("another summary was signed");
        }
        return Hashing.of(Bytes.utf8("record of " + statement));
    }
}
