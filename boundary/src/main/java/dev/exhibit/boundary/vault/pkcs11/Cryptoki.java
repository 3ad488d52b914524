package dev.exhibit.boundary.vault.pkcs11;

import dev.exhibit.crypto.vault.VaultUnavailableException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The functions of one PKCS#11 library, by way of its function list ({@code CK_FUNCTION_LIST}). Every argument is a number
 * or an address of the same width, {@code CK_ULONG}: 64 bits wherever we run. The only class that hands control to native
 * code; what a caller passes must live until the call is over.
 */
@SuppressWarnings("restricted") // native code is what this class is about
final class Cryptoki {
    private static final Linker LINKER = Linker.nativeLinker();

    private final Map<Call, MethodHandle> functions = new EnumMap<>(Call.class);

    /** The functions that are used. */
    enum Call {
        INITIALIZE("C_Initialize", 0, 1),
        FINALIZE("C_Finalize", 1, 1),
        SLOT_LIST("C_GetSlotList", 4, 3),
        TOKEN_INFO("C_GetTokenInfo", 6, 2),
        OPEN_SESSION("C_OpenSession", 12, 5),
        CLOSE_SESSION("C_CloseSession", 13, 1),
        LOGIN("C_Login", 18, 4),
        DESTROY_OBJECT("C_DestroyObject", 22, 2),
        GET_ATTRIBUTES("C_GetAttributeValue", 24, 4),
        SET_ATTRIBUTES("C_SetAttributeValue", 25, 4),
        FIND_INIT("C_FindObjectsInit", 26, 3),
        FIND("C_FindObjects", 27, 4),
        FIND_FINAL("C_FindObjectsFinal", 28, 1),
        SIGN_INIT("C_SignInit", 42, 3),
        SIGN("C_Sign", 43, 5),
        GENERATE_PAIR("C_GenerateKeyPair", 59, 8);

        private final String wire;
        private final int place;
        private final int arguments;

        /**
         * A function.
         *
         * @param place in the function list, from 0
         * @param arguments how many it takes
         */
        Call(String wire, int place, int arguments) {
            this.wire = wire;
            this.place = place;
            this.arguments = arguments;
        }

        String wire() {
            return wire;
        }
    }

    private Cryptoki(MemorySegment list) {
        for (Call call : Call.values()) {
            MemorySegment function = list.get(ValueLayout.ADDRESS, (1L + call.place) * Long.BYTES);
            MemoryLayout[] arguments = Stream.generate(() -> ValueLayout.JAVA_LONG)
                    .limit(call.arguments)
                    .toArray(MemoryLayout[]::new);
            functions.put(
                    call,
                    LINKER.downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments))
                            .asSpreader(long[].class, call.arguments));
        }
    }

    /**
     * Loads a library; it stays loaded as long as the process.
     *
     * @throws VaultUnavailableException if there is no such library, or it is none of PKCS#11
     */
    static Cryptoki load(Path library) {
        try (Arena arena = Arena.ofConfined()) {
            if (!ValueLayout.JAVA_LONG.equals(LINKER.canonicalLayouts().get("long"))) {
                throw new VaultUnavailableException("PKCS#11 libraries are used on 64-bit Unix only");
            }
            MemorySegment entry = SymbolLookup.libraryLookup(library, Arena.global())
                    .find("C_GetFunctionList")
                    .orElseThrow(() -> new VaultUnavailableException(library + " is no PKCS#11 library"));
            MethodHandle functionList = LINKER.downcallHandle(
                            entry, FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG))
                    .asSpreader(long[].class, 1);
            MemorySegment place = arena.allocate(ValueLayout.ADDRESS);
            long answer = invoke(functionList, place.address());
            if (answer != 0) {
                throw new VaultUnavailableException(library + " gives no list of its functions");
            }
            long size = (1L + Call.GENERATE_PAIR.place + 1) * Long.BYTES;
            return new Cryptoki(place.get(ValueLayout.ADDRESS, 0).reinterpret(size));
        } catch (IllegalArgumentException notLoaded) {
            throw new VaultUnavailableException("the PKCS#11 library " + library + " cannot be loaded", notLoaded);
        }
    }

    /** @throws CryptokiException unless the answer is {@code CKR_OK} */
    void call(Call call, long... arguments) {
        long answer = invoke(Objects.requireNonNull(functions.get(call)), arguments);
        if (answer != 0) {
            throw new CryptokiException(call, answer);
        }
    }

    private static long invoke(MethodHandle function, long... arguments) {
        try {
            return (long) function.invokeExact(arguments);
        } catch (RuntimeException | Error passed) {
            throw passed;
        } catch (Throwable impossible) {
            throw new IllegalStateException("a native function throws nothing", impossible);
        }
    }
}
