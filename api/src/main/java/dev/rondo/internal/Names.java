package dev.rondo.internal;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lists in messages, which stay short however long the list is. */
public final class Names {
    /** As many are named. */
    static final int MOST = 20;

    /** Characters of one name that are shown. */
    static final int LONGEST = 200;

    private Names() {}

    /** {@code a, b, c}; of many the first and how many more there are. */
    public static String some(Collection<?> all) {
        return some(all, ", ");
    }

    /** The same with something else between them. */
    public static String some(Collection<?> all, String separator) {
        return join(all, separator, "");
    }

    /** {@code 'a', 'b'}, shortened in the same way. */
    public static String quoted(Collection<String> all) {
        return join(all, ", ", "'");
    }

    private static String join(Collection<?> all, String separator, String quote) {
        // one is never counted: to name it is as short
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
