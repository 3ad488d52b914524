package dev.exhibit.boundary.vault.pkcs11;

import dev.exhibit.boundary.vault.VaultSettings;
import dev.exhibit.boundary.vault.pkcs11.Cryptoki.Call;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** The slots of a library, started and started again, and the one token among them that is meant. Not thread-safe. */
final class Token {
    private static final int MAX_SLOTS = 256;
    private static final int LABEL = 32;
    /** {@code CK_TOKEN_INFO} begins with the label; all of it fits. */
    private static final int INFO = 256;

    private static final long OS_LOCKING = 2;
    private static final int INITIALIZE_ARGUMENTS = 6;

    private final Cryptoki library;
    private final VaultSettings.Pkcs11.TokenName name;
    private final Supplier<String> pin;
    private Optional<String> refusedPin = Optional.empty();

    /** @param pin read anew for each login */
    Token(Cryptoki library, VaultSettings.Pkcs11.TokenName name, Supplier<String> pin) {
        this.library = library;
        this.name = name;
        this.pin = pin;
    }

    /** Starts the library; sees slots and tokens as they are now. */
    void start() {
        try (Arena arena = Arena.ofConfined()) {
            // Four functions for locks, which are not ours, flags, and a reserved address.
            MemorySegment arguments = arena.allocate(ValueLayout.JAVA_LONG, INITIALIZE_ARGUMENTS);
            arguments.setAtIndex(ValueLayout.JAVA_LONG, 4, OS_LOCKING);
            library.call(Call.INITIALIZE, arguments.address());
        } catch (CryptokiException refused) {
            if (refused.code() != CryptokiException.ALREADY_INITIALIZED) {
                throw refused;
            }
        }
    }

    /** Stops the library, with all sessions; whether it is of use again is for {@link #start} to find out. */
    @SuppressWarnings("EmptyCatch")
    void stop() {
        try {
            library.call(Call.FINALIZE, 0);
        } catch (CryptokiException notRunning) {
            // It lost its token, or was stopped by another user of it in this process.
        }
    }

    /** The token's slot. @throws VaultUnavailableException if the token is not there */
    long slot() {
        long[] slots = slots();
        return LongStream.of(slots)
                .filter(this::isMeant)
                .findFirst()
                .orElseThrow(() -> new VaultUnavailableException(
                        "no token " + name + " in the " + slots.length + " slots of the PKCS#11 library"));
    }

    /** Whether the token that is meant is in this slot. @throws CryptokiException if the slot cannot tell */
    boolean isMeant(long slot) {
        String label = label(slot);
        return switch (name) {
            case VaultSettings.Pkcs11.TokenName.Label wanted -> wanted.text().equals(label);
            case VaultSettings.Pkcs11.TokenName.Slot wanted -> wanted.number() == slot;
        };
    }

    /** Opens a session that may use keys. A PIN that was refused is not tried again: tokens lock after a few. */
    TokenSession open(long slot) {
        TokenSession session = TokenSession.open(library, slot);
        String secret = pin.get();
        if (refusedPin.filter(secret::equals).isPresent()) {
            throw new VaultUnavailableException("the PIN of the token was refused; it is tried again when it changed");
        }
        try {
            session.login(secret);
            return session;
        } catch (CryptokiException refused) {
            if (refused.code() == CryptokiException.PIN_INCORRECT) {
                refusedPin = Optional.of(secret);
            }
            throw refused;
        }
    }

    private long[] slots() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment slots = arena.allocate(ValueLayout.JAVA_LONG, MAX_SLOTS);
            MemorySegment count = arena.allocateFrom(ValueLayout.JAVA_LONG, MAX_SLOTS);
            library.call(Call.SLOT_LIST, 1, slots.address(), count.address());
            long found = Math.clamp(count.get(ValueLayout.JAVA_LONG, 0), 0, MAX_SLOTS);
            return slots.asSlice(0, found * Long.BYTES).toArray(ValueLayout.JAVA_LONG);
        }
    }

    private String label(long slot) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(INFO, Long.BYTES);
            library.call(Call.TOKEN_INFO, slot, info.address());
            byte[] label = info.asSlice(0, LABEL).toArray(ValueLayout.JAVA_BYTE);
            return new String(label, StandardCharsets.UTF_8).stripTrailing();
        }
    }
}
