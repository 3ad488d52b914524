package dev.exhibit.boundary.vault.pkcs11;

import java.util.Map;

/** A library's answer other than {@code CKR_OK}. */
final class CryptokiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    static final long OBJECT_HANDLE_INVALID = 0x82;
    static final long KEY_HANDLE_INVALID = 0x60;
    static final long PIN_INCORRECT = 0xA0;
    static final long USER_ALREADY_LOGGED_IN = 0x100;
    static final long ALREADY_INITIALIZED = 0x191;

    /** Those that an operator may see (section 4 of the header that is part of the specification). */
    private static final Map<Long, String> NAMES = Map.ofEntries(
            Map.entry(0x3L, "CKR_SLOT_ID_INVALID"),
            Map.entry(0x5L, "CKR_GENERAL_ERROR"),
            Map.entry(0x6L, "CKR_FUNCTION_FAILED"),
            Map.entry(0x30L, "CKR_DEVICE_ERROR"),
            Map.entry(0x31L, "CKR_DEVICE_MEMORY"),
            Map.entry(0x32L, "CKR_DEVICE_REMOVED"),
            Map.entry(KEY_HANDLE_INVALID, "CKR_KEY_HANDLE_INVALID"),
            Map.entry(0x70L, "CKR_MECHANISM_INVALID"),
            Map.entry(OBJECT_HANDLE_INVALID, "CKR_OBJECT_HANDLE_INVALID"),
            Map.entry(PIN_INCORRECT, "CKR_PIN_INCORRECT"),
            Map.entry(0xA3L, "CKR_PIN_EXPIRED"),
            Map.entry(0xA4L, "CKR_PIN_LOCKED"),
            Map.entry(0xB1L, "CKR_SESSION_COUNT"),
            Map.entry(0xB3L, "CKR_SESSION_HANDLE_INVALID"),
            Map.entry(0xE0L, "CKR_TOKEN_NOT_PRESENT"),
            Map.entry(0xE2L, "CKR_TOKEN_WRITE_PROTECTED"),
            Map.entry(0x101L, "CKR_USER_NOT_LOGGED_IN"),
            Map.entry(0x102L, "CKR_USER_PIN_NOT_INITIALIZED"),
            Map.entry(0x190L, "CKR_CRYPTOKI_NOT_INITIALIZED"));

    private final long code;

    CryptokiException(Cryptoki.Call call, long code) {
        super("the PKCS#11 library answered " + NAMES.getOrDefault(code, "0x" + Long.toHexString(code)) + " to "
                + call.wire());
        this.code = code;
    }

    long code() {
        return code;
    }

    /** Whether the object that was named is not there any more. */
    boolean saysGone() {
        return code == OBJECT_HANDLE_INVALID || code == KEY_HANDLE_INVALID;
    }
}
