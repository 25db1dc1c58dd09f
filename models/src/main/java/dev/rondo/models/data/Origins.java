package dev.rondo.models.data;

import java.util.Arrays;

/**
 * Where forecasts begin: of each, its series and its first row.
 *
 * @param series which series of the panel
 * @param rows the first forecast row
 */
public record Origins(int[] series, int[] rows) {
    /** How many there are. */
    public int size() {
        return rows.length;
    }

    /** Some of them. */
    Origins pick(int... which) {
        return new Origins(
                Arrays.stream(which).map(i -> series[i]).toArray(),
                Arrays.stream(which).map(i -> rows[i]).toArray());
    }

    /**
     * At most so many of them, evenly spread.
     *
     * @param most above 0
     */
    public Origins thinned(int most) {
        if (size() <= most) {
            return this;
        }
        int[] which = new int[most];
        for (int i = 0; i < most; i++) {
            which[i] = (int) ((long) i * size() / most);
        }
        return pick(which);
    }
}
