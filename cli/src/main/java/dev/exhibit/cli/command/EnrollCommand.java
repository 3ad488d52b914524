package dev.exhibit.cli.command;

import dev.exhibit.boundary.pki.Credential;
import dev.exhibit.boundary.pki.KeyStoreFile;
import dev.exhibit.boundary.secret.SecretFile;
import dev.exhibit.cli.context.Connections;
import dev.exhibit.cli.context.Context;
import dev.exhibit.cli.context.Contexts;
import dev.exhibit.cli.context.Pins;
import dev.exhibit.cli.context.SignedRoot;
import dev.exhibit.cli.terminal.CommandFailure;
import dev.exhibit.cli.terminal.Documents;
import dev.exhibit.cli.terminal.ExitCode;
import dev.exhibit.client.ClientProblem;
import dev.exhibit.client.Connection;
import dev.exhibit.client.Enrolled;
import dev.exhibit.client.EnrolmentClient;
import dev.exhibit.client.EnrolmentProof;
import dev.exhibit.client.ExhibitClient;
import dev.exhibit.client.GitHubJob;
import dev.exhibit.client.Renewal;
import dev.exhibit.crypto.json.Json;
import dev.exhibit.crypto.key.SigningKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exhibit enroll}. */
@Command(
        name = "enroll",
        header = "Get a client certificate, and use it from now on.",
        description = {
            "Makes a key, which never leaves this machine, and asks the authority for a certificate: by a one-time code of an"
                    + " administrator, or as a CI job by its OpenID Connect token.",
            "The certificate is good for an hour. A job enrols again each time. One that came by a code is renewed by every"
                    + " command that uses it, and with --renew at once."
        })
public final class EnrollCommand extends Subcommand {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Option(names = "--authority", paramLabel = "URL", description = "Where the authority is; needed but with --renew.")
    private @Nullable URI authority;

    @Option(
            names = "--trust",
            paramLabel = "CA.pem",
            description =
                    "The certificate authority of the installation: tls/ca.pem of the service's data; needed but with --renew.")
    private @Nullable Path trust;

    @ArgGroup(multiplicity = "1")
    private Proof proof = new Proof();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Whom a job enrols with; needed with --github.")
    private @Nullable String tenant;

    @Option(
            names = "--name",
            paramLabel = "CONTEXT",
            description = "The context to write; by default the tenant's name and -enrolled.")
    private @Nullable String name;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Where the service is, if the authority does not say so or says otherwise.")
    private @Nullable URI server;

    @Option(
            names = "--pin",
            description = "Believe the tenant's signing keys as the service shows them now. Otherwise the context keeps"
                    + " whom it believed before, or believes nobody yet.")
    private boolean pin;

    /** By what: exactly one. */
    static final class Proof {
        @Option(names = "--code", paramLabel = "CODE", description = "A one-time code.")
        private @Nullable String code;

        @Option(names = "--code-file", paramLabel = "FILE", description = "A file with a one-time code.")
        private @Nullable Path codeFile;

        @Option(names = "--token-file", paramLabel = "FILE", description = "A file with the token of a CI job.")
        private @Nullable Path tokenFile;

        @Option(names = "--github", description = "The token of this job of GitHub Actions.")
        private boolean github;

        @Option(
                names = "--renew",
                description = "The certificate that the context has: for a new key, by the authority it came from.")
        private boolean renew;
    }

    public EnrollCommand(Session session) {
        super(session);
    }

    @Override
    protected ExitCode run() {
        return proof.renew ? renew() : enrol();
    }

    private ExitCode enrol() {
        if (authority == null || trust == null) {
            throw CommandFailure.usage(
                    "name the authority with --authority and whom it is vouched for by with --trust");
        }
        // 1. A key that stays here, and a certificate for it.
        String authorityPem = Documents.read(trust).asLenientText();
        EnrolmentProof shown = shown(authority);
        KeyPair pair = SigningKey.generatePair(RANDOM);
        Enrolled enrolled = enrol(authority, shown, new SigningKey(pair), authorityPem);
        // 2. Both in a key store of this context.
        Contexts contexts = session().contexts();
        String context = Optional.ofNullable(name).orElseGet(() -> enrolled.tenant() + "-enrolled");
        Connection connection = connection(contexts, context, enrolled, authorityPem, renewedAt(authority, shown));
        String password = SecretFile.password(connection.passwordFile(), RANDOM);
        new KeyStoreFile(connection.keyStore(), password).replace(Credential.of(pair, enrolled.chain()));
        // 3. Where the service is, who I am, and whom I believe: from now on.
        Context written = new Context(context, Optional.of(connection), pins(contexts, context, connection));
        contexts.store(written);
        contexts.use(context);
        show(written, enrolled);
        return ExitCode.DONE;
    }

    private ExitCode renew() {
        Contexts contexts = session().contexts();
        Context context = Optional.ofNullable(name).map(contexts::load).orElseGet(contexts::required);
        Enrolled enrolled = new Renewal(Connections.required(context), session().clientParts())
                .now()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.UNAVAILABLE, "another process renews this certificate just now: nothing to do"));
        show(context, enrolled);
        return ExitCode.DONE;
    }

    /** A job's certificate ends with what its CI system vouched for. */
    private static Optional<URI> renewedAt(URI authority, EnrolmentProof shown) {
        return switch (shown) {
            case EnrolmentProof.Code ignored -> Optional.of(authority);
            case EnrolmentProof.Certificate ignored -> Optional.of(authority);
            case EnrolmentProof.JobToken ignored -> Optional.empty();
        };
    }

    private EnrolmentProof shown(URI place) {
        if (proof.code != null) {
            return new EnrolmentProof.Code(proof.code);
        }
        if (proof.codeFile != null) {
            return new EnrolmentProof.Code(line(proof.codeFile));
        }
        if (proof.tokenFile != null) {
            return new EnrolmentProof.JobToken(line(proof.tokenFile));
        }
        if (proof.github) {
            return githubToken(place);
        }
        throw CommandFailure.usage("by what? Give --code, --code-file, --token-file, --github or --renew");
    }

    private EnrolmentProof githubToken(URI place) {
        GitHubJob job = GitHubJob.of(session().environment())
                .orElseThrow(() -> CommandFailure.usage("this is no job of GitHub Actions that may have tokens: give it"
                        + " 'permissions: id-token: write'"));
        if (tenant == null) {
            throw CommandFailure.usage("--github needs --tenant: the token is made for one tenant");
        }
        String base = place.toString().replaceAll("/$", "");
        try (HttpClient http = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            return job.token(base + "/tenant/" + tenant, http);
        }
    }

    private static Enrolled enrol(URI place, EnrolmentProof shown, SigningKey key, String authorityPem) {
        try (EnrolmentClient client = new EnrolmentClient(place, authorityPem)) {
            return client.enrol(shown, key);
        }
    }

    private Connection connection(
            Contexts contexts, String context, Enrolled enrolled, String authorityPem, Optional<URI> renewal) {
        URI address = Optional.ofNullable(server)
                .or(enrolled::server)
                .orElseThrow(() ->
                        CommandFailure.usage("the authority does not say where the service is: name it with --server"));
        return new Connection(
                address,
                authorityPem,
                contexts.clientFile(context, ".p12"),
                contexts.clientFile(context, ".password"),
                Optional.of(enrolled.tokens()),
                renewal);
    }

    private Pins pins(Contexts contexts, String context, Connection connection) {
        if (pin) {
            try (ExhibitClient client = session().connect(connection)) {
                return Pins.ofService(
                        client.keys(),
                        pinned(client),
                        Optional.of(client.trustRoots().status().root()));
            }
        }
        return contexts.find(context).map(Context::pins).orElseGet(Pins::none);
    }

    /** The newest trust root, unless the offline root has signed none yet: then it is fetched later. */
    private Optional<Pins.PinnedRoot> pinned(ExhibitClient client) {
        try {
            SignedRoot offered = SignedRoot.fetch(client.trustRoots());
            Instant now = session().clock().instant();
            return Optional.of(new Pins.PinnedRoot(now, offered.trustedRoot(), Optional.of(offered.envelope())));
        } catch (ClientProblem problem) {
            if (problem.code().equals("not_found")) {
                output().note("exhibit: no trust root is signed yet: run 'exhibit trust-root' once there is one");
                return Optional.empty();
            }
            throw problem;
        }
    }

    private void show(Context context, Enrolled enrolled) {
        output().field("context", context.name());
        output().field("client", enrolled.client());
        output().field("tenant", enrolled.tenant());
        output().field("identity", enrolled.identity());
        output().field("expires", enrolled.expires());
        output().field("believes", context.pins().keys().size() + " keys");
        output().result(Json.object()
                .with("context", context.name())
                .with("client", enrolled.client())
                .with("tenant", enrolled.tenant())
                .with("identity", enrolled.identity())
                .with("expires", enrolled.expires().toString()));
    }

    private static String line(Path file) {
        return Documents.read(file).asLenientText().strip();
    }
}
