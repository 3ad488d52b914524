package dev.exhibit.cli.terminal;

/** How a command ends; scripts rely on the numbers. */
public enum ExitCode {
    DONE(0),
    /** A defect in Exhibit. */
    DEFECT(1),
    /** Wrong use or unreadable input. */
    USAGE(2),
    /** Not authenticated or not allowed. */
    NOT_ALLOWED(3),
    NOT_FOUND(4),
    /** Verification refused or integrity broken. */
    REFUSED(5),
    /** A replay differs. */
    DIFFERS(6),
    /** Something needed is not available; try again. */
    UNAVAILABLE(10);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
