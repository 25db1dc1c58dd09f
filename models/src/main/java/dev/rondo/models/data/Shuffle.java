package dev.rondo.models.data;

import java.util.SplittableRandom;

/** An order of its own for each epoch, a function of seed and epoch alone. */
final class Shuffle {
    private final int[] order;
    private final long seed;
    private long epoch = -1;

    /** Orders of {@code count} items. */
    Shuffle(int count, long seed) {
        this.order = new int[count];
        this.seed = seed;
    }

    /** The item at a place of an epoch. */
    int of(long wanted, int place) {
        if (wanted != epoch) {
            draw(wanted);
        }
        return order[place];
    }

    /** Fisher and Yates's method, as Durstenfeld (1964) has it. */
    private void draw(long wanted) {
        SplittableRandom random = Mix.at(seed, wanted);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        epoch = wanted;
    }
}
