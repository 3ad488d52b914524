package dev.exhibit.attestor.scan;

/** Numbers of payment cards (ISO/IEC 7812): the ranges of the issuers, their lengths, the check digit, the printed groups. */
final class Cards {
    private static final int SHORTEST = 14;
    private static final int LONGEST = 19;
    private static final int GROUP = 4;

    private Cards() {}

    static boolean in(String text) {
        int i = 0;
        while (i < text.length()) {
            if (!Ascii.isDigit(text.charAt(i))) {
                i++;
                continue;
            }
            int end = digitsEnd(text, i);
            if (Numbers.isOpen(text, i - 1) && isCard(text, i, end)) {
                return true;
            }
            i = end;
        }
        return false;
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && Ascii.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The digits from {@code from} to {@code end} are the number, or its first group. */
    private static boolean isCard(String text, int from, int end) {
        if (end - from >= SHORTEST) {
            return end - from <= LONGEST && Numbers.isOpen(text, end) && isNumber(text.substring(from, end));
        }
        boolean separated =
                end - from == GROUP && end < text.length() && (text.charAt(end) == ' ' || text.charAt(end) == '-');
        return separated && isGrouped(text, from, text.charAt(end));
    }

    /** What follows the number, after a space, may be another one, as the date until which the card is good. */
    private static boolean isGrouped(String text, int from, char separator) {
        StringBuilder digits = new StringBuilder();
        int[] groups = new int[LONGEST];
        int count = 0;
        int i = from;
        int end = digitsEnd(text, i);
        while (end > i && digits.length() + end - i <= LONGEST) {
            digits.append(text, i, end);
            groups[count] = end - i;
            count++;
            if (Numbers.isOpen(text, end) && isPrinted(groups, count) && isNumber(digits.toString())) {
                return true;
            }
            if (end == text.length() || text.charAt(end) != separator) {
                return false;
            }
            i = end + 1;
            end = digitsEnd(text, i);
        }
        return false;
    }

    /** In fours, or as Diners and American Express do. */
    private static boolean isPrinted(int[] groups, int count) {
        boolean fours = groups[count - 1] <= GROUP;
        for (int i = 0; i < count - 1; i++) {
            fours &= groups[i] == GROUP;
        }
        boolean three = count == 3 && groups[0] == GROUP && groups[1] == 6;
        return fours || (three && (groups[2] == 4 || groups[2] == 5));
    }

    private static boolean isNumber(String digits) {
        return isIssued(digits) && hasCheckDigit(digits);
    }

    private static boolean isIssued(String digits) {
        if (digits.length() < SHORTEST) {
            return false;
        }
        int two = Integer.parseInt(digits.substring(0, 2));
        int three = Integer.parseInt(digits.substring(0, 3));
        int four = Integer.parseInt(digits.substring(0, 4));
        return switch (digits.length()) {
            case 14 -> (three >= 300 && three <= 305) || three == 309 || two == 36 || two == 38 || two == 39; // Diners
            case 15 -> two == 34 || two == 37; // American Express
            case 16 ->
                (two >= 40 && two <= 49) // Visa
                        || (two >= 51 && two <= 55) // Mastercard
                        || (four >= 2221 && four <= 2720)
                        || (four >= 3528 && four <= 3589) // JCB
                        || isDiscoverOrUnionPay(two, three, four);
            case 17, 18, 19 -> isDiscoverOrUnionPay(two, three, four);
            default -> false;
        };
    }

    private static boolean isDiscoverOrUnionPay(int two, int three, int four) {
        return four == 6011 || (three >= 644 && three <= 649) || two == 65 || two == 62;
    }

    /** ISO/IEC 7812-1, annex B (Luhn). */
    private static boolean hasCheckDigit(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }
}
