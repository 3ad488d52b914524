package dev.exhibit.cli.command;

import dev.exhibit.boundary.vault.RootKeyFolder;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.TrustRoots;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.json.JsonLimits;
import dev.exhibit.crypto.json.JsonReader;
import dev.exhibit.crypto.trust.TrustRoot;
import dev.exhibit.crypto.trust.TrustStatement;
import dev.exhibit.crypto.trust.ValidFor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exhibit trust-root sign}. */
@Command(
        name = "sign",
        header = "Sign the next version of a trust root with the root key; on a machine without a network.",
        description = {
            "Opens no socket. NEXT is what 'exhibit trust-root next' wrote. Says what would be believed anew and no more, in"
                    + " comparison with what this root signed last: read it before you carry the result back.",
            "The root's folder keeps what was signed last for each tenant, so that no number is signed twice."
        })
public final class TrustRootSignCommand extends Subcommand {
    private static final Duration SKEW = Duration.ofMinutes(2);
    private static final int MAX_DAYS = 3650;

    @Parameters(paramLabel = "NEXT", description = "The version to sign.")
    private Path next = Path.of("");

    @Option(names = "--root", required = true, paramLabel = "FOLDER", description = "Where the root key is.")
    private Path folder = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the signed statement goes.")
    private Path out = Path.of("");

    @Option(
            names = "--days",
            defaultValue = "365",
            paramLabel = "N",
            description = "How long it may be pinned: 1 to 3650, ${DEFAULT-VALUE} by default.")
    private int days;

    public TrustRootSignCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        if (days < 1 || days > MAX_DAYS) {
            throw CommandFailure.usage("--days is 1 to " + MAX_DAYS);
        }
        // 1. What is to be signed, for this root, and what was before.
        RootKeyFolder root = KeyHistoryCommand.root(folder);
        TrustRoots.Status status = TrustRoots.Status.read(JsonReader.readObject(Documents.read(next), JsonLimits.BODY));
        if (!status.root().equals(root.key())) {
            throw CommandFailure.usage("the service expects the signature of root key "
                    + status.root().id() + ", and this one is " + root.key().id());
        }
        Optional<SignedBefore> before = SignedBefore.find(folder, status.whose());
        before.ifPresent(last -> last.requireFollowedBy(status));
        // 2. Remembered first: what may have been signed is never signed otherwise.
        show(status, before);
        SignedBefore.of(status).keep(folder);
        // 3. Signed.
        Instant now = session().clock().instant().truncatedTo(ChronoUnit.SECONDS);
        ValidFor period = new ValidFor(now.minus(SKEW), Optional.of(now.plus(Duration.ofDays(days))));
        TrustStatement statement = TrustStatement.of(
                status.whose(), status.version(), status.trustedRoot(), status.signingConfig(), period);
        Documents.write(out, statement.sign(root::sign).bytes());
        output().line("signed version " + status.version() + " of " + status.whose() + ", may be pinned " + period);
        output().result(Json.object()
                .with("version", status.version())
                .with("trustedRoot", statement.trustedRoot().toString())
                .with("until", now.plus(Duration.ofDays(days)).toString()));
        return ExitCode.DONE;
    }

    private void show(TrustRoots.Status status, Optional<SignedBefore> before) {
        List<String> now = described(status.trustedRoot());
        List<String> then = before.map(last -> described(last.trustedRoot())).orElse(List.of());
        now.stream().filter(one -> !then.contains(one)).forEach(one -> output().line("  + " + one));
        then.stream().filter(one -> !now.contains(one)).forEach(one -> output().line("  - " + one));
        if (now.equals(then)) {
            output().line("  believes the same as version "
                    + before.map(SignedBefore::version).orElse(0L));
        }
    }

    /** A line for each key that is believed. */
    private static List<String> described(Bytes trustedRoot) {
        TrustRoot root = TrustRoot.decode(trustedRoot);
        Stream<String> logs = Stream.concat(root.logs().stream(), root.certificateLogs().stream())
                .map(log -> "log " + log.host() + ", key " + log.key().id() + ", " + log.validFor());
        Stream<String> authorities = Stream.concat(
                        root.timestampAuthorities().stream(), root.certificateAuthorities().stream())
                .map(authority -> "authority " + authority.commonName() + ", key "
                        + authority.chain().getFirst().key().id() + ", " + authority.validFor());
        return Stream.concat(logs, authorities).toList();
    }
}
