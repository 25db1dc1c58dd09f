package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One way to run a cell, drawn from a seed: sizes, one or two layers, forwards, backwards or both,
 * sequences of equal or different lengths, all steps or a number of steps given at run time.
 */
final class CellTrial {
    private enum Direction {
        FORWARDS,
        BACKWARDS,
        BOTH
    }

    private static final int[] SMALL = {1, 2, 3};
    private static final int[] LARGE = {1, 2, 3, 5, 7, 8, 13, 16, 19, 31, 37};
    private static final int MOST_STEPS = 9;

    private final SplittableRandom random;
    private final boolean small;
    private final Direction direction;
    private final int layers;
    private final CellSizes sizes;
    private final int[] lengths;
    private final int count;

    private CellTrial(Shape image, long seed) {
        random = new SplittableRandom(seed);
        small = random.nextInt(4) == 0;
        direction = Direction.values()[random.nextInt(Direction.values().length)];
        layers = random.nextInt(3) == 0 ? 2 : 1;
        int steps = 1 + random.nextInt(small ? 4 : MOST_STEPS);
        sizes = new CellSizes(steps, size(), size(), size(), image);
        lengths = random.nextBoolean() ? random.ints(sizes.batch(), 0, steps + 1).toArray() : null;
        count = random.nextInt(4) == 0 ? random.nextInt(steps + 1) : -1;
    }

    private int size() {
        int[] choices = small ? SMALL : LARGE;
        return choices[random.nextInt(choices.length)];
    }

    static Trial of(String name, Shape image, CellFactory factory, long seed) {
        CellTrial trial = new CellTrial(image, seed);
        return new Trial(trial.subject(name + " of seed " + seed, factory), trial.small);
    }

    private Subject subject(String name, CellFactory factory) {
        Scope scope = Scope.root();
        List<Cell<?>> forwards = new ArrayList<>();
        List<Cell<?>> backwards = new ArrayList<>();
        if (direction != Direction.BACKWARDS) {
            forwards.add(cell(factory, scope.child("forwards")));
        }
        if (direction != Direction.FORWARDS) {
            backwards.add(cell(factory, scope.child("backwards")));
        }
        return Subject.drawn(
                name,
                scope,
                d -> {
                    Tensor x = d.floats(sizes.sequence().dims());
                    Tensor n = lengths == null ? null : d.given("lengths", Array.of(lengths));
                    Tensor steps =
                            count < 0 ? null : d.given("steps", Array.scalar(DType.I32, count));
                    forwards.forEach(c -> trace(c, d, x, n, steps, false));
                    backwards.forEach(c -> trace(c, d, x, n, steps, true));
                });
    }

    private Cell<?> cell(CellFactory factory, Scope scope) {
        if (layers == 1) {
            return factory.create(scope, sizes.inputs(), sizes.units());
        }
        return new StackedCell(
                List.of(
                        factory.create(scope.child("0"), sizes.inputs(), sizes.units()),
                        factory.create(scope.child("1"), sizes.units(), sizes.units())));
    }

    private <S extends Record> void trace(
            Cell<S> cell, Drawing d, Tensor x, Tensor lengths, Tensor steps, boolean backwards) {
        String side = backwards ? "backwards." : "forwards.";
        S start = CellRun.start(cell, d, side + "s", sizes);
        Recurrence<S> r = Recurrence.of(cell).from(start).lengths(lengths);
        if (backwards) {
            r = r.backwards();
        }
        if (steps != null) {
            r = r.steps(steps);
        }
        Recurrence.Result<S> result = r.over(x);
        d.output(side + "outputs", result.outputs());
        CellRun.outputs(d, side + "last", result.last());
    }
}
