package dev.rondo.models.data;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as messages say them. */
final class Words {
    private Words() {}

    /** So many of something. */
    static String count(long count, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
    }

    /** A number without trailing zeros. */
    static String number(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.precision() - stripped.scale() < 20
                ? stripped.toPlainString()
                : stripped.toString();
    }
}
