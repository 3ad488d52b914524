package dev.exhibit.attestor.scan;

import java.util.HashMap;
import java.util.Map;

/** International bank account numbers (ISO 13616): the form of their country, and check digits (ISO 7064, mod 97-10). */
final class Ibans {
    /** Country and the form of what follows the check digits, as SWIFT's registry has it: n digits, a letters, c either. */
    private static final String REGISTRY = """
            AD8n12c AE19n AL8n16c AT16n AZ4a20c BA16n BE12n BG4a6n8c BH4a14c BR23n1a1c BY4c4n16c CH5n12c CR18n CY8n16c
            CZ20n DE18n DK14n DO4c20n EE16n EG25n ES20n FI14n FO14n FR10n11c2n GB4a14n GE2a16n GI4a15c GL14n GR7n16c
            GT24c HR17n HU24n IE4a14n IL19n IQ4a15n IS22n IT1a10n12c JO4a4n18c KW4a22c KZ3n13c LB4n20c LC4a24c LI5n12c
            LT16n LU3n13c LV4a13c LY21n MC10n11c2n MD20c ME18n MK3n10c2n MR23n MT4a5n18c MU4a19n3a NL4a10n NO11n
            PK4a16c PL24n PS4a21c PT21n QA4a21c RO4a16c RS18n SA2n18c SC4a20n3a SE20n SI15n SK20n SM1a10n12c ST21n
            SV4a20n TL19n TN20n TR6n16c UA6n19c VA18n VG4a16n XK16n""";

    private static final Map<String, String> FORMS = forms();
    private static final int GROUP = 4;
    private static final int MODULUS = 97;
    private static final int LETTERS_FROM = 10;

    private Ibans() {}

    /** One letter for each character of the number after its country and check digits. */
    private static Map<String, String> forms() {
        Map<String, String> forms = new HashMap<>();
        for (String entry : REGISTRY.split("\\s+", -1)) {
            StringBuilder form = new StringBuilder();
            int times = 0;
            for (char c : entry.substring(2).toCharArray()) {
                if (Ascii.isDigit(c)) {
                    times = times * 10 + c - '0';
                } else {
                    form.repeat(c, times);
                    times = 0;
                }
            }
            forms.put(entry.substring(0, 2), form.toString());
        }
        return Map.copyOf(forms);
    }

    static boolean in(String text) {
        for (int i = 0; i + GROUP < text.length(); i++) {
            boolean begins = Ascii.isUpper(text.charAt(i))
                    && Ascii.isUpper(text.charAt(i + 1))
                    && Ascii.isDigit(text.charAt(i + 2))
                    && Ascii.isDigit(text.charAt(i + 3))
                    && Numbers.isOpen(text, i - 1);
            if (begins && isIban(text, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isIban(String text, int at) {
        String form = FORMS.get(text.substring(at, at + 2));
        if (form == null) {
            return false;
        }
        boolean grouped = text.charAt(at + GROUP) == ' ';
        int check = 0;
        int i = at + GROUP;
        for (int n = 0; n < form.length(); n++) {
            if (grouped && n % GROUP == 0) {
                if (i >= text.length() || text.charAt(i) != ' ') {
                    return false;
                }
                i++;
            }
            if (i >= text.length() || !fits(text.charAt(i), form.charAt(n))) {
                return false;
            }
            check = added(check, text.charAt(i));
            i++;
        }
        for (int n = at; n < at + GROUP; n++) {
            check = added(check, text.charAt(n));
        }
        return check == 1 && Numbers.isOpen(text, i);
    }

    private static boolean fits(char c, char kind) {
        return switch (kind) {
            case 'n' -> Ascii.isDigit(c);
            case 'a' -> Ascii.isUpper(c);
            default -> Ascii.isDigit(c) || Ascii.isUpper(c);
        };
    }

    private static int added(int check, char c) {
        return Ascii.isDigit(c) ? (check * 10 + c - '0') % MODULUS : (check * 100 + c - 'A' + LETTERS_FROM) % MODULUS;
    }
}
