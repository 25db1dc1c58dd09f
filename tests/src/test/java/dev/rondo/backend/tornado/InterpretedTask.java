package dev.rondo.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.backend.tornado.schedule.Address;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Counter;
import dev.rondo.backend.tornado.schedule.ElementOp;
import dev.rondo.backend.tornado.schedule.Fault;
import dev.rondo.backend.tornado.schedule.Piece;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Does tasks by their definition, one element after the other. Values are doubles that are rounded
 * to their type. It looks whether a task keeps its promises: no two pieces write one element, no
 * element is read that another one writes.
 */
final class InterpretedTask {
    private final Map<Arena, Array> arenas;

    /** What the task has written: the arena's title and the element. */
    private final Set<String> written = new HashSet<>();

    private final Map<Counter, Integer> members = new HashMap<>();
    private final int group;
    private final int groups;

    /** On these arrays. */
    InterpretedTask(Map<Arena, Array> arenas) {
        this(arenas, 0, 1);
    }

    /** Does what one of several groups does. */
    private InterpretedTask(Map<Arena, Array> arenas, int group, int groups) {
        this.arenas = arenas;
        this.group = group;
        this.groups = groups;
    }

    private int from(int elements) {
        return elements / groups * group;
    }

    private int to(int elements) {
        assertThat(elements % groups).as("%s elements of %s groups", elements, groups).isZero();
        return from(elements) + elements / groups;
    }

    void run(Task task) {
        switch (task) {
            case Task.Pointwise p -> pointwise(p);
            case Task.Reduce r -> reduce(r);
            case Task.MatMul m -> matmul(m);
            case Task.Convolution c -> convolve(c);
            case Task.ScatterAdd s -> scatterAdd(s);
            case Task.Beside b -> beside(b);
            case Task.InTurn i -> i.turns().forEach(t -> new InterpretedTask(arenas).run(t));
            case Task.Steps s -> steps(s);
            case Task.ForEach f -> forEach(f);
            case Task.Touch t -> t.named().forEach(a -> array(a).get(0));
        }
    }

    /** One group after the other: each must not need what a later one writes. */
    private void steps(Task.Steps task) {
        int n = task.trips().count(p -> (int) load(p, 0));
        Array counters = array(Counter.ARENA);
        int cell = task.counter().cell();
        for (int g = task.groups() - 1; g >= 0; g--) {
            for (int i = 0; i < n; i++) {
                counters.set(cell, task.reverse() ? n - 1 - i : i);
                for (Task turn : task.turns()) {
                    new InterpretedTask(arenas, g, task.groups()).run(turn);
                }
            }
        }
        counters.set(cell, task.reverse() ? -1 : n);
    }

    private void forEach(Task.ForEach task) {
        for (int i = 0; i < task.members(); i++) {
            InterpretedTask one = new InterpretedTask(arenas, group, groups);
            one.members.put(task.member(), i);
            one.run(task.work());
        }
    }

    private int count(Counter counter) {
        Integer member = members.get(counter);
        return member == null ? (int) array(Counter.ARENA).get(counter.cell()) : member;
    }

    /** The parts depend on each other where another order gives other results. */
    private void beside(Task.Beside task) {
        Map<Arena, Array> copies = new HashMap<>();
        arenas.forEach((a, values) -> copies.put(a, values.copy()));
        task.parts().reversed().forEach(t -> new InterpretedTask(copies, group, groups).run(t));
        task.parts().forEach(t -> new InterpretedTask(arenas, group, groups).run(t));
        arenas.forEach(
                (a, values) -> {
                    for (int i = 0; i < values.size(); i++) {
                        if (Double.compare(values.get(i), copies.get(a).get(i)) != 0) {
                            throw new AssertionError("parts depend on each other: " + task);
                        }
                    }
                });
    }

    private Array array(Arena a) {
        Array array = arenas.get(a);
        if (array == null) {
            throw new AssertionError("no arena " + a + " among " + arenas.keySet());
        }
        return array;
    }

    // ---- places

    private int base(Address a) {
        int at = a.offset();
        for (Address.Term t : a.terms()) {
            int count = count(t.counter());
            at +=
                    switch (t) {
                        case Address.Term.Row r -> r.stride() * count;
                        case Address.Term.Half h -> h.size() * (count + h.phase() & 1);
                        case Address.Term.Listed l ->
                                (int) array(Address.Term.Listed.ARENA).get(l.table() + count);
                    };
        }
        return at;
    }

    private int at(Place p, int position) {
        int at = base(p.address());
        int rest = position;
        for (int axis = p.rank() - 1; axis >= 0; axis--) {
            at += rest % p.dims().get(axis) * p.strides().get(axis);
            rest /= p.dims().get(axis);
        }
        return at;
    }

    /** A place where it lies at the present counts, for products, which read each element often. */
    private record Cells(Array array, int base, int[] dims, int[] strides) {
        int at(int position) {
            int at = base;
            int rest = position;
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                at += rest % dims[axis] * strides[axis];
                rest /= dims[axis];
            }
            return at;
        }

        double load(int position) {
            return array.get(at(position));
        }
    }

    private Cells cells(Place p) {
        return new Cells(array(p.arena()), base(p.address()), ints(p.dims()), ints(p.strides()));
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(i -> i).toArray();
    }

    private double load(Place p, int position) {
        return array(p.arena()).get(at(p, position));
    }

    private void store(Place p, int position, double value) {
        int at = at(p, position);
        if (!written.add(p.arena().title() + at)) {
            throw new AssertionError("written twice: " + p + " at " + position);
        }
        array(p.arena()).set(at, value);
    }

    // ---- tasks

    private void pointwise(Task.Pointwise task) {
        written.clear();
        Set<String> read = new HashSet<>();
        for (Piece piece : task.pieces()) {
            for (int i = from(piece.size()); i < to(piece.size()); i++) {
                double[] v = new double[piece.operations().size()];
                Set<String> own = new HashSet<>();
                for (int s = 0; s < v.length; s++) {
                    v[s] = value(piece.operations().get(s), piece.operations(), v, i);
                    if (piece.operations().get(s) instanceof ElementOp.Load(Place p)) {
                        String cell = p.arena().title() + at(p, i);
                        own.add(cell);
                        if (written.contains(cell)) {
                            throw new AssertionError("read after being written: " + task);
                        }
                    }
                }
                for (Piece.Store store : piece.stores()) {
                    String cell = store.to().arena().title() + at(store.to(), i);
                    if (read.contains(cell)) {
                        throw new AssertionError("written after being read: " + task);
                    }
                }
                for (Piece.Store store : piece.stores()) {
                    store(store.to(), i, v[store.value()]);
                }
                read.addAll(own);
            }
        }
    }

    private void reduce(Task.Reduce r) {
        int n = r.output().size();
        int inner = r.dims().stream().skip(r.kept()).reduce(1, Math::multiplyExact);
        DType type = r.operations().get(r.value()).type();
        double[] results = new double[n];
        for (int i = from(n); i < to(n); i++) {
            double result = r.function() == ReduceOp.SUM ? 0 : least(type);
            for (int k = 0; k < inner; k++) {
                double[] v = new double[r.operations().size()];
                for (int s = 0; s < v.length; s++) {
                    v[s] = value(r.operations().get(s), r.operations(), v, i * inner + k);
                }
                double x = v[r.value()];
                result =
                        r.function() == ReduceOp.MAX
                                ? Math.max(result, x)
                                : type == DType.I32
                                        ? (int) result + (int) x
                                        : rounded(type, result + x);
            }
            results[i] = result;
        }
        written.clear();
        for (int i = from(n); i < to(n); i++) {
            store(r.output(), i, results[i]);
        }
    }

    private static double least(DType type) {
        return switch (type) {
            case F32, F64 -> Double.NEGATIVE_INFINITY;
            case I32 -> Integer.MIN_VALUE;
            case BOOL -> 0;
        };
    }

    private void matmul(Task.MatMul m) {
        int batches = m.output().dims().get(0);
        int rows = m.output().dims().get(1);
        int columns = m.output().dims().get(2);
        int depth = m.left().dims().get(2);
        double[] results = new double[m.output().size()];
        Cells left = cells(m.left());
        Cells right = cells(m.right());
        for (int line = from(batches * rows); line < to(batches * rows); line++) {
            for (int j = 0; j < columns; j++) {
                double sum = 0;
                for (int k = 0; k < depth; k++) {
                    double x = left.load(line * depth + k);
                    double y = right.load((line / rows * depth + k) * columns + j);
                    sum = rounded(m.output().dtype(), sum + rounded(m.output().dtype(), x * y));
                }
                results[line * columns + j] = sum;
            }
        }
        written.clear();
        for (int i = from(results.length); i < to(results.length); i++) {
            store(m.output(), i, results[i]);
        }
    }

    private void convolve(Task.Convolution c) {
        List<Integer> to = c.output().dims();
        double[] results = new double[c.output().size()];
        Cells image = cells(c.image());
        Cells kernel = cells(c.kernel());
        for (int i = from(results.length); i < to(results.length); i++) {
            int o = i % to.get(3);
            int column = i / to.get(3) % to.get(2);
            int row = i / to.get(3) / to.get(2) % to.get(1);
            int batch = i / to.get(3) / to.get(2) / to.get(1);
            results[i] = convolved(c, image, kernel, batch, row, column, o);
        }
        written.clear();
        for (int i = from(results.length); i < to(results.length); i++) {
            store(c.output(), i, results[i]);
        }
    }

    private static double convolved(
            Task.Convolution t,
            Cells pixels,
            Cells weights,
            int batch,
            int row,
            int column,
            int o) {
        int[] image = pixels.dims();
        int[] kernel = weights.dims();
        DType type = t.output().dtype();
        int group = o / (t.output().dims().get(3) / t.groups());
        double sum = 0;
        for (int k = 0; k < kernel[1] * kernel[2] * kernel[3]; k++) {
            int c = k % kernel[3];
            int q = k / kernel[3] % kernel[2];
            int p = k / kernel[3] / kernel[2];
            int h = t.rows().at(row, p, image[1]);
            int w = t.columns().at(column, q, image[2]);
            if (h >= 0 && w >= 0) {
                int pixel = (batch * image[1] + h) * image[2] + w;
                double x = pixels.load(pixel * image[3] + group * kernel[3] + c);
                int taps = kernel[1] * kernel[2] * kernel[3];
                double y = weights.load(o * taps + k);
                sum = rounded(type, sum + rounded(type, x * y));
            }
        }
        return sum;
    }

    private void scatterAdd(Task.ScatterAdd s) {
        int width = s.updates().dims().get(1);
        int rows = s.output().dims().get(0);
        for (int i = 0; i < s.updates().dims().get(0); i++) {
            int row = (int) load(s.indices(), i);
            if (row < 0 || row >= rows) {
                raise(s.fault(), i + 1, row);
                continue;
            }
            for (int k = 0; k < width; k++) {
                double sum = load(s.output(), row * width + k) + load(s.updates(), i * width + k);
                array(s.output().arena()).set(at(s.output(), row * width + k), sum);
            }
        }
    }

    private void raise(Fault fault, int first, int second) {
        Array cells = array(Fault.ARENA);
        if (cells.get(fault.cell()) == 0) {
            cells.set(fault.cell(), first);
            cells.set(fault.cell() + 1, second);
        }
    }

    // ---- operations

    private static double rounded(DType type, double x) {
        return switch (type) {
            case F32 -> (float) x;
            case F64 -> x;
            case I32 -> (int) x;
            case BOOL -> x != 0 ? 1 : 0;
        };
    }

    private double value(
            ElementOp operation, List<ElementOp> operations, double[] v, int position) {
        return switch (operation) {
            case ElementOp.Load(Place p) -> {
                if (p.size() != 0 && !p.dims().isEmpty()) {
                    yield load(p, position);
                }
                yield load(p, 0);
            }
            case ElementOp.Constant(DType type, double x) -> rounded(type, x);
            case ElementOp.Coordinate(int inner, int extent) -> position / inner % extent;
            case ElementOp.Count(Counter c) -> count(c);
            case ElementOp.Unary(UnaryOp op, DType type, int x) -> unary(op, type, v[x]);
            case ElementOp.Binary(BinaryOp op, DType type, int a, int b) ->
                    type == DType.I32
                            ? integer(op, (int) v[a], (int) v[b])
                            : rounded(type, real(op, v[a], v[b]));
            case ElementOp.Compare c -> compare(c, v[c.a()], v[c.b()]) ? 1 : 0;
            case ElementOp.Select s -> v[s.condition()] != 0 ? v[s.a()] : v[s.b()];
            case ElementOp.Cast(DType type, int x) -> rounded(type, v[x]);
            case ElementOp.Bits b -> bits(b, (int) v[b.position()]);
            case ElementOp.Pick p -> {
                int index = (int) v[p.index()];
                if (index < 0 || index >= p.rows()) {
                    raise(p.fault(), (int) v[p.position()] + 1, index);
                    yield 0;
                }
                yield array(p.place().arena()).get(at(p.place(), position) + index * p.stride());
            }
            case ElementOp.Watch w -> {
                if (!Double.isFinite(v[w.x()])) {
                    raise(w.fault(), w.fault().code(), 0);
                }
                yield v[w.x()];
            }
        };
    }

    private static double unary(UnaryOp op, DType type, double x) {
        return rounded(
                type,
                switch (op) {
                    case NEG -> type == DType.I32 ? -(int) x : -x;
                    case ABS -> type == DType.I32 ? Math.abs((int) x) : Math.abs(x);
                    case SIGN -> Math.signum(x);
                    case EXP -> Math.exp(x);
                    case LOG -> Math.log(x);
                    case SQRT -> Math.sqrt(x);
                    case SIN -> Math.sin(x);
                    case COS -> Math.cos(x);
                    case TANH -> Math.tanh(x);
                    case ERF -> erf(x);
                    case SIGMOID -> 1 / (1 + Math.exp(-x));
                    case NOT -> 1 - x;
                });
    }

    private static double erf(double x) {
        View v = View.allocate(DType.F64, Shape.of(1));
        v.buffer().set(0, x);
        new ScalarKernels().unary(UnaryOp.ERF, v, v);
        return v.buffer().get(0);
    }

    private static int integer(BinaryOp op, int a, int b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> b == 0 ? 0 : a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND -> a & b;
            case OR -> a | b;
        };
    }

    private static double real(BinaryOp op, double a, double b) {
        return switch (op) {
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case DIV -> a / b;
            case MIN -> Math.min(a, b);
            case MAX -> Math.max(a, b);
            case AND -> (int) a & (int) b;
            case OR -> (int) a | (int) b;
        };
    }

    private static boolean compare(ElementOp.Compare c, double a, double b) {
        return switch (c.op()) {
            case EQ -> a == b;
            case NE -> a != b;
            case LT -> a < b;
            case LE -> a <= b;
            case GT -> a > b;
            case GE -> a >= b;
        };
    }

    private int bits(ElementOp.Bits b, int position) {
        int[] c = {position >> 2, (int) load(b.key(), 1), (int) load(b.key(), 2), b.site()};
        int k0 = (int) load(b.key(), 0);
        int k1 = 0x526F6E64;
        for (int round = 0; round < 10; round++) {
            long p0 = 0xD2511F53L * (c[0] & 0xFFFFFFFFL);
            long p1 = 0xCD9E8D57L * (c[2] & 0xFFFFFFFFL);
            c =
                    new int[] {
                        (int) (p1 >>> 32) ^ c[1] ^ k0,
                        (int) p1,
                        (int) (p0 >>> 32) ^ c[3] ^ k1,
                        (int) p0
                    };
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }
        return c[position & 3];
    }

    /** A new array for an arena. */
    static Array zeros(Arena a, int elements) {
        return Array.zeros(a.storage(), Shape.of(elements));
    }
}
