package dev.rondo.cli;

/**
 * Text that a terminal may show. What others wrote (file names, vocabularies, names of tensors) can
 * hold characters that move the cursor, rename the window or turn the order of what follows.
 */
public final class Printable {
    private Printable() {}

    /** The text in one line; what a terminal would obey is written as {@code \\u001b}. */
    public static String line(String text) {
        return escaped(text.strip().replaceAll("\\s*\\R\\s*", " "));
    }

    /** The text with its lines and tabs; what else a terminal would obey is written out. */
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

    /** Controls but for line feeds and tabs, marks of direction, and halves of characters. */
    private static boolean isObeyed(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\t'
                || c == 0x061C
                || c >= 0x200E && c <= 0x200F
                || c >= 0x2028 && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069
                || c >= 0xD800 && c <= 0xDFFF;
    }
}
