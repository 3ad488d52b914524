package dev.exhibit.cli.demo;

import dev.exhibit.cli.command.ReplayCommand;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.client.Replayed;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.sbom.SliceRefusedException;
import dev.exhibit.crypto.sbom.SliceVerifier;
import dev.exhibit.crypto.verify.Claim;
import dev.exhibit.crypto.verify.Outcome;
import java.nio.file.Path;
import java.util.List;

/** The second half of the demo: what holds, and what is refused, when only files and the pinned key are left. */
final class OfflineProof {
    private static final String COMMITMENT = ".sbom-commitment";

    private final Narrator tell;
    private final DemoFolder folder;
    private final Judge verifier;
    private final Demo.Input input;
    private final Demo.Made made;

    /** The offline verifier, at the present time. */
    interface Judge {
        Outcome verify(Bytes bundle, Digest artifact);
    }

    OfflineProof(Narrator tell, DemoFolder folder, Judge verifier, Demo.Input input, Demo.Made made) {
        this.tell = tell;
        this.folder = folder;
        this.verifier = verifier;
        this.input = input;
        this.made = made;
    }

    void run() {
        tell.step("Verify offline, from files and what was pinned alone", this::verify);
        tell.step("Prove each part of the slice without the SBOM, by what was attested", this::prove);
        tell.step("Replay slice and explanation, byte for byte", this::replay);
        tell.step("Flip one byte, anywhere", this::refuseFlips);
    }

    private void verify() {
        Digest onDisk = Hashing.of(input.jar()).digest();
        for (Path bundle : List.of(input.bundle(""), input.bundle(".sbom"), input.bundle(COMMITMENT))) {
            switch (verifier.verify(Documents.read(bundle), onDisk)) {
                case Outcome.Verified verified ->
                    tell.good(bundle.getFileName() + ": " + verified.checks().size() + " checks");
                case Outcome.Refused refused ->
                    throw new IllegalStateException(
                            bundle + " is refused: " + refused.code().code());
            }
        }
    }

    private void prove() {
        SliceVerifier.Proven proven = proven(Documents.read(input.slice().file()));
        tell.good(proven.components() + " components and " + proven.edges() + " edges of "
                + proven.commitment().count() + " parts and edges in all");
    }

    private SliceVerifier.Proven proven(Bytes slice) {
        Outcome outcome = verifier.verify(Documents.read(input.bundle(COMMITMENT)), input.digest());
        if (outcome instanceof Outcome.Verified verified && verified.claim() instanceof Claim.Attested attested) {
            return SliceVerifier.verify(slice, Documents.read(input.slice().proof()), attested.statement());
        }
        throw new IllegalStateException("the commitment is refused");
    }

    private String refusedSlice() {
        try {
            proven(Tampering.flipped(Documents.read(input.slice().file())));
        } catch (SliceRefusedException refused) {
            return refused.code().code();
        }
        throw new IllegalStateException("a flipped byte in the slice was proven");
    }

    private void replay() {
        for (Digest record : List.of(made.slice().derivation(), made.explained().derivation())) {
            Replayed replayed = replayed(record);
            if (!replayed.identical()) {
                throw new IllegalStateException(
                        "the replay differs: " + replayed.difference().orElse(""));
            }
            tell.good("identical: " + replayed.output());
        }
    }

    private void refuseFlips() {
        Bytes bundle = made.provenance().bundle();
        Digest otherJar = Hashing.of(Tampering.flipped(input.jarBytes()));
        tell.refused("artifact", reason(verifier.verify(bundle, otherJar)));
        tell.refused("payload", reason(verifier.verify(Tampering.inPayload(bundle), input.digest())));
        tell.refused("signature", reason(verifier.verify(Tampering.inSignature(bundle), input.digest())));

        Digest slice = made.slice().slice();
        Bytes genuine = Documents.read(folder.evidence().file(slice).orElseThrow());
        folder.evidence().put(slice, Tampering.flipped(genuine));
        Replayed replayed = replayed(made.slice().derivation());
        folder.evidence().put(slice, genuine);
        if (replayed.identical()) {
            throw new IllegalStateException("a flipped byte in the slice went unnoticed");
        }
        tell.refused("slice", replayed.difference().orElse(""));
        tell.refused("slice, by its proof", refusedSlice());
        tell.refused("derivation record", refusedRecord());
    }

    private String refusedRecord() {
        Digest record = made.slice().derivation();
        Bytes genuine = Documents.read(folder.evidence().file(record).orElseThrow());
        folder.evidence().put(record, Tampering.flipped(genuine));
        try {
            replayed(record);
        } catch (CommandFailure refused) {
            return String.valueOf(refused.getMessage()).split(":", 2)[0];
        } finally {
            folder.evidence().put(record, genuine);
        }
        throw new IllegalStateException("a flipped byte in the derivation record went unnoticed");
    }

    private Replayed replayed(Digest record) {
        return ReplayCommand.offline(record, folder.evidence());
    }

    private static String reason(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Refused refused -> refused.code().code() + ", found " + refused.found();
            case Outcome.Verified ignored -> throw new IllegalStateException("a flipped byte went unnoticed");
        };
    }
}
