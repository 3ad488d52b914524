package dev.exhibit.attestor;

import dev.exhibit.attestor.predicate.PredicateType;
import dev.exhibit.attestor.scan.Finding;
import dev.exhibit.attestor.scan.Scan;
import dev.exhibit.attestor.scan.ScanRule;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.json.Json;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps secrets and personal data out of what is signed: it is logged, and nothing can be taken out of a log. */
final class ClaimScan {
    private ClaimScan() {}

    /**
     * Admits a claim in which nothing is found.
     *
     * @return the call; the audit says of it which rules were passed over
     * @throws ProblemException {@code predicate_secret} with the rule and the place; {@code predicate_not_allowed} if the
     *     caller may not have a rule passed over
     */
    static Call admit(Call call, AttestRequest request) {
        List<String> waived =
                request.waived().stream().map(ScanRule::id).sorted().toList();
        call.caller().allowance().requireWaiver(waived);
        Scan scan = Scan.without(passedOver(request));
        Json.Obj subject = Json.object().with("name", request.subject().name());
        Optional<Finding> found = scan.first("subject", subject).or(() -> scan.first("predicate", request.predicate()));
        if (found.isPresent()) {
            throw refusal(found.get());
        }
        return waived.isEmpty() ? call : call.waiving(waived);
    }

    private static Set<ScanRule> passedOver(AttestRequest request) {
        Set<ScanRule> rules = EnumSet.noneOf(ScanRule.class);
        rules.addAll(request.waived());
        if (PredicateType.find(request.predicateType())
                .filter(PredicateType::namesPeople)
                .isPresent()) {
            rules.add(ScanRule.EMAIL);
        }
        return rules;
    }

    private static ProblemException refusal(Finding found) {
        return new ProblemException(
                ProblemCode.PREDICATE_SECRET,
                "it looks like what rule " + found.rule().id() + " of the scan is about",
                Json.object().with("rule", found.rule().id()).with("pointer", found.pointer()));
    }
}
