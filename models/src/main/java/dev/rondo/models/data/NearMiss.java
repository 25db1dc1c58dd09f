package dev.rondo.models.data;

import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/**
 * The name that was meant: names that differ in case, spaces, marks or letters that look alike, or
 * in few characters.
 */
public final class NearMiss {
    /** Letters of other scripts, and the Latin ones that they look like. */
    private static final String ALIKE = "аеорсухіјѕвкмнтαβεικνορτυχß";

    private static final String LATIN = "aeopcyxijsbkmhtabeikvoptuxs";

    private NearMiss() {}

    /**
     * The nearest of the names there are, if one is near.
     *
     * @param wanted what was written
     * @param known the names there are
     */
    public static Optional<String> of(String wanted, Collection<String> known) {
        String key = key(wanted);
        int most = key.codePointCount(0, key.length()) / 4 + (key.length() > 2 ? 1 : 0);
        return known.stream()
                .filter(name -> distance(key, key(name)) <= most)
                .min(Comparator.comparingInt(name -> distance(key, key(name))));
    }

    /**
     * A question to append to an error, {@code "; did you mean 'x'?"}; empty where no name is near.
     */
    public static String question(String wanted, Collection<String> known) {
        return of(wanted, known).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    /** What is left of a name without what the eye easily misses. */
    private static String key(String name) {
        StringBuilder key = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .map(NearMiss::latin)
                .forEach(key::appendCodePoint);
        return key.isEmpty() ? name : key.toString();
    }

    private static int latin(int letter) {
        int at = ALIKE.indexOf(letter);
        return at < 0 ? letter : LATIN.charAt(at);
    }

    /** Characters to insert, remove or replace (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
