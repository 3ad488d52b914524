package dev.exhibit.bench.opinion;

import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** sigstore-java, in a JVM of its own, about bundles of the kinds that it reads. */
@Tag("proof")
class SigstoreJavaOpinionTest {
    private static final List<Kind> READ = List.of(
            Kind.IDENTITY_MESSAGE,
            Kind.IDENTITY_DSSE_AS_DSSE_V2,
            Kind.IDENTITY_MESSAGE_REKOR_V1,
            Kind.IDENTITY_DSSE_REKOR_V1);

    @Test
    void everyDisagreementIsExplained() {
        SecondOpinions.compare(Peer.SIGSTORE_JAVA, PeerProcess.sigstoreJava(), READ);
    }
}
