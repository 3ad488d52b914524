package dev.exhibit.signer.custody;

import dev.exhibit.signer.KeyState;
import java.util.Locale;

/** What a custodian can have done. */
public enum KeyAct {
    /** A new key is made; it signs nothing yet. */
    PREPARE(KeyState.PREPARED),
    /** A prepared key signs from now on, and the one that did is tainted. */
    ACTIVATE(KeyState.ACTIVE),
    /** A key signs no more; its signatures stand. */
    TAINT(KeyState.TAINTED),
    /** A key signs no more, and its signatures are not to be trusted from a time on. */
    REVOKE(KeyState.REVOKED),
    /** A key's private half is removed from the vault. */
    DESTROY(KeyState.DESTROYED);

    private final KeyState state;

    KeyAct(KeyState state) {
        this.state = state;
    }

    /** What a key is afterwards. */
    public KeyState state() {
        return state;
    }

    /** The name in paths and tables, for example {@code activate}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The act with that name. */
    public static KeyAct ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
