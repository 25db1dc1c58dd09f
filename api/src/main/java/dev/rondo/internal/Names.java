package dev.rondo.internal;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lists in messages. They stay short however long the list is. */
public final class Names {
    /** The most names that are shown. */
    static final int MOST = 20;

    /** The most characters that are shown of one name. */
    static final int LONGEST = 200;

    private Names() {}

    /** {@code a, b, c}; of a long list, the first names and the number of the others. */
    public static String some(Collection<?> all) {
        return some(all, ", ");
    }

    /** The same list with another separator. */
    public static String some(Collection<?> all, String separator) {
        return join(all, separator, "");
    }

    /** {@code 'a', 'b'}, shortened in the same way. */
    public static String quoted(Collection<String> all) {
        return join(all, ", ", "'");
    }

    private static String join(Collection<?> all, String separator, String quote) {
        // a single remaining name is never counted, because naming it is as short
        int shown = all.size() > MOST + 1 ? MOST : all.size();
        String named =
                all.stream()
                        .limit(shown)
                        .map(n -> quote + shortened(String.valueOf(n)) + quote)
                        .collect(Collectors.joining(separator));
        return shown == all.size()
                ? named
                : String.format(Locale.ROOT, "%s and %,d more", named, all.size() - shown);
    }

    private static String shortened(String name) {
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "…";
    }
}
