package dev.exhibit.cli;

import dev.exhibit.cli.command.AttestCommand;
import dev.exhibit.cli.command.AuditCommand;
import dev.exhibit.cli.command.ContextCommand;
import dev.exhibit.cli.command.EnrollCommand;
import dev.exhibit.cli.command.EvidenceCommand;
import dev.exhibit.cli.command.ExplainCommand;
import dev.exhibit.cli.command.HoldCommand;
import dev.exhibit.cli.command.IdentityCommand;
import dev.exhibit.cli.command.InviteCommand;
import dev.exhibit.cli.command.KeysCommand;
import dev.exhibit.cli.command.LogCommand;
import dev.exhibit.cli.command.LoginCommand;
import dev.exhibit.cli.command.ReplayCommand;
import dev.exhibit.cli.command.RuleCommand;
import dev.exhibit.cli.command.SbomCommand;
import dev.exhibit.cli.command.SignCommand;
import dev.exhibit.cli.command.TenantCommand;
import dev.exhibit.cli.command.TrustRootCommand;
import dev.exhibit.cli.command.VerifyCommand;
import dev.exhibit.cli.demo.DemoCommand;
import dev.exhibit.cli.serve.DoctorCommand;
import dev.exhibit.cli.serve.FsckCommand;
import dev.exhibit.cli.serve.MoveCommand;
import dev.exhibit.cli.serve.ReindexCommand;
import dev.exhibit.cli.serve.ServeCommand;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The root command; shows its help when called alone. */
@Command(
        name = "exhibit",
        versionProvider = VersionText.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        header = "Signs artifacts, attests claims about them, and keeps the evidence under its digest.",
        description = "Start with 'exhibit demo': the main job on real input, with nothing to set up.",
        footer = {
            "",
            "Exit codes: 0 done, 1 defect, 2 usage or unreadable input, 3 not allowed, 4 not found,",
            "5 verification refused or integrity broken, 6 replay differs, 10 unavailable, try again.",
            "EXHIBIT_CONTEXT names the context to use; NO_COLOR turns colours off."
        })
final class ExhibitCommand {
    /** By name, in the order of the help. */
    static final Map<String, Class<?>> SUBCOMMANDS = subcommands();

    private static Map<String, Class<?>> subcommands() {
        Map<String, Class<?>> known = new LinkedHashMap<>();
        known.put("demo", DemoCommand.class);
        known.put("serve", ServeCommand.class);
        known.put("doctor", DoctorCommand.class);
        known.put("move", MoveCommand.class);
        known.put("fsck", FsckCommand.class);
        known.put("reindex", ReindexCommand.class);
        known.put("attest", AttestCommand.class);
        known.put("sign", SignCommand.class);
        known.put("verify", VerifyCommand.class);
        known.put("evidence", EvidenceCommand.class);
        known.put("audit", AuditCommand.class);
        known.put("log", LogCommand.class);
        known.put("sbom", SbomCommand.class);
        known.put("explain", ExplainCommand.class);
        known.put("replay", ReplayCommand.class);
        known.put("tenant", TenantCommand.class);
        known.put("hold", HoldCommand.class);
        known.put("retention", HoldCommand.Rules.class);
        known.put("identity", IdentityCommand.class);
        known.put("enroll", EnrollCommand.class);
        known.put("login", LoginCommand.class);
        known.put("invite", InviteCommand.class);
        known.put("rule", RuleCommand.class);
        known.put("keys", KeysCommand.class);
        known.put("trust-root", TrustRootCommand.class);
        known.put("context", ContextCommand.class);
        known.put("help", HelpCommand.class);
        return Collections.unmodifiableMap(known);
    }
}
