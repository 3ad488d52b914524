package dev.exhibit.evidence;

import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.intoto.Statement;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.policy.VerificationSummary;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a SLSA verification summary rests on: bundles that were judged, and the policy. Of very many the first in the order of digests
 * are linked: a summary that is signed is stored, whatever it names.
 */
final class SummaryLinks {
    /** How many inputs are linked; evidence has other links besides. */
    private static final int MOST = Registration.MAX_LINKS - 24;

    private SummaryLinks() {}

    /** Of any other Statement none; what has no SHA-256 is not linked. */
    static Set<Link> of(Statement statement) {
        Set<Link> links = new HashSet<>();
        if (statement.predicateType().equals(VerificationSummary.PREDICATE_TYPE)) {
            ObjectReader summary = ObjectReader.of(statement.predicate(), "/predicate");
            summary.objects("inputAttestations", Integer.MAX_VALUE).stream()
                    .flatMap(input -> sha256(input).stream())
                    .distinct()
                    .sorted()
                    .limit(MOST)
                    .forEach(digest -> links.add(new Link(Link.VERIFIED, digest)));
            summary.optionalObject("policy")
                    .flatMap(SummaryLinks::sha256)
                    .ifPresent(digest -> links.add(new Link(Link.BY_POLICY, digest)));
        }
        return links;
    }

    private static Optional<Digest> sha256(ObjectReader descriptor) {
        try {
            return descriptor
                    .optionalObject("digest")
                    .flatMap(digests -> digests.optionalParsed("sha256", hex -> Digest.parse("sha256:" + hex)));
        } catch (MalformedException other) {
            return Optional.empty();
        }
    }
}
