package dev.exhibit.bench.opinion;

import dev.exhibit.bench.opinion.Forgeries.Forgery;
import dev.exhibit.crypto.bundle.Bundle;
import dev.exhibit.crypto.bundle.VerificationMaterial.Signer;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Der;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.encoding.StrictBase64;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore;
import dev.exhibit.crypto.throwaway.ThrowawaySigstore.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Genuine bundles with one value changed that no signature covers: what chance finds too rarely. */
final class ForgedDocuments {
    private static final String ENTRY = "/verificationMaterial/tlogEntries/0";
    private static final String CERTIFICATE = "/verificationMaterial/certificate/rawBytes";
    private static final String TIMESTAMP =
            "/verificationMaterial/timestampVerificationData/rfc3161Timestamps/0/signedTimestamp";

    /** 2^40 - 1: odd after each halving, so that a sloppy check goes left at each step, as for the last entry. */
    private static final String FAR_OUTSIDE = "1099511627775";

    /** ecdsa-with-SHA256 as an OBJECT IDENTIFIER, and a stranger. */
    private static final String ECDSA = "06082a8648ce3d040302";

    private static final String NO_ALGORITHM = "06082a8649ce3d040302";
    private static final String SIGNED_DATA = "06092a864886f70d010702";
    private static final String OTHER_CONTENT = "06092a864886f70d010902";

    private final ThrowawaySigstore sigstore;
    private final Asking asking;
    private final List<Forgery> all = new ArrayList<>();

    ForgedDocuments(ThrowawaySigstore sigstore, Asking asking) {
        this.sigstore = sigstore;
        this.asking = asking;
    }

    List<Forgery> all() {
        Kind old = Kind.IDENTITY_MESSAGE_REKOR_V1;
        change(old, "index outside the tree", ENTRY + "/inclusionProof/logIndex", any -> Json.text(FAR_OUTSIDE));
        change(old, "leading zero in a time", ENTRY + "/integratedTime", time -> Json.text("0" + text(time)));
        change(
                old,
                "text in a signature line",
                ENTRY + "/inclusionProof/checkpoint/envelope",
                ForgedDocuments::prefixed);
        change(
                old,
                "part of the log's name",
                ENTRY + "/inclusionProof/checkpoint/envelope",
                ForgedDocuments::shortened);
        Kind ours = Kind.IDENTITY_MESSAGE;
        change(ours, "hash algorithm as a number", "/messageSignature/messageDigest/algorithm", any -> Json.number(1));
        change(ours, "no message digest", "/messageSignature/messageDigest", any -> new Json.Null());
        change(ours, "another outer algorithm", CERTIFICATE, der -> last(der, ECDSA, NO_ALGORITHM));
        change(ours, "another content in the timestamp", TIMESTAMP, der -> last(der, SIGNED_DATA, OTHER_CONTENT));
        change(ours, "another algorithm in the timestamp", TIMESTAMP, der -> last(der, ECDSA, NO_ALGORITHM));
        unusedBit(Kind.IDENTITY_DSSE_REKOR_V1);
        Question genuine = asking.genuine(sigstore.bundle(ours));
        Question.Demanded nobody = new Question.Demanded(Optional.empty(), 1, 1, 1);
        Question unnamed = new Question(genuine.bundle(), genuine.artifact(), genuine.trust(), nobody);
        all.add(new Forgery(ours.name(), "no identity named", unnamed));
        return List.copyOf(all);
    }

    private void change(Kind kind, String name, String pointer, UnaryOperator<Json> change) {
        Question genuine = asking.genuine(sigstore.bundle(kind));
        Json changed = Places.change(sigstore.bundle(kind).toJson(), pointer, change);
        all.add(new Forgery(kind.name(), name, genuine.about(Mutator.bytes(changed))));
    }

    /** The certificate's signature, ending with a zero bit, says that this bit is unused. */
    private void unusedBit(Kind kind) {
        Bundle bundle = sigstore.bundle(kind);
        while (certificate(bundle)[certificate(bundle).length - 1] % 2 != 0) {
            bundle = sigstore.bundle(kind);
        }
        byte[] der = certificate(bundle);
        int start = der.length - 3;
        while (der[start] != Der.BIT_STRING || der[start + 1] != der.length - start - 2 || der[start + 2] != 0) {
            start--;
        }
        der[start + 2] = 1;
        Json text = Json.text(StrictBase64.encode(Bytes.owned(der)));
        Json changed = Places.change(bundle.toJson(), CERTIFICATE, any -> text);
        Question question = asking.genuine(bundle).about(Mutator.bytes(changed));
        all.add(new Forgery(kind.name(), "unused bit in a certificate", question));
    }

    private static byte[] certificate(Bundle bundle) {
        return switch (bundle.material().signer()) {
            case Signer.CertificateChain chain -> chain.leaf().toArray();
            case Signer.ManagedKey ignored -> throw new AssertionError("no certificate");
        };
    }

    /** The last occurrence of some bytes in base64 replaced by as many others. */
    private static Json last(Json base64, String from, String to) {
        String hex = Hex.encode(StrictBase64.decode(text(base64)));
        int at = hex.lastIndexOf(from);
        if (at < 0) {
            throw new AssertionError("nothing to replace");
        }
        Bytes changed = Hex.decode(hex.substring(0, at) + to + hex.substring(at + from.length()));
        return Json.text(StrictBase64.encode(changed));
    }

    private static Json prefixed(Json note) {
        return Json.text(text(note).replace("\n\n", "\n\nx"));
    }

    private static Json shortened(Json note) {
        return Json.text(text(note).replace("\u2014 log.", "\u2014 og."));
    }

    private static String text(Json value) {
        return value instanceof Json.Text text ? text.value() : "";
    }
}
