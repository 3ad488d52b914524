package dev.exhibit.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What a run measured.
 *
 * @param done how many answers came and were right
 * @param elapsed from the first to the last
 * @param latencies of each, microseconds
 */
record Measured(long done, Duration elapsed, Histogram latencies) {
    double perSecond() {
        return done / (elapsed.toNanos() / 1e9);
    }

    double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1000.0;
    }

    /** One line of figures. */
    String line(String what) {
        return "%s: %.0f per second, p50 %.1f ms, p99 %.1f ms, max %.1f ms"
                .formatted(what, perSecond(), millis(50), millis(99), latencies.getMaxValue() / 1000.0);
    }
}
