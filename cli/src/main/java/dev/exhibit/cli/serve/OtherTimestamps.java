package dev.exhibit.cli.serve;

import dev.exhibit.boundary.Limits;
import dev.exhibit.boundary.config.Settings;
import dev.exhibit.boundary.config.TimestampSettings;
import dev.exhibit.boundary.config.TimestampSettings.External;
import dev.exhibit.boundary.fetch.Origin;
import dev.exhibit.boundary.limit.Breaker;
import dev.exhibit.boundary.pki.ChainFile;
import dev.exhibit.boundary.problem.StartRefusedException;
import dev.exhibit.boundary.tls.ServerTrust;
import dev.exhibit.crypto.encoding.MalformedException;
import dev.exhibit.crypto.key.BadSignatureException;
import dev.exhibit.crypto.key.SignatureChecker;
import dev.exhibit.crypto.trust.Authority;
import dev.exhibit.crypto.trust.ValidFor;
import dev.exhibit.crypto.verify.TimestampCheck;
import dev.exhibit.crypto.x509.Certificate;
import dev.exhibit.signer.Timestamps;
import dev.exhibit.signer.time.ExternalAuthority;
import dev.exhibit.signer.time.ExternalTimestamps;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;

/**
 * The timestamp authorities of others, put together from the settings.
 *
 * @param authorities whom to ask
 * @param demand how many must answer
 * @param means with what
 * @param limits how long to wait
 */
record OtherTimestamps(List<ExternalAuthority> authorities, int demand, ExternalTimestamps.Means means, Limits limits) {

    /** @throws StartRefusedException for a file that holds no sound chain */
    static OtherTimestamps of(
            Settings settings, Platform platform, SignatureChecker checker, OutgoingFetches fetches, Closing closing) {
        TimestampSettings given = settings.timestamps();
        Limits limits = settings.limits();
        Duration time = limits.clock().authorityTime();
        Set<Origin> places = given.external().stream()
                .map(authority -> authority.url().origin())
                .collect(Collectors.toSet());
        SSLContext trust = given.authorities().map(ServerTrust::of).orElseGet(ServerTrust::ofPlatform);
        ExternalTimestamps.Means means = new ExternalTimestamps.Means(
                fetches.to(settings.fetch().only(places), trust, limits.fetch().withTimes(time, time, time, time)),
                name -> new Breaker(name, limits.breaker(), ExternalTimestamps::isLost, System::nanoTime),
                checker,
                platform.random(),
                closing.opened(Executors.newVirtualThreadPerTaskExecutor()));
        return new OtherTimestamps(authorities(given, checker), given.demand(), means, limits);
    }

    /** Those that are configured, with their keys. @throws StartRefusedException for a file that holds no sound chain */
    static List<ExternalAuthority> authorities(TimestampSettings given, SignatureChecker checker) {
        return given.external().stream()
                .map(authority -> new ExternalAuthority(
                        authority.name(),
                        authority.url(),
                        keys(authority, checker),
                        authority.policy(),
                        authority.ask()))
                .toList();
    }

    ExternalTimestamps beside(Timestamps own, ExternalTimestamps.Clocks clocks) {
        return new ExternalTimestamps(own, authorities, demand, clocks, means, limits.clock());
    }

    private static List<Authority> keys(External authority, SignatureChecker checker) {
        return IntStream.range(0, authority.chains().size())
                .mapToObj(number -> key(authority, number, checker))
                .toList();
    }

    /** Other verifiers want a URI of its own for each. */
    private static Authority key(External authority, int number, SignatureChecker checker) {
        Path file = authority.chains().get(number);
        List<Certificate> chain = ChainFile.read(file);
        String url = authority.url().text();
        Authority key = new Authority(
                "",
                authority.name(),
                number == 0 ? url : url + "#" + (number + 1),
                chain,
                ValidFor.from(chain.getFirst().notBefore()));
        requireSound(file, key, checker);
        return key;
    }

    private static void requireSound(Path file, Authority key, SignatureChecker checker) {
        try {
            new TimestampCheck(List.of(key), checker).requireChains();
            Certificate root = key.chain().getLast();
            root.verifySignedBy(root.key(), checker);
        } catch (MalformedException | BadSignatureException wrong) {
            throw new StartRefusedException(
                    file + " holds no chain of a timestamp authority, its certificate first and the root last: "
                            + wrong.getMessage(),
                    wrong);
        }
    }
}
