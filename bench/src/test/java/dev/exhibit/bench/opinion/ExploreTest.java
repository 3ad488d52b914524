package dev.exhibit.bench.opinion;

import dev.exhibit.crypto.key.CryptoProvider;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.Test;

class ExploreTest {
    @Test
    void explore() throws Exception {
        long seed = Long.getLong("seed", 1);
        int n = Integer.getInteger("n", 3000);
        for (String who : System.getProperty("who", "npm,java").split(",")) {
            List<Kind> kinds = who.equals("npm") ? List.of(Kind.values()) : List.of(Kind.IDENTITY_MESSAGE, Kind.IDENTITY_DSSE_AS_DSSE_V2, Kind.IDENTITY_MESSAGE_REKOR_V1, Kind.IDENTITY_DSSE_REKOR_V1);
            long t0 = System.nanoTime();
            List<Sample> samples = Samples.of(kinds, n, new SplittableRandom(seed));
            long t1 = System.nanoTime();
            OurJudge our = new OurJudge(new SignatureChecker(List.of(CryptoProvider.CORRETTO, CryptoProvider.JDK)), ThrowawaySigstore.NOW);
            List<Opinion> ours = samples.stream().map(s -> our.judge(s.question())).toList();
            long t2 = System.nanoTime();
            PeerProcess p = who.equals("npm") ? PeerProcess.npm(Path.of(System.getenv("EXHIBIT_PEERS"), "npm")) : PeerProcess.sigstoreJava();
            List<Opinion> theirs = p.ask(samples.stream().map(Sample::question).toList());
            long t3 = System.nanoTime();
            Comparison c = Comparison.of(who.equals("npm") ? Peer.NPM : Peer.SIGSTORE_JAVA, samples, ours, theirs);
            StringBuilder out = new StringBuilder(c.line() + " gen=" + (t1 - t0) / 1000000 + "ms ours=" + (t2 - t1) / 1000000 + "ms theirs=" + (t3 - t2) / 1000000 + "ms\n" + c.counts());
            c.unexplained().forEach(x -> out.append(x).append('\n'));
            c.explained().forEach((k, v) -> { out.append("== " + k + "\n"); v.stream().limit(25).forEach(x -> out.append("    " + x + "\n")); });
            Files.writeString(Path.of("/tmp/op-explore-" + who + ".txt"), out.toString());
        }
    }
}
