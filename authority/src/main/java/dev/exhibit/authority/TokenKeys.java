package dev.exhibit.authority;

import dev.exhibit.authority.TokenKey.State;
import dev.exhibit.boundary.IssuanceLimits;
import dev.exhibit.boundary.identity.Call;
import dev.exhibit.boundary.problem.ProblemCode;
import dev.exhibit.boundary.problem.ProblemException;
import dev.exhibit.crypto.digest.Hashing;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.jose.JwkSet;
import dev.exhibit.crypto.jose.Jws;
import dev.exhibit.crypto.jose.JwsAlgorithm;
import dev.exhibit.crypto.json.CanonicalJson;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.json.ObjectReader;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.key.VerificationKey;
import dev.exhibit.crypto.vault.SigningPermit;
import dev.exhibit.crypto.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The keys that sign tokens. Each is published before it signs, and stays published until the last token that it signed has
 * expired: so whoever fetches the keys now and then knows every key that counts. Thread-safe.
 */
public final class TokenKeys {
    private static final String TYPE = "at+jwt";
    private static final int MAX_TOKEN = 8 * 1024;

    private final KeyRegister register;
    private final Vault vault;
    private final SignatureChecker checker;
    private final IssuanceLimits limits;
    private final InstantSource clock;
    private final Supplier<Call> own;
    /** As last seen. A key is published long before it signs, and outlives its tokens, so being late does no harm. */
    private volatile JwkSet seen = new JwkSet(List.of());

    /**
     * @param checker verifies every token before it leaves
     * @param own the authority's own calls: under its name, each with another correlation id
     */
    public TokenKeys(
            KeyRegister register,
            Vault vault,
            SignatureChecker checker,
            IssuanceLimits limits,
            InstantSource clock,
            Supplier<Call> own) {
        this.register = register;
        this.vault = vault;
        this.checker = checker;
        this.limits = limits;
        this.clock = clock;
        this.own = own;
    }

    /** What everybody may check tokens with. */
    public JwkSet published() {
        seen = new JwkSet(
                register.list(own.get()).stream().map(TokenKey::published).toList());
        return seen;
    }

    /** The published key that a token names; looked up once a minute, and where nothing fits. */
    public Optional<VerificationKey> keyFor(Jws jws) {
        return seen.keyFor(jws).or(() -> published().keyFor(jws));
    }

    /**
     * Signs claims as an access token (RFC 9068 section 2.1).
     *
     * @throws ProblemException {@code unavailable}
     * @throws dev.exhibit.crypto.vault.VaultUnavailableException if the vault cannot sign now
     */
    String sign(UUID id, Json.Obj claims) {
        TokenKey active = find(register.list(own.get()), State.ACTIVE)
                .orElseThrow(() -> new ProblemException(ProblemCode.UNAVAILABLE, "no key signs tokens now"));
        Json.Obj header = Json.object().with("typ", TYPE).with("kid", active.name());
        String compact = Jws.sign(
                JwsAlgorithm.ES256,
                header,
                CanonicalJson.of(claims).bytes(),
                input -> vault.sign(new SigningPermit(id, active.key().id(), Hashing.of(input))));
        requireValid(compact, active);
        return compact;
    }

    /** What a token of this authority says; empty unless one of the published keys signed it. */
    Optional<ObjectReader> read(String compact) {
        try {
            Jws jws = Jws.parse(compact, MAX_TOKEN);
            Optional<VerificationKey> key = keyFor(jws);
            key.ifPresent(found -> jws.verify(found, checker));
            return key.filter(found -> jws.type().equals(Optional.of(TYPE)))
                    .map(found -> JsonReader.readObject(jws.payload(), JsonLimits.BODY));
        } catch (BadSignatureException | MalformedException notOurs) {
            return Optional.empty();
        }
    }

    /**
     * Does what is due: withdraws, publishes and promotes keys. To be called at start, before the first token is asked for,
     * and every minute. May be repeated after a failure at any point, and by several replicas at once.
     */
    public void upkeep() {
        Instant now = clock.instant();
        Call call = own.get();
        // 1. A key whose last token has expired is published no more; nor is one whose secret half is lost.
        for (TokenKey key : register.list(call)) {
            if (isOver(key, now) || (key.state() == State.NEXT && isLost(key))) {
                register.withdraw(call, key.key().id());
            }
        }
        // 2. There is always a key that everybody gets to know before it signs.
        ensureNext(call);
        // 3. It signs once it is known and the one before has signed for long enough; at once where nothing else can
        // sign.
        List<TokenKey> keys = register.list(call);
        find(keys, State.NEXT).filter(next -> isDue(next, keys, now)).ifPresent(next -> {
            register.promote(call, next.key().id());
            ensureNext(call);
        });
        // 4. What was found is remembered for checks.
        published();
    }

    private void ensureNext(Call call) {
        if (find(register.list(call), State.NEXT).isEmpty()) {
            register.publish(call, vault.create());
        }
    }

    private boolean isOver(TokenKey key, Instant now) {
        return key.state() == State.PREVIOUS && isAged(key, limits.keyTail(), now);
    }

    private boolean isLost(TokenKey key) {
        return vault.find(key.key().id()).isEmpty();
    }

    private boolean isDue(TokenKey next, List<TokenKey> keys, Instant now) {
        return find(keys, State.ACTIVE)
                .map(active -> isLost(active)
                        || (isAged(active, limits.keyLife(), now) && isAged(next, limits.keyLead(), now)))
                .orElse(true);
    }

    private static boolean isAged(TokenKey key, Duration age, Instant now) {
        return !now.isBefore(key.since().plus(age));
    }

    private static Optional<TokenKey> find(List<TokenKey> keys, State state) {
        return keys.stream().filter(key -> key.state() == state).findFirst();
    }

    /** A token that does not verify is a defect or an attack: it never leaves. */
    private void requireValid(String compact, TokenKey active) {
        try {
            Jws.parse(compact, MAX_TOKEN).verify(active.key(), checker);
        } catch (BadSignatureException | MalformedException invalid) {
            throw new IllegalStateException("a token of key " + active.name() + " does not verify", invalid);
        }
    }
}
