// Template of DoubleCluster: see Twins.java.
package dev.rondo.backend.simd.fused;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.code.ExpressionWriter;
import dev.rondo.backend.simd.code.FloatExpressionCode;
import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Repeatable;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Several operations on 32-bit floats, computed together. Generated code computes them as soon as
 * so much has been computed that it pays. Until then the interpreter does. The bits are the same.
 */
public final class FloatCluster implements Repeatable, ThreadTeam.Task {
    /** Switches generated code off. */
    private static final boolean OFF = "false".equals(System.getProperty("rondo.simd.generate"));

    private static final int L = Lanes.FLOAT.length();

    /** Simple operations on one element after which code is generated: about 0.1 s. */
    private static final long WORTH_IT = 1L << 30;

    /** What a call of the interpreter takes beside its operations, in such operations. */
    private static final long CALL = 1 << 10;

    /** Rows whose remainders cost less than the interpreter does; measured with LSTM and GRU. */
    private static final int FEW_ROWS = 2;

    private final ThreadTeam team;
    private final Expression expression;
    private final FloatInterpreter interpreter;
    private final Collection<WarmUp> warmUps;
    private final List<Boolean> single;
    private final boolean[] isSingle;
    private final View[] views;
    private final boolean[] truth;
    private final int inputs;
    private final int rows;
    private final int columns;
    private final int parts;
    private final Part[] state;
    private final float[][] arrays;
    private final byte[][] truths;
    private final int[] step;

    private long done;
    private FloatWarmUp loops;
    private FloatExpressionCode loop;

    /** The data of one thread. */
    private static final class Part {
        final int[] at;
        final float[][] tails;
        final byte[][] truthTails;

        // where the last elements of a row are read and written
        final int[] tailAt;
        final float[][] tailArrays;
        final byte[][] tailTruths;

        Part(int operands) {
            at = new int[operands];
            tails = new float[operands][L];
            truthTails = new byte[operands][L];
            tailAt = new int[operands];
            tailArrays = new float[operands][];
            tailTruths = new byte[operands][];
        }
    }

    /**
     * A cluster that changes to generated code later where that is possible, otherwise the
     * interpreter alone.
     *
     * @param warmUps gets the generated code
     */
    public static Runnable orFused(
            ThreadTeam team, Expression e, View[] in, View[] out, Collection<WarmUp> warmUps) {
        FloatInterpreter fused = new FloatInterpreter(team, e, in, out);
        return !OFF && fits(e, in, out)
                ? new FloatCluster(team, e, fused, in, out, warmUps)
                : fused;
    }

    private static boolean fits(Expression e, View[] in, View[] out) {
        boolean flat = isFlat(in) && isFlat(out);
        int n = columns(out[0], flat);
        // remainders of rows go one by one, so there should be few of them
        boolean few = out[0].size() <= FEW_ROWS * n;
        boolean fits = ExpressionWriter.supports(e) && (few || n % L == 0 || n >= 4 * L);
        for (View v : in) {
            fits &= flat || v.rank() <= 2 && v.stride(v.rank() - 1) <= 1;
        }
        for (View v : out) {
            fits &= flat || v.rank() <= 2 && v.stride(v.rank() - 1) == 1;
        }
        return fits;
    }

    /** Elements that one call of the generated loop walks: all, or one row of the matrix. */
    private static int columns(View out, boolean flat) {
        return flat ? out.size() : out.dim(out.rank() - 1);
    }

    /**
     * Whether every view is row-major or repeats one element, so that no division into rows is
     * needed.
     */
    private static boolean isFlat(View[] views) {
        boolean flat = true;
        for (View v : views) {
            flat &= v.isContiguous() || isNumber(v);
        }
        return flat;
    }

    private static boolean isNumber(View v) {
        boolean number = true;
        for (int axis = 0; axis < v.rank(); axis++) {
            number &= v.stride(axis) == 0 || v.dim(axis) == 1;
        }
        return number;
    }

    private FloatCluster(
            ThreadTeam team,
            Expression e,
            FloatInterpreter interpreter,
            View[] in,
            View[] out,
            Collection<WarmUp> warmUps) {
        this.team = team;
        this.expression = e;
        this.interpreter = interpreter;
        this.warmUps = warmUps;
        inputs = in.length;
        int operands = inputs + out.length;
        views = Arrays.copyOf(in, operands);
        System.arraycopy(out, 0, views, inputs, out.length);
        boolean flat = isFlat(views);
        int last = out[0].rank() - 1;
        columns = columns(out[0], flat);
        rows = out[0].size() / columns;
        truth = new boolean[operands];
        step = new int[operands];
        List<Boolean> numbers = new ArrayList<>();
        for (int k = 0; k < operands; k++) {
            truth[k] = views[k].dtype() == DType.BOOL;
            step[k] = rows == 1 ? 0 : views[k].stride(0);
            if (k < inputs) {
                numbers.add(flat ? isNumber(views[k]) : views[k].stride(last) == 0);
            }
        }
        single = List.copyOf(numbers);
        isSingle = new boolean[operands];
        for (int k = 0; k < inputs; k++) {
            isSingle[k] = single.get(k);
        }
        int most = mostParts();
        boolean together = interpreter.work() >= FloatInterpreter.PARALLEL_WORK && most > 1;
        parts = together ? Math.min(team.threads(), most) : 1;
        state = new Part[parts];
        for (int p = 0; p < parts; p++) {
            state[p] = new Part(operands);
        }
        arrays = new float[operands][];
        truths = new byte[operands][];
    }

    /** Into how many parts the elements can be shared. */
    private int mostParts() {
        return rows > 1 ? rows : columns / StripPlan.GRAIN;
    }

    /** Uses generated code from now on, even if it is slow. */
    void generate() {
        loop = ExpressionWriter.instance(FloatExpressionCode.class, expression, single);
    }

    @Override
    public void run() {
        if (loop == null && !await()) {
            interpreter.run();
            return;
        }
        run(this, parts);
    }

    private void run(ThreadTeam.Task task, int shares) {
        for (int k = 0; k < views.length; k++) {
            if (truth[k]) {
                truths[k] = views[k].bool();
            } else {
                arrays[k] = views[k].f32();
            }
        }
        if (shares == 1) {
            task.part(0, 1);
        } else {
            team.run(task, shares);
        }
        for (int k = 0; k < views.length; k++) {
            truths[k] = null;
            arrays[k] = null;
        }
    }

    @Override
    public Optional<Repeatable.Steps> over(Motion motion) {
        int[] strides = new int[views.length];
        for (int k = 0; k < views.length; k++) {
            if (k < inputs && motion.isCarried(views[k].storage()) && !isAtItsPlace(k)) {
                return Optional.empty();
            }
            strides[k] = motion.stride(views[k].storage());
        }
        return Optional.of(new Steps(strides));
    }

    /** Whether each element is read from where a carried value has it. */
    private boolean isAtItsPlace(int k) {
        View v = views[k];
        boolean whole = v.shift() == 0 && v.size() == rows * columns && v.isContiguous();
        return whole && !isSingle[k];
    }

    /** Many steps. A thread has some elements, of all of them. */
    private final class Steps implements Repeatable.Steps, ThreadTeam.Task {
        private final int[] strides;
        private final Part[] data;
        private int count;

        Steps(int[] strides) {
            this.strides = strides;
            data = new Part[Math.clamp(mostParts(), 1, team.threads())];
            for (int p = 0; p < data.length; p++) {
                data[p] = new Part(views.length);
            }
        }

        @Override
        public boolean run(int steps) {
            if (loop == null) {
                return false;
            }
            count = steps;
            boolean together = interpreter.work() * count >= FloatInterpreter.PARALLEL_WORK;
            FloatCluster.this.run(this, together ? data.length : 1);
            return true;
        }

        @Override
        public void part(int part, int parts) {
            Part p = data[part];
            if (rows == 1) {
                // steps are the rows of one call
                int column = share(part, parts);
                place(p, 0, column);
                walk(p, count, share(part + 1, parts) - column, strides);
                return;
            }
            int row = Indices.share(rows, part, parts);
            int share = Indices.share(rows, part + 1, parts) - row;
            place(p, row, 0);
            for (int s = 0; s < count; s++) {
                walk(p, share, columns, step);
                for (int k = 0; k < views.length; k++) {
                    p.at[k] += strides[k];
                }
            }
        }
    }

    private boolean await() {
        if (loops != null) {
            loop = loops.ready();
        } else {
            done += CALL + interpreter.cost();
            if (done >= WORTH_IT) {
                loops = FloatWarmUp.of(expression, single);
                warmUps.add(loops);
            }
        }
        return loop != null;
    }

    @Override
    public void part(int part, int parts) {
        Part p = state[part];
        if (rows == 1) {
            int column = share(part, parts);
            place(p, 0, column);
            walk(p, 1, share(part + 1, parts) - column, step);
            return;
        }
        int row = Indices.share(rows, part, parts);
        place(p, row, 0);
        walk(p, Indices.share(rows, part + 1, parts) - row, columns, step);
    }

    /** Places operands at a row and a column. */
    private void place(Part p, int row, int column) {
        for (int k = 0; k < views.length; k++) {
            p.at[k] = views[k].offset() + row * step[k] + (isSingle[k] ? 0 : column);
        }
    }

    /**
     * Computes some rows from where operands are placed.
     *
     * @param n elements of a row
     * @param strides from one row to the next, for each operand
     */
    private void walk(Part p, int count, int n, int[] strides) {
        int whole = Lanes.bound(n, L);
        if (whole > 0) {
            loop.run(arrays, truths, p.at, strides, count, whole);
        }
        if (whole < n) {
            for (int r = 0; r < count; r++) {
                tail(p, r, whole, n - whole, strides);
            }
            // so that memory that is freed is not held here
            Arrays.fill(p.tailArrays, null);
            Arrays.fill(p.tailTruths, null);
        }
    }

    private int share(int part, int parts) {
        int grains = columns / StripPlan.GRAIN;
        return part == parts ? columns : Indices.share(grains, part, parts) * StripPlan.GRAIN;
    }

    /**
     * The last elements of a row. Inputs are read where they are, with what happens to lie after
     * them, where the array is long enough for a vector.
     */
    private void tail(Part p, int row, int column, int n, int[] strides) {
        for (int k = 0; k < inputs; k++) {
            int at = p.at[k] + row * strides[k] + (isSingle[k] ? 0 : column);
            int length = truth[k] ? truths[k].length : arrays[k].length;
            boolean inPlace = isSingle[k] || at + L <= length;
            if (!inPlace) {
                read(p, k, at, n);
            }
            p.tailAt[k] = inPlace ? at : 0;
            p.tailArrays[k] = inPlace ? arrays[k] : p.tails[k];
            p.tailTruths[k] = inPlace ? truths[k] : p.truthTails[k];
        }
        for (int k = inputs; k < views.length; k++) {
            p.tailArrays[k] = p.tails[k];
            p.tailTruths[k] = p.truthTails[k];
        }
        loop.run(p.tailArrays, p.tailTruths, p.tailAt, strides, 1, L);
        for (int k = inputs; k < views.length; k++) {
            write(p, k, p.at[k] + row * strides[k] + column, n);
        }
    }

    private void read(Part p, int k, int at, int n) {
        if (truth[k]) {
            System.arraycopy(truths[k], at, p.truthTails[k], 0, n);
        } else {
            System.arraycopy(arrays[k], at, p.tails[k], 0, n);
        }
    }

    private void write(Part p, int k, int at, int n) {
        if (truth[k]) {
            System.arraycopy(p.truthTails[k], 0, truths[k], at, n);
        } else {
            System.arraycopy(p.tails[k], 0, arrays[k], at, n);
        }
    }
}
