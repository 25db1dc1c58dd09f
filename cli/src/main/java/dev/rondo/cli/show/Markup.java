package dev.rondo.cli.show;

/** Text within XML and HTML. */
public final class Markup {
    private Markup() {}

    /** Text as it is written there; what XML cannot hold becomes a replacement character. */
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

    private static boolean isXml(int c) {
        return c >= 0x20 && !(c >= 0xD800 && c < 0xE000) && c != 0xFFFE && c != 0xFFFF
                || c == '\n'
                || c == '\t';
    }
}
