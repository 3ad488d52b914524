package dev.exhibit.client;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** How far the clock here is from that of whoever answers: proofs are good for a minute, so what is wrong is told. */
final class Clocks {
    /** What servers forgive, and some time on the way. */
    private static final Duration USUAL = Duration.ofSeconds(10);

    private Clocks() {}

    /** A sentence, where the clocks differ by more than is usual (RFC 9110 section 6.6.1, {@code Date}); else nothing. */
    static String told(HttpHeaders answer, InstantSource clock) {
        Optional<Duration> ahead = answer.firstValue("Date")
                .flatMap(Clocks::read)
                .map(theirs -> Duration.between(theirs, clock.instant()));
        return ahead.filter(difference -> difference.abs().compareTo(USUAL) > 0)
                .map(difference ->
                        " The clock of this machine is " + difference.abs().toSeconds() + " s "
                                + (difference.isNegative() ? "behind" : "ahead of") + " the server's: run NTP on both.")
                .orElse("");
    }

    private static Optional<Instant> read(String date) {
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }
}
