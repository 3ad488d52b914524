package dev.exhibit.boundary.config;

/**
 * How often all evidence is checked in the background.
 *
 * @param days between the end of a check and the next one, 0 to 365; 0 for never
 */
public record ScrubSettings(int days) {
    static final int MOST = 365;

    private static final int WEEK = 7;

    public ScrubSettings {
        if (days < 0 || days > MOST) {
            throw new IllegalArgumentException("0 to " + MOST + " days");
        }
    }

    static ScrubSettings usual() {
        return new ScrubSettings(WEEK);
    }

    /** Whether there is any. */
    public boolean isWanted() {
        return days > 0;
    }
}
