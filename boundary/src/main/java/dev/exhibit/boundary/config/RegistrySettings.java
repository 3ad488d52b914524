package dev.exhibit.boundary.config;

/**
 * How the register is looked after.
 *
 * @param approvals how many administrators must ask for a change of who has power: 1 or 2
 */
public record RegistrySettings(int approvals) {
    private static final int MOST = 2;

    public RegistrySettings {
        if (approvals < 1 || approvals > MOST) {
            throw new IllegalArgumentException("one administrator or two");
        }
    }

    static RegistrySettings usual() {
        return new RegistrySettings(1);
    }
}
