package dev.rondo.contract;

import dev.rondo.array.Shape;
import dev.rondo.cell.CellFactory;

import java.util.function.LongFunction;

/**
 * Computations of one kind. Each seed gives one of them, the same on every machine.
 *
 * @param name for people
 * @param trials makes the computation of a seed; the name of its subject must differ from seed to
 *     seed, because the subject's numbers are drawn from the name
 */
public record Family(String name, LongFunction<Trial> trials) {
    private static final int SHORTEST = 5;
    private static final int LONGEST = 40;

    /** Whole programs of operations of every kind, with loops. */
    public static Family programs() {
        return new Family("random programs", Family::program);
    }

    private static Trial program(long seed) {
        boolean smooth = (seed >> 1) % 2 == 0;
        int length = SHORTEST + (int) Math.floorMod(seed, LONGEST + 1L - SHORTEST);
        return new Trial(new RandomProgram(seed, length, smooth).subject(), smooth);
    }

    /** A cell over sequences; see {@link CellTrial}. */
    public static Family cell(String name, CellFactory factory) {
        return cell(name, Shape.of(), factory);
    }

    /**
     * A cell over sequences of images.
     *
     * @param image the axes of an input between batch and channels, such as height and width
     * @param factory is given numbers of channels
     */
    public static Family cell(String name, Shape image, CellFactory factory) {
        return new Family(name, seed -> CellTrial.of(name, image, factory, seed));
    }
}
