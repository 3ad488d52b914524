package dev.exhibit.signer.root;

import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.identity.TenantId;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.trust.TrustStatement;
import dev.exhibit.crypto.trust.TrustStatement.Owner;
import dev.exhibit.crypto.trust.ValidFor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Prepares, signs where it can, and shows the versions of trust roots. Thread-safe. */
public final class PublishTrust {
    /** How long the root's word holds where the root is at hand. */
    public static final Duration LIFE = Duration.ofDays(365);

    /** With less than this left, the next version is prepared, whether anything changed or not. */
    public static final Duration RENEWAL = Duration.ofDays(90);

    /** How much earlier than it was signed a version may be pinned: clocks differ. */
    private static final Duration SKEW = Duration.ofMinutes(2);

    private final TrustVersions versions;
    private final Root root;
    private final String installation;
    private final Function<TenantId, TrustFiles> now;
    private final SignatureChecker checker;
    private final InstantSource clock;
    private final Map<TenantId, TrustFiles> offered = new ConcurrentHashMap<>();
    private final Map<TenantId, String> problems = new ConcurrentHashMap<>();

    /**
     * @param installation its name, in what is signed
     * @param now what verifiers have to believe now
     */
    public PublishTrust(
            TrustVersions versions,
            Root root,
            String installation,
            Function<TenantId, TrustFiles> now,
            SignatureChecker checker,
            InstantSource clock) {
        this.versions = versions;
        this.root = root;
        this.installation = installation;
        this.now = now;
        this.checker = checker;
        this.clock = clock;
    }

    public Root root() {
        return root;
    }

    /** Whose trust root it is, as the root's word names it. */
    public Owner owner(Call call) {
        return new Owner(installation, call.tenant().value());
    }

    /** The same as {@link #keep} where something changed since this process last looked. */
    public void look(Call call) {
        if (!now.apply(call.tenant()).equals(offered.get(call.tenant()))) {
            keep(call);
        }
    }

    /** Prepares the next version if one is needed, and signs it if the root is at hand. */
    public void keep(Call call) {
        TrustFiles files = now.apply(call.tenant());
        // 1. A root that others have pinned is not replaced by one that lies here by chance.
        Optional<TrustVersion> before = versions.published(call);
        if (root.own().isPresent()
                && before.map(one -> statement(one).isEmpty()).orElse(false)) {
            problems.put(
                    call.tenant(),
                    "another root than the one in this folder signed the trust root of " + call.tenant());
            return;
        }
        // 2. The version that says what is so; another process may have been quicker with its number.
        Optional<TrustVersion> newest = versions.newest(call);
        if (newest.filter(found -> isCurrent(found, files)).isEmpty()) {
            long number = newest.map(TrustVersion::number).orElse(0L) + 1;
            TrustVersion next =
                    new TrustVersion(number, clock.instant().truncatedTo(ChronoUnit.MICROS), files, Optional.empty());
            newest = versions.add(call, next) ? Optional.of(next) : versions.newest(call);
        }
        // 3. Signed, or said that it has to be.
        newest.ifPresent(found -> settle(call, found));
        offered.put(call.tenant(), files);
    }

    /** The newest version that the root has signed. @throws ProblemException {@code not_found} */
    public TrustVersion published(Call call) {
        return versions.published(call)
                .orElseThrow(() -> new ProblemException(
                        ProblemCode.NOT_FOUND,
                        "no trust root of this tenant is signed yet; see GET /v1/trust-root/status"));
    }

    /** A version that the root has signed. @throws ProblemException {@code not_found} */
    public TrustVersion published(Call call, long number) {
        return versions.find(call, number)
                .filter(found -> found.envelope().isPresent())
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no such version of the trust root"));
    }

    /** The newest version that the root has signed, if there is one. */
    public Optional<TrustVersion> findPublished(Call call) {
        return versions.published(call);
    }

    /** The root key, unless another one signed {@code published}: then who pins this one believes nothing. */
    public Optional<VerificationKey> believedRoot(Optional<TrustVersion> published) {
        boolean others = published.map(version -> statement(version).isEmpty()).orElse(false);
        return others ? Optional.empty() : Optional.of(root.key());
    }

    /** The newest version, signed or not. @throws ProblemException {@code not_found} */
    public TrustVersion newest(Call call) {
        return versions.newest(call)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no trust root is prepared yet"));
    }

    /**
     * Takes what the root signed elsewhere.
     *
     * @throws ProblemException {@code document_invalid} for anything that the root did not sign, or not about this tenant's
     *     files; {@code not_found}; {@code wrong_state} if that version or a higher one is signed already
     */
    public TrustVersion publish(Call call, Bytes envelope) {
        // 1. The root's word, about this tenant's files, for now.
        TrustStatement statement = require(envelope);
        TrustVersion version = versions.find(call, statement.version())
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "no such version of the trust root"));
        if (!statement.isAboutTheSame(statement(call, version, statement.validFor()))) {
            throw invalid("it is about other files, or another tenant or installation");
        }
        if (!statement.validFor().covers(clock.instant())) {
            throw invalid("it holds " + statement.validFor() + ", which is not now");
        }
        // 2. Kept, once and never below what others have pinned.
        if (!versions.publish(call, version.number(), envelope)) {
            throw new ProblemException(
                    ProblemCode.WRONG_STATE, "version " + version.number() + " or a higher one is signed already");
        }
        problems.remove(call.tenant());
        return version.with(envelope);
    }

    /** What is wrong, for readiness. */
    public Optional<String> problem() {
        return problems.values().stream().sorted().findFirst();
    }

    private void settle(Call call, TrustVersion found) {
        problems.remove(call.tenant());
        if (found.envelope().isPresent()) {
            return;
        }
        if (root.own().isEmpty()) {
            problems.put(
                    call.tenant(),
                    "version " + found.number() + " of the trust root of " + call.tenant()
                            + " waits for the root's signature");
            return;
        }
        Instant time = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        ValidFor period = new ValidFor(time.minus(SKEW), Optional.of(time.plus(LIFE)));
        Bytes envelope = statement(call, found, period).sign(root.own().get()).bytes();
        var unused = versions.publish(call, found.number(), envelope); // another process may have signed it as well
    }

    /** Whether it says what is so, and is not about to end. */
    private boolean isCurrent(TrustVersion version, TrustFiles files) {
        if (!version.files().equals(files)) {
            return false;
        }
        return version.envelope().isEmpty()
                || statement(version)
                        .flatMap(said -> said.validFor().end())
                        .map(end -> end.isAfter(clock.instant().plus(RENEWAL)))
                        .orElse(false);
    }

    /** What this root said of a version, if it did. */
    private Optional<TrustStatement> statement(TrustVersion version) {
        return version.envelope().flatMap(envelope -> root.read(envelope, checker));
    }

    private TrustStatement statement(Call call, TrustVersion version, ValidFor period) {
        TrustFiles files = version.files();
        return TrustStatement.of(owner(call), version.number(), files.trustedRoot(), files.signingConfig(), period);
    }

    private TrustStatement require(Bytes envelope) {
        try {
            return TrustStatement.open(envelope, root.key(), checker);
        } catch (BadSignatureException | MalformedException refused) {
            throw invalid("the root did not sign it: " + refused.getMessage());
        }
    }

    private static ProblemException invalid(String why) {
        return new ProblemException(ProblemCode.DOCUMENT_INVALID, why);
    }
}
