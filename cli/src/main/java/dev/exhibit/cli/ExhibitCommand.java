package dev.exhibit.cli;

import dev.exhibit.cli.command.AttestCommand;
import dev.exhibit.cli.command.ContextCommand;
import dev.exhibit.cli.command.EvidenceCommand;
import dev.exhibit.cli.command.ReplayCommand;
import dev.exhibit.cli.command.SbomCommand;
import dev.exhibit.cli.command.SignCommand;
import dev.exhibit.cli.command.VerifyCommand;
import dev.exhibit.cli.demo.DemoCommand;
import dev.exhibit.cli.serve.ServeCommand;
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
        },
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            AttestCommand.class,
            SignCommand.class,
            VerifyCommand.class,
            EvidenceCommand.class,
            SbomCommand.class,
            ReplayCommand.class,
            ContextCommand.class,
            HelpCommand.class
        })
final class ExhibitCommand {}
