package dev.rondo.cli.show;

/** Text for XML and HTML. */
public final class Markup {
    private Markup() {}

    /**
     * Text as it is written in XML. A character that XML cannot contain, or that would change the
     * order of the text around it, becomes a replacement character.
     */
    public static String escaped(String text) {
        StringBuilder s = new StringBuilder();
        text.codePoints()
                .forEach(
                        c -> {
                            switch (c) {
                                case '&' -> s.append("&amp;");
                                case '<' -> s.append("&lt;");
                                case '>' -> s.append("&gt;");
                                case '"' -> s.append("&quot;");
                                default -> s.appendCodePoint(isXml(c) ? c : 0xFFFD);
                            }
                        });
        return s.toString();
    }

    /**
     * Text as a page shows it that a script fills: without the characters that {@link #escaped}
     * replaces.
     */
    static String shown(String text) {
        return text.codePoints()
                .map(c -> isXml(c) ? c : 0xFFFD)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * Whether it is an 8-bit control character, or a mark that changes the order of what is read.
     */
    private static boolean isMisleading(int c) {
        return c >= 0x7F && c < 0xA0 || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    }

    private static boolean isXml(int c) {
        return c >= 0x20
                        && !isMisleading(c)
                        && !(c >= 0xD800 && c < 0xE000)
                        && c != 0xFFFE
                        && c != 0xFFFF
                || c == '\n'
                || c == '\t';
    }
}
