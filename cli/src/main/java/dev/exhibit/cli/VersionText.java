package dev.exhibit.cli;

import picocli.CommandLine.IVersionProvider;

/** {@code exhibit --version}. */
final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
        BuildFacts facts = BuildFacts.read();
        return new String[] {
            "exhibit " + facts.version(),
            "commit  " + facts.commit().orElse("unknown") + (facts.dirty() ? " with changes" : ""),
            "java    " + Runtime.version()
        };
    }
}
