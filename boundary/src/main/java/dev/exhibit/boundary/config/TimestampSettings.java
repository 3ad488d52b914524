package dev.exhibit.boundary.config;

import dev.exhibit.boundary.fetch.FetchUrl;
import dev.exhibit.boundary.problem.StartRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Who else stamps signatures, beside the installation's own authority.
 *
 * @param external the others
 * @param demand how many of them must
 * @param authorities whose TLS servers are believed, where that is not the platform's list
 */
public record TimestampSettings(List<External> external, int demand, Optional<Path> authorities) {
    /** The most of them that are asked: with our own, no more than are kept with one signature. */
    public static final int MOST = 7;

    /**
     * A timestamp authority of somebody else.
     *
     * @param name 1 to 63 of {@code a-z 0-9 -}, for readiness and metrics
     * @param url where it is asked
     * @param chains a PEM file for each of its keys: its certificate first, each issued by the next, the last by itself
     * @param policy object identifier that its timestamps must be made under, where one is wanted
     * @param ask whether it is asked; else it is only believed for what it stamped before
     */
    public record External(String name, FetchUrl url, List<Path> chains, Optional<String> policy, boolean ask) {
        public External {
            chains = List.copyOf(chains);
        }
    }

    /** @throws StartRefusedException for more demanded than there are, or one given twice */
    public TimestampSettings {
        external = List.copyOf(external);
        long asked = external.stream().filter(External::ask).count();
        if (demand > asked || (demand < 1 && asked > 0) || asked > MOST) {
            throw new StartRefusedException("timestamps.demand is " + demand + ", and timestamps.external names "
                    + asked + " authorities to be asked; name at most " + MOST + ", and demand from 1 to all of them");
        }
        if (external.stream().map(External::name).distinct().count() < external.size()
                || external.stream().map(External::url).distinct().count() < external.size()) {
            throw new StartRefusedException("timestamps.external: a name or URL is given twice; a further key of an"
                    + " authority is a further file under its chains");
        }
    }

    /** Nobody else. */
    public static TimestampSettings none() {
        return new TimestampSettings(List.of(), 0, Optional.empty());
    }

    /** The files that are named, by key. */
    SortedMap<String, Path> files() {
        SortedMap<String, Path> files = new TreeMap<>();
        for (External authority : external) {
            for (int i = 0; i < authority.chains().size(); i++) {
                files.put(
                        "timestamps.external " + authority.name() + " chains[" + i + "]",
                        authority.chains().get(i));
            }
        }
        authorities.ifPresent(file -> files.put("timestamps.authorities", file));
        return files;
    }
}
