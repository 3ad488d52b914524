package dev.exhibit.evidence;

import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.encoding.MalformedException.Reason;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a piece of evidence is. */
public enum EvidenceKind {
    /** A CycloneDX or SPDX document as its maker wrote it. */
    SBOM(Maker.CALLER),
    /** What such a document says, in one form; its digest is the semantic digest. */
    SBOM_CANONICAL(Maker.SERVICE),
    /** The Merkle root over all parts and edges of an SBOM. */
    SBOM_COMMITMENT(Maker.SERVICE),
    /** A slice that this service cut from an SBOM. */
    SBOM_SLICE(Maker.SERVICE),
    /** That a slice has only what was committed to. */
    SBOM_SLICE_PROOF(Maker.SERVICE),
    /** An OSV document: one advisory, or an array of them. */
    ADVISORY(Maker.CALLER),
    /** An OpenVEX or CycloneDX document as its maker wrote it. */
    VEX(Maker.CALLER),
    /** One statement of such a document, as this service split it. */
    VEX_OBSERVATION(Maker.SERVICE),
    /** A rule book, or a verification policy. */
    POLICY(Maker.CALLER),
    /** A verdict and all that led to it, as this service derived it. */
    EXPLAIN_TRACE(Maker.SERVICE),
    /** A bundle that this service made. */
    ATTESTATION(Maker.SERVICE),
    /** What this service derived from what. */
    DERIVATION(Maker.SERVICE),
    OTHER(Maker.CALLER);

    private enum Maker {
        CALLER,
        SERVICE
    }

    private final Maker maker;

    EvidenceKind(Maker maker) {
        this.maker = maker;
    }

    /** @throws MalformedException for a name that is none of these */
    public static EvidenceKind parse(String wire) {
        return Arrays.stream(values())
                .filter(kind -> kind.wire().equals(wire))
                .findFirst()
                .orElseThrow(() -> new MalformedException(
                        Reason.BAD_VALUE,
                        "expected one of "
                                + Arrays.stream(values())
                                        .map(EvidenceKind::wire)
                                        .collect(Collectors.joining(", "))));
    }

    /** The name in documents, for example {@code sbom-slice}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether the service makes such evidence itself, so that no caller may claim to have some. */
    public boolean isMadeHere() {
        return maker == Maker.SERVICE;
    }
}
