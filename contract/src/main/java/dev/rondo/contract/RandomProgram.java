package dev.rondo.contract;

import static dev.rondo.graph.Functions.abs;
import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.cos;
import static dev.rondo.graph.Functions.exp;
import static dev.rondo.graph.Functions.log;
import static dev.rondo.graph.Functions.randomBits;
import static dev.rondo.graph.Functions.relu;
import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.sin;
import static dev.rondo.graph.Functions.softmax;
import static dev.rondo.graph.Functions.sqrt;
import static dev.rondo.graph.Functions.tanh;
import static dev.rondo.graph.Functions.where;
import static dev.rondo.graph.Images.conv2d;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Geometry;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A whole random program: operations of every kind over variables and inputs, with loops and nested
 * loops, forwards and backwards, some with a number of steps known only at run time. The same seed
 * gives the same program on every machine. A shorter program is the beginning of a longer one.
 *
 * <p>Floats stay within [−1, 1] or nearly, and no decision depends on a rounded float, so programs
 * are well conditioned.
 *
 * @param seed decides everything
 * @param length number of operations before the results
 * @param smooth leaves out operations with kinks, so that gradients can be checked by differences
 */
public record RandomProgram(long seed, int length, boolean smooth) {
    private static final int[] EXTENTS = {1, 2, 3, 5, 7};
    private static final int DEEPEST = 2;

    /** The program with the numbers on which it runs. */
    public Subject subject() {
        Scope scope = Scope.root();
        List<Variable> variables = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3; i++) {
            variables.add(
                    scope.parameter(
                            "v" + i, Initializer.uniform(1), extent(random), extent(random)));
        }
        long start = random.nextLong();
        return Subject.drawn(
                toString(),
                scope,
                d -> new Writer(d, new SplittableRandom(start)).write(variables));
    }

    private static int extent(SplittableRandom random) {
        return EXTENTS[random.nextInt(1, EXTENTS.length)];
    }

    @Override
    public String toString() {
        return "random program(seed "
                + seed
                + ", "
                + length
                + " operations"
                + (smooth ? ", smooth)" : ")");
    }

    /** The values that can be used at a place: those of the graph and of the graphs around it. */
    private static final class Pool {
        final List<Tensor> floats = new ArrayList<>();
        final List<Tensor> integers = new ArrayList<>();
        final List<Tensor> truths = new ArrayList<>();

        Pool copy() {
            Pool p = new Pool();
            p.floats.addAll(floats);
            p.integers.addAll(integers);
            p.truths.addAll(truths);
            return p;
        }

        void add(Tensor t) {
            switch (t.dtype()) {
                case F32, F64 -> floats.add(t);
                case I32 -> integers.add(t);
                case BOOL -> truths.add(t);
            }
        }
    }

    private final class Writer {
        private final Drawing drawing;
        private final SplittableRandom random;

        Writer(Drawing drawing, SplittableRandom random) {
            this.drawing = drawing;
            this.random = random;
        }

        void write(List<Variable> variables) {
            Pool pool = new Pool();
            variables.forEach(v -> pool.add(v.in(drawing.graph())));
            pool.add(drawing.floats(3, 5));
            pool.add(drawing.floats(2, 7, 3));
            pool.add(drawing.floats(5));
            pool.add(drawing.integers(0, 5, 5));
            pool.add(drawing.integers(-9, 10, 2, 3));
            pool.add(drawing.truths(3, 5));
            for (int i = 0; i < length; i++) {
                operation(drawing.graph(), pool, 0);
            }
            results(pool);
        }

        private void results(Pool pool) {
            for (List<Tensor> kind : List.of(pool.floats, pool.integers, pool.truths)) {
                for (Tensor t : kind.subList(Math.max(0, kind.size() - 6), kind.size())) {
                    drawing.output(t);
                }
            }
            Tensor all = drawing.graph().scalar(0);
            for (Tensor t : pool.floats) {
                all = all.plus(t.mean());
            }
            drawing.output(all.times(1.0 / pool.floats.size()));
        }

        // ---- choices

        private int below(int n) {
            return random.nextInt(n);
        }

        /** An element of a list, preferably a late one. */
        private Tensor pick(List<Tensor> from) {
            int n = from.size();
            return from.get(below(3) == 0 ? below(n) : n - 1 - below(Math.min(n, 4)));
        }

        private Tensor number(Pool pool) {
            return pick(pool.floats);
        }

        private Shape shape() {
            int[] dims = new int[below(4)];
            for (int i = 0; i < dims.length; i++) {
                dims[i] = EXTENTS[below(EXTENTS.length)];
            }
            return Shape.of(dims);
        }

        // ---- one operation

        private void operation(Graph graph, Pool pool, int depth) {
            switch (below(depth < DEEPEST ? 12 : 10)) {
                case 0, 1 -> pool.add(function(number(pool)));
                case 2, 3 -> pool.add(pair(pool));
                case 4 -> pool.add(form(number(pool)));
                case 5 -> pool.add(reduction(number(pool)));
                case 6 -> pool.add(product(pool));
                case 7 -> pool.add(index(pool));
                case 8 -> integer(graph, pool);
                case 9 -> pool.add(choice(pool));
                default -> loop(graph, pool, depth);
            }
        }

        private Tensor function(Tensor x) {
            return switch (below(smooth ? 10 : 12)) {
                case 0 -> x.negated();
                case 1 -> exp(x.minus(1));
                case 2 -> log(x.squared().plus(1));
                case 3 -> sqrt(x.squared().plus(0.5)).times(0.7);
                case 4 -> sin(x.times(2));
                case 5 -> cos(x);
                case 6 -> tanh(x.times(1.5));
                case 7 -> sigmoid(x);
                case 8 -> x.rank() == 0 ? x : softmax(x, below(x.rank()));
                case 9 -> x.subtractedFrom(0.5).times(0.6);
                case 10 -> abs(x);
                default -> relu(x);
            };
        }

        private Tensor pair(Pool pool) {
            Tensor a = number(pool);
            Tensor b = Fitted.floats(number(pool), below(2) == 0 ? a.shape() : narrowed(a.shape()));
            return switch (below(smooth ? 5 : 7)) {
                case 0 -> a.plus(b).times(0.5);
                case 1 -> b.minus(a).times(0.5);
                case 2 -> a.times(b);
                case 3 -> a.dividedBy(b.squared().plus(1));
                case 4 -> a.plus(b.times(0.3)).times(0.7);
                case 5 -> a.max(b);
                default -> b.min(a);
            };
        }

        /** A shape that can be broadcast to another. */
        private Shape narrowed(Shape s) {
            int[] dims = s.dims();
            for (int i = 0; i < dims.length; i++) {
                dims[i] = below(2) == 0 ? 1 : dims[i];
            }
            int from = below(dims.length + 1);
            return Shape.of(java.util.Arrays.copyOfRange(dims, from, dims.length));
        }

        private Tensor form(Tensor x) {
            if (x.rank() == 0) {
                return x.expand(0).broadcastTo(Shape.of(EXTENTS[below(EXTENTS.length)]));
            }
            int axis = below(x.rank());
            return switch (below(7)) {
                case 0 -> x.transpose(permutation(x.rank()));
                case 1 -> x.reshape(-1);
                case 2 -> x.pad(axis, below(2), below(3)).slice(axis, 0, Math.min(9, x.dim(axis)));
                case 3 -> {
                    int from = below(x.dim(axis));
                    yield x.slice(axis, from, from + 1 + below(x.dim(axis) - from));
                }
                case 4 -> x.dim(axis) > 4 ? x.at(axis, below(x.dim(axis))) : concat(axis, x, x);
                case 5 -> x.rank() > 2 ? x.at(0, -1) : x.expand(below(x.rank() + 1));
                default -> Fitted.floats(x, shape());
            };
        }

        private int[] permutation(int n) {
            int[] p = new int[n];
            for (int i = 0; i < n; i++) {
                int j = below(i + 1);
                p[i] = p[j];
                p[j] = i;
            }
            return p;
        }

        private Tensor reduction(Tensor x) {
            if (x.rank() == 0) {
                return tanh(x);
            }
            int axis = below(x.rank());
            if (!smooth && below(3) == 0) {
                return x.largest(axis);
            }
            return below(4) == 0 ? x.mean() : x.mean(axis);
        }

        private Tensor product(Pool pool) {
            Tensor a = number(pool);
            int m = EXTENTS[below(EXTENTS.length)];
            int k = EXTENTS[below(EXTENTS.length)];
            int n = EXTENTS[below(EXTENTS.length)];
            Tensor b = number(pool);
            double scale = 1.0 / k;
            return switch (below(5)) {
                case 0 -> convolution(a, b);
                case 1 ->
                        Fitted.floats(a, Shape.of(m, k))
                                .matmul(Fitted.floats(b, Shape.of(k, n)))
                                .times(scale);
                case 2 ->
                        Fitted.floats(a, Shape.of(m, k))
                                .matmul(Fitted.floats(b, Shape.of(n, k)).transpose())
                                .times(scale);
                case 3 ->
                        Fitted.floats(a, Shape.of(k, m))
                                .transpose()
                                .matmul(Fitted.floats(b, Shape.of(k, n)))
                                .times(scale);
                default ->
                        Fitted.floats(a, Shape.of(2, m, k))
                                .matmul(Fitted.floats(b, Shape.of(2, k, n)))
                                .times(scale);
            };
        }

        private Tensor convolution(Tensor a, Tensor b) {
            int groups = 1 + below(2);
            int channels = 1 + below(3);
            Geometry g =
                    Geometry.plain()
                            .stride(1 + below(2))
                            .padding(1 + below(2))
                            .dilation(1, 1 + below(2))
                            .groups(groups);
            Tensor image = Fitted.floats(a, Shape.of(2, 3, 1 + below(5), groups * channels));
            int results = groups * (1 + below(2));
            Tensor kernel = Fitted.floats(b, Shape.of(results, 2, 1 + below(2), channels));
            return conv2d(image, kernel, g).times(0.25 / channels);
        }

        private Tensor index(Pool pool) {
            int rows = 2 + below(4);
            int count = 1 + below(7);
            int width = 1 + below(5);
            Tensor i = within(pick(pool.integers), rows, Shape.of(count));
            if (below(2) == 0) {
                return Fitted.floats(number(pool), Shape.of(rows, width)).gather(i);
            }
            Tensor updates = Fitted.floats(number(pool), Shape.of(count, width));
            Graph g = updates.in(i.graph()).graph();
            return IndexCases.scatterAdd(updates.in(g), i.in(g), rows).times(1.0 / count);
        }

        private Tensor choice(Pool pool) {
            Tensor a = number(pool);
            Tensor b = Fitted.floats(number(pool), a.shape());
            return where(Fitted.truths(pick(pool.truths), a.shape()), a, b);
        }

        // ---- integers and truth values: exact, and never made of floats

        private void integer(Graph graph, Pool pool) {
            Tensor i = pick(pool.integers);
            switch (below(8)) {
                case 0 -> pool.add(remainder(i.plus(below(9)), 97));
                case 1 -> pool.add(remainder(i.times(i), 89));
                case 2 -> pool.add(i.negated().max(below(5) - 2));
                case 3 -> pool.add(Fitted.integers(i, shape()));
                case 4 -> pool.add(i.greaterThan(below(5)).or(i.equalTo(-below(5))));
                case 5 -> {
                    Tensor t = pick(pool.truths);
                    pool.add(t.and(Fitted.truths(pick(pool.truths), t.shape())).not());
                }
                case 6 -> pool.add(remainder(bits(graph), 91));
                default -> pool.add(pick(pool.integers).cast(graph.dtype()).times(0.01));
            }
        }

        private Tensor bits(Graph graph) {
            Tensor key = graph.constant(Array.of(new int[] {below(99), below(99), below(99)}));
            Shape s = Shape.of(1 + below(7), 1 + below(3));
            return randomBits(key, s, below(99));
        }

        private Tensor remainder(Tensor i, int by) {
            return i.minus(i.dividedBy(by).times(by));
        }

        /** Indices of a shape, each from 0 to rows − 1. */
        private Tensor within(Tensor i, int rows, Shape shape) {
            Tensor r = remainder(Fitted.integers(i, shape), rows);
            return abs(r);
        }

        // ---- loops

        private void loop(Graph graph, Pool pool, int depth) {
            int steps = 1 + below(5);
            int operations = 2 + below(6);
            boolean counter = below(3) == 0;
            Tensor h = graph.capture(number(pool));
            Tensor x = Fitted.floats(number(pool), number(pool).shape().prepend(steps));
            List<Tensor> carries = new ArrayList<>(List.of(h));
            if (below(2) == 0) {
                carries.add(Fitted.floats(number(pool), shape()));
            }
            if (counter) {
                carries.add(pick(pool.integers));
            }
            Scan scan = Scan.over(steps).carrying(carries).reading(x).reversed(below(2) == 0);
            if (depth == 0 && below(3) == 0) {
                scan = scan.steps(drawing.given(Array.scalar(DType.I32, below(steps + 1))));
            }
            // a segment that divides the steps, since these draw when they are traced
            if (depth == 0 && steps > 0 && below(4) == 0) {
                scan = scan.recomputingEvery(below(2) == 0 ? 1 : steps);
            }
            // a step may use values from any graph around it
            Pool outside = pool.copy();
            Scan.Result r = scan.run((c, in) -> step(c, in, outside, operations, depth));
            r.carries().forEach(pool::add);
            r.outputs().forEach(pool::add);
        }

        private Scan.Step step(
                List<Tensor> carries, List<Tensor> rows, Pool pool, int operations, int depth) {
            Graph body = carries.getFirst().graph();
            carries.forEach(pool::add);
            rows.forEach(pool::add);
            for (int i = 0; i < operations; i++) {
                operation(body, pool, depth + 1);
            }
            List<Tensor> next = new ArrayList<>();
            for (Tensor c : carries) {
                next.add(next(c, pool));
            }
            List<Tensor> outputs = new ArrayList<>(List.of(number(pool)));
            if (below(2) == 0) {
                outputs.add(pick(below(2) == 0 ? pool.integers : pool.floats));
            }
            return new Scan.Step(next, outputs);
        }

        private Tensor next(Tensor carry, Pool pool) {
            if (carry.dtype() == DType.I32) {
                return remainder(carry.plus(1 + below(3)), 83);
            }
            Tensor other = Fitted.floats(number(pool), carry.shape());
            return switch (below(5)) {
                case 0 -> tanh(carry.plus(other));
                case 1 -> carry.times(0.5).plus(other.times(0.5));
                case 2 -> carry.plus(other.times(0.2));
                case 3 -> carry.times(sigmoid(other));
                default -> other;
            };
        }
    }
}
