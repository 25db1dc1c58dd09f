package dev.rondo.contract;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;
import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A random loop of any form, and the same computation without a loop. The same seed gives the same
 * step on every machine. The loop is differentiable everywhere.
 *
 * @param seed decides what a step computes
 * @param form the form of the loop
 * @param used which of its results are used
 */
public record RandomLoop(long seed, LoopForm form, Used used) {
    private static final List<Shape> SHAPES = List.of(Shape.of(2, 3), Shape.of(), Shape.of(3));

    /** Which results of the loop the computation returns. The others are not used. */
    public enum Used {
        /** Everything. */
        ALL,
        /** The final carries. */
        CARRIES,
        /** The outputs of the steps. */
        OUTPUTS,
        /** The last of its results. */
        LAST,
        /** None. */
        NONE
    }

    /** The loop. */
    public Subject subject() {
        return subject(false);
    }

    /** The same numbers computed without a loop, step after step. */
    public Subject unrolled() {
        return subject(true);
    }

    private Subject subject(boolean unrolled) {
        Scope scope = Scope.root();
        Variable w = scope.parameter("w", Initializer.uniform(1), 3, 3);
        // both have one name, because the numbers are drawn from it
        return Subject.drawn(toString(), scope, d -> new Writer(d, w, unrolled).write());
    }

    private final class Writer {
        private final Drawing drawing;
        private final Tensor weight;
        private final boolean unrolled;

        /**
         * The values that each loop reads from outside, from the outermost loop to the innermost.
         */
        private final List<Given> given = new ArrayList<>();

        Writer(Drawing drawing, Variable weight, boolean unrolled) {
            this.drawing = drawing;
            this.weight = weight.in(drawing.graph());
            this.unrolled = unrolled;
        }

        void write() {
            Optional<LoopForm> level = Optional.of(form);
            for (; level.isPresent(); level = level.get().inner()) {
                given.add(draw(level.get()));
            }
            Tensor time = drawing.given(Array.scalar(DType.I32, 1));
            Scan.Result r = loop(form, 0, List.of(weight), time);
            List<Tensor> results = new ArrayList<>();
            if (used == Used.ALL || used == Used.CARRIES) {
                results.addAll(r.carries());
            }
            if (used == Used.ALL || used == Used.OUTPUTS) {
                results.addAll(r.outputs());
            }
            if (used == Used.LAST) {
                List<Tensor> all = r.outputs().isEmpty() ? r.carries() : r.outputs();
                results.addAll(all.subList(Math.max(0, all.size() - 1), all.size()));
            }
            results.forEach(drawing::output);
            drawing.output(tanh(weight));
        }

        private record Given(List<Tensor> carries, List<Tensor> inputs, Tensor steps) {}

        private Given draw(LoopForm f) {
            List<Tensor> carries = new ArrayList<>();
            for (int i = 0; i < f.carries(); i++) {
                carries.add(
                        i == 2 ? drawing.integers(-3, 4, 2) : drawing.floats(SHAPES.get(i).dims()));
            }
            List<Tensor> inputs = new ArrayList<>();
            for (int i = 0; i < f.inputs(); i++) {
                inputs.add(drawing.floats(shape(i + 1).prepend(f.length()).dims()));
            }
            int steps = f.steps().of(f.length());
            return new Given(carries, inputs, drawing.given(Array.scalar(DType.I32, steps)));
        }

        private static Shape shape(int i) {
            return SHAPES.get(i % SHAPES.size());
        }

        /** A random source that is the same each time a step is traced. */
        private SplittableRandom random(int level, int purpose) {
            return new SplittableRandom(seed + 2 * level + purpose);
        }

        // ---- loops

        private interface Body {
            Scan.Step step(List<Tensor> carries, List<Tensor> rows, Tensor time);
        }

        /**
         * A loop.
         *
         * @param pool floats of the graph around it
         * @param time the number of the present step of the loop around it
         */
        private Scan.Result loop(LoopForm f, int level, List<Tensor> pool, Tensor time) {
            SplittableRandom random = random(level, 0);
            List<Tensor> carries = new ArrayList<>();
            for (Tensor t : given.get(level).carries()) {
                boolean own = !t.dtype().isFloat() || random.nextBoolean();
                carries.add(own ? t : shaped(pick(pool, random), t.shape()));
            }
            List<Tensor> inputs = new ArrayList<>();
            for (Tensor t : given.get(level).inputs()) {
                boolean own = random.nextBoolean();
                inputs.add(own ? t : shaped(pick(pool, random), t.shape()));
            }
            Scan scan =
                    Scan.over(f.length())
                            .carrying(carries)
                            .reading(inputs)
                            .reversed(f.reversed())
                            .steps(
                                    switch (f.steps()) {
                                        case ALL -> null;
                                        case TIME -> time.min(f.length());
                                        default -> given.get(level).steps();
                                    });
            Body body = (c, rows, t) -> step(f, level, pool, c, rows, t);
            return unrolled ? unroll(f, scan, body) : scan(f, scan, body);
        }

        private Scan.Result unroll(LoopForm f, Scan scan, Body body) {
            List<Shape> rows = IntStream.range(0, f.outputs()).mapToObj(Writer::shape).toList();
            return new UnrolledLoop(scan, f.truncation(), rows)
                    .run(drawing.graph(), (c, in, t) -> body.step(c, in, constant(t)));
        }

        private Tensor constant(int number) {
            return drawing.constant(Array.scalar(DType.I32, number));
        }

        private Scan.Result scan(LoopForm f, Scan plain, Body body) {
            List<Tensor> inputs = new ArrayList<>(plain.inputs());
            if (f.readsTime()) {
                inputs.add(Scan.times(drawing.graph(), f.length()));
            }
            Scan scan = plain.reading(inputs);
            return (f.segment() == 0 ? scan : scan.recomputingEvery(f.segment()))
                    .run(
                            (c, in) -> {
                                Tensor time = f.readsTime() ? in.getLast() : null;
                                List<Tensor> rows = in.subList(0, f.inputs());
                                return body.step(held(f, c, time), rows, time);
                            });
        }

        /** The carries. Where the loop is truncated, their gradients are stopped. */
        private List<Tensor> held(LoopForm f, List<Tensor> carries, Tensor time) {
            if (f.truncation() == 0) {
                return carries;
            }
            Tensor at = f.reversed() ? time.negated().plus(f.length() - 1) : time;
            Tensor rest = at.minus(at.dividedBy(f.truncation()).times(f.truncation()));
            Tensor cut = rest.equalTo(0).and(at.greaterThan(0));
            return carries.stream()
                    .map(c -> c.dtype().isFloat() ? where(cut, c.stopGradient(), c) : c)
                    .toList();
        }

        // ---- a step

        private Scan.Step step(
                LoopForm f,
                int level,
                List<Tensor> outside,
                List<Tensor> carries,
                List<Tensor> rows,
                Tensor time) {
            SplittableRandom random = random(level, 1);
            List<Tensor> pool = new ArrayList<>(outside);
            carries.forEach(c -> pool.add(number(c)));
            pool.addAll(rows);
            f.inner()
                    .ifPresent(
                            inner -> {
                                Scan.Result r = loop(inner, level + 1, List.copyOf(pool), time);
                                r.carries().forEach(c -> pool.add(number(c)));
                                double share = 1.0 / Math.max(1, inner.length());
                                r.outputs().forEach(y -> pool.add(y.sum(0).times(share)));
                            });
            List<Tensor> next = new ArrayList<>();
            for (Tensor c : carries) {
                next.add(c.dtype().isFloat() ? value(c, pool, random) : c.plus(1));
            }
            List<Tensor> outputs = new ArrayList<>();
            for (int i = 0; i < f.outputs(); i++) {
                outputs.add(value(shaped(pick(pool, random), shape(i)), pool, random));
            }
            return new Scan.Step(next, outputs);
        }

        private Tensor number(Tensor t) {
            return t.dtype().isFloat() ? t : t.cast(drawing.graph().dtype()).times(0.1);
        }

        /** A new value with the shape of an old one. */
        private Tensor value(Tensor old, List<Tensor> pool, SplittableRandom random) {
            Tensor other = pick(pool, random);
            Tensor same = shaped(other, old.shape());
            return switch (random.nextInt(8)) {
                case 0 -> tanh(old.plus(same));
                case 1 -> {
                    Tensor product = shaped(other, SHAPES.getFirst()).matmul(weight);
                    yield tanh(old.plus(shaped(product, old.shape())));
                }
                case 2 -> old.plus(same.times(0.3));
                case 3 -> old.times(sigmoid(same));
                case 4 -> same;
                case 5 -> old;
                case 6 -> drawing.graph().full(old.shape(), 0.5);
                default -> tanh(same).times(same).minus(old.times(0.5));
            };
        }

        /** An element of a list, preferably a late one. */
        private static Tensor pick(List<Tensor> from, SplittableRandom random) {
            int n = from.size();
            int back = random.nextBoolean() ? random.nextInt(n) : random.nextInt(Math.min(n, 2));
            return from.get(n - 1 - back);
        }

        /** The mean over surplus axes, repeated along missing axes. */
        private static Tensor shaped(Tensor x, Shape to) {
            Tensor t = x;
            while (t.rank() > to.rank() || !isEnd(t.shape(), to)) {
                t = t.mean(0);
            }
            return t.broadcastTo(to);
        }

        /** Whether a shape ends with another. */
        private static boolean isEnd(Shape end, Shape of) {
            for (int i = 1; i <= end.rank(); i++) {
                if (end.dim(-i) != of.dim(-i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
