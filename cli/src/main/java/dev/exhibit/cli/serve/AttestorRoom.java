package dev.exhibit.cli.serve;

import dev.exhibit.attestor.Attestor;
import dev.exhibit.attestor.http.AttestorRoutes;
import dev.exhibit.attestor.http.VerificationRoutes;
import dev.exhibit.attestor.verify.SummarizeVerification;
import dev.exhibit.attestor.verify.VerifyEvidence;
import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.http.Route;
import dev.exhibit.boundary.verify.BundleMaker;
import java.util.List;
import java.util.stream.Stream;

/** Attestations and verifications, put together. */
final class AttestorRoom {
    private final AttestorRoutes attestations;
    private final VerificationRoutes verifications;

    /** @param installation its name, by which it is known as a verifier */
    AttestorRoom(
            SignerRoom signer,
            EvidenceRoom evidence,
            TimeRoom time,
            BundleMaker bundles,
            String installation,
            Limits limits,
            Platform platform) {
        Attestor attestor = new Attestor(
                new LocalSigning(signer.signer),
                new LocalEvidence(evidence.storeBlob, evidence.storeAttestation),
                bundles);
        VerifyEvidence verify = new VerifyEvidence(
                new LocalVerification(time::trust, signer.keys::list, evidence.fetchBlob),
                time.checker,
                platform.clock());
        this.attestations = new AttestorRoutes(attestor, limits);
        this.verifications = new VerificationRoutes(
                verify,
                new SummarizeVerification(verify, attestor, "https://verifier." + installation + ".exhibit.internal"),
                limits,
                platform.clock());
    }

    List<Route> routes() {
        return Stream.of(attestations.routes(), verifications.routes())
                .flatMap(List::stream)
                .toList();
    }
}
