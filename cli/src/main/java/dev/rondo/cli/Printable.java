package dev.rondo.cli;

/**
 * Text that is safe on a terminal. Text from others (file names, vocabularies, names of tensors)
 * can contain characters that move the cursor, rename the window, or reverse the order of what
 * follows.
 */
public final class Printable {
    private Printable() {}

    /**
     * The text on one line. Characters that a terminal would obey are written as {@code \\u001b}.
     */
    public static String line(String text) {
        return escaped(text.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /**
     * The text with its lines and tabs. Other characters that a terminal would obey are written
     * out.
     */
    public static String escaped(String text) {
        if (text.codePoints().noneMatch(Printable::isObeyed)) {
            return text;
        }
        StringBuilder s = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            if (isObeyed(c)) {
                                s.append(isReturn(c) ? "\\r" : unicode(c));
                            } else {
                                s.appendCodePoint(c);
                            }
                        });
        return s.toString();
    }

    private static boolean isReturn(int c) {
        return c == '\r';
    }

    private static String unicode(int c) {
        String digits = "0000" + Integer.toHexString(c);
        return "\\u" + digits.substring(digits.length() - 4);
    }

    /**
     * Whether it is a control character except line feed and tab, a mark of direction, or half of a
     * character.
     */
    private static boolean isObeyed(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t'
                || c == 0x061C
                || c >= 0x200E && c <= 0x200F
                || c >= 0x2028 && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069
                || c >= 0xD800 && c <= 0xDFFF;
    }
}
