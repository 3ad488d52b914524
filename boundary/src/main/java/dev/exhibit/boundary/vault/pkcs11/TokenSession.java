package dev.exhibit.boundary.vault.pkcs11;

import dev.exhibit.boundary.vault.pkcs11.Cryptoki.Call;
import dev.exhibit.crypto.digest.Digest;
import dev.exhibit.crypto.encoding.Bytes;
import dev.exhibit.crypto.encoding.Hex;
import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * One session with a token, for one thread at a time. Objects are named by the handles that the library gives them.
 *
 * @param library speaks to the token
 * @param handle the session's
 */
record TokenSession(Cryptoki library, long handle) {
    private static final long USER = 1;
    private static final long SERIAL_AND_WRITING = 6;
    private static final long EC_KEY_PAIR_GEN = 0x1040;
    private static final long ECDSA = 0x1041;
    private static final int MAX_FOUND = 8;
    private static final int MAX_VALUE = 1024;
    private static final int SIGNATURE = 64;
    /** The object identifier of P-256, which stands for the curve's parameters (RFC 5480 section 2.1.1.1). */
    private static final Bytes P256 = Hex.decode("06082a8648ce3d030107");

    /**
     * The two halves of a new key.
     *
     * @param publicHalf handle
     * @param privateHalf handle
     */
    record Pair(long publicHalf, long privateHalf) {}

    static TokenSession open(Cryptoki library, long slot) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(ValueLayout.JAVA_LONG);
            library.call(Call.OPEN_SESSION, slot, SERIAL_AND_WRITING, 0, 0, handle.address());
            return new TokenSession(library, handle.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    /** Logs all sessions of this process in. The PIN is wiped from native memory. */
    void login(String pin) {
        Bytes text = Bytes.utf8(pin);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment secret = arena.allocateFrom(ValueLayout.JAVA_BYTE, text.toArray());
            try {
                library.call(Call.LOGIN, handle, USER, secret.address(), text.size());
            } finally {
                secret.fill((byte) 0);
            }
        } catch (CryptokiException refused) {
            if (refused.code() != CryptokiException.USER_ALREADY_LOGGED_IN) {
                throw refused;
            }
        }
    }

    void close() {
        library.call(Call.CLOSE_SESSION, handle);
    }

    /** Makes a P-256 pair in the token; its private half is for signing and never leaves. */
    Pair generate(Bytes label) {
        Template common = Template.none()
                .with(Template.TOKEN, true)
                .with(Template.KEY_TYPE, Template.EC)
                .with(Template.LABEL, label);
        Template publicHalf = common.with(Template.EC_PARAMS, P256).with(Template.VERIFY, true);
        Template privateHalf = common.with(Template.PRIVATE, true)
                .with(Template.SENSITIVE, true)
                .with(Template.EXTRACTABLE, false)
                .with(Template.SIGN, true);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handles = arena.allocate(ValueLayout.JAVA_LONG, 2);
            library.call(
                    Call.GENERATE_PAIR,
                    handle,
                    mechanism(arena, EC_KEY_PAIR_GEN).address(),
                    publicHalf.in(arena).address(),
                    publicHalf.size(),
                    privateHalf.in(arena).address(),
                    privateHalf.size(),
                    handles.address(),
                    handles.address() + Long.BYTES);
            return new Pair(handles.getAtIndex(ValueLayout.JAVA_LONG, 0), handles.getAtIndex(ValueLayout.JAVA_LONG, 1));
        }
    }

    /** The first few objects with all of these attributes. */
    List<Long> find(Template wanted) {
        try (Arena arena = Arena.ofConfined()) {
            library.call(Call.FIND_INIT, handle, wanted.in(arena).address(), wanted.size());
            try {
                MemorySegment found = arena.allocate(ValueLayout.JAVA_LONG, MAX_FOUND);
                MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
                library.call(Call.FIND, handle, found.address(), MAX_FOUND, count.address());
                List<Long> objects = new ArrayList<>();
                for (int i = 0; i < Math.min(count.get(ValueLayout.JAVA_LONG, 0), MAX_FOUND); i++) {
                    objects.add(found.getAtIndex(ValueLayout.JAVA_LONG, i));
                }
                return objects;
            } finally {
                library.call(Call.FIND_FINAL, handle);
            }
        }
    }

    /** One attribute's value. @throws VaultUnavailableException if it is longer than any that we ask for */
    Bytes read(long object, long attribute) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment value = arena.allocate(MAX_VALUE);
            MemorySegment entry = arena.allocate(Template.ENTRY, Long.BYTES);
            entry.setAtIndex(ValueLayout.JAVA_LONG, 0, attribute);
            entry.setAtIndex(ValueLayout.JAVA_LONG, 1, value.address());
            entry.setAtIndex(ValueLayout.JAVA_LONG, 2, MAX_VALUE);
            library.call(Call.GET_ATTRIBUTES, handle, object, entry.address(), 1);
            return bytes(value, entry.getAtIndex(ValueLayout.JAVA_LONG, 2));
        }
    }

    void set(long object, Template values) {
        try (Arena arena = Arena.ofConfined()) {
            library.call(Call.SET_ATTRIBUTES, handle, object, values.in(arena).address(), values.size());
        }
    }

    void destroy(long object) {
        library.call(Call.DESTROY_OBJECT, handle, object);
    }

    /** ECDSA over a digest: the two numbers at 32 bytes each. */
    Bytes sign(long key, Digest digest) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment input =
                    arena.allocateFrom(ValueLayout.JAVA_BYTE, digest.bytes().toArray());
            MemorySegment output = arena.allocate(SIGNATURE);
            MemorySegment length = arena.allocateFrom(ValueLayout.JAVA_LONG, SIGNATURE);
            library.call(Call.SIGN_INIT, handle, mechanism(arena, ECDSA).address(), key);
            library.call(Call.SIGN, handle, input.address(), input.byteSize(), output.address(), length.address());
            return bytes(output, length.get(ValueLayout.JAVA_LONG, 0));
        }
    }

    /** A mechanism without parameters. */
    private static MemorySegment mechanism(Arena arena, long number) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, number, 0, 0);
    }

    private static Bytes bytes(MemorySegment value, long length) {
        if (length < 0 || length > value.byteSize()) {
            throw new VaultUnavailableException("the PKCS#11 library answers with a value of another length");
        }
        return Bytes.owned(value.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
    }
}
