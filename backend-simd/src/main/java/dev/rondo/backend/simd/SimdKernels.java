package dev.rondo.backend.simd;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.data.ByteMove;
import dev.rondo.backend.simd.data.DoubleMove;
import dev.rondo.backend.simd.data.DoubleReduce;
import dev.rondo.backend.simd.data.DoubleScatter;
import dev.rondo.backend.simd.data.FloatMove;
import dev.rondo.backend.simd.data.FloatReduce;
import dev.rondo.backend.simd.data.FloatScatter;
import dev.rondo.backend.simd.data.Gather;
import dev.rondo.backend.simd.data.IntMove;
import dev.rondo.backend.simd.data.IntReduce;
import dev.rondo.backend.simd.data.IntScatter;
import dev.rondo.backend.simd.data.Philox;
import dev.rondo.backend.simd.elementwise.BoolRows;
import dev.rondo.backend.simd.elementwise.Casts;
import dev.rondo.backend.simd.elementwise.DoubleBinary;
import dev.rondo.backend.simd.elementwise.DoubleCompare;
import dev.rondo.backend.simd.elementwise.DoubleSelect;
import dev.rondo.backend.simd.elementwise.DoubleUnary;
import dev.rondo.backend.simd.elementwise.FloatBinary;
import dev.rondo.backend.simd.elementwise.FloatCompare;
import dev.rondo.backend.simd.elementwise.FloatSelect;
import dev.rondo.backend.simd.elementwise.FloatUnary;
import dev.rondo.backend.simd.elementwise.IntCompare;
import dev.rondo.backend.simd.elementwise.IntRows;
import dev.rondo.backend.simd.elementwise.IntSelect;
import dev.rondo.backend.simd.fused.DoubleCluster;
import dev.rondo.backend.simd.fused.FloatCluster;
import dev.rondo.backend.simd.fused.WarmUp;
import dev.rondo.backend.simd.lanes.CoreCache;
import dev.rondo.backend.simd.product.DoubleConvolution;
import dev.rondo.backend.simd.product.DoubleMatmul;
import dev.rondo.backend.simd.product.DoublePanels;
import dev.rondo.backend.simd.product.FloatConvolution;
import dev.rondo.backend.simd.product.FloatMatmul;
import dev.rondo.backend.simd.product.FloatPanels;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.CompareOp;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.LoopTuning;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;
import dev.rondo.kernels.Window;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Kernels on the Vector API. Where it pays, a team of threads shares the work. The bits of a result
 * depend on the operands alone: not on the number of threads, the width of vectors or the other
 * rows of a batch.
 *
 * <p>An instance holds scratch memory and serves one thread at a time. Any number of instances may
 * run at the same time. Nothing is allocated once each shape has been seen.
 */
public final class SimdKernels implements Kernels {
    private final ThreadTeam team;
    private final CoreCache cache;
    private final ThreadTeam.Task taskRunner = (part, parts) -> this.tasks[part].run();

    private List<Kernels> lanes;
    private Runnable[] tasks;
    private long packedBytes;

    /** Code generated for this instance and its lanes. */
    private final Set<WarmUp> warmUps;

    private final FloatUnary floatUnary;
    private final DoubleUnary doubleUnary;
    private final FloatBinary floatBinary;
    private final DoubleBinary doubleBinary;
    private final FloatCompare floatCompare;
    private final DoubleCompare doubleCompare;
    private final IntCompare intCompare;
    private final FloatSelect floatSelect;
    private final DoubleSelect doubleSelect;
    private final IntSelect intSelect;
    private final FloatReduce floatReduce;
    private final DoubleReduce doubleReduce;
    private final IntReduce intReduce;
    private final FloatMatmul floatMatmul;
    private final DoubleMatmul doubleMatmul;
    private final FloatConvolution floatConvolution;
    private final DoubleConvolution doubleConvolution;
    private final FloatMove floatMove;
    private final DoubleMove doubleMove;
    private final IntMove intMove;
    private final ByteMove byteMove;
    private final FloatScatter floatScatter;
    private final DoubleScatter doubleScatter;
    private final IntScatter intScatter;
    private final IntRows intRows;
    private final BoolRows boolRows;
    private final Casts casts;
    private final Philox philox;

    /**
     * Kernels that use at most this many threads, the caller included.
     *
     * @throws IllegalArgumentException unless {@code 1 <= threads <= 1024}
     */
    public SimdKernels(int threads) {
        this(threads, CoreCache.here());
    }

    /** The same for processors with a cache. */
    SimdKernels(int threads, CoreCache cache) {
        this(threads, cache, ConcurrentHashMap.newKeySet());
    }

    private SimdKernels(int threads, CoreCache cache, Set<WarmUp> warmUps) {
        this.cache = cache;
        this.warmUps = warmUps;
        team = ThreadTeam.of(threads);
        floatUnary = new FloatUnary(team);
        doubleUnary = new DoubleUnary(team);
        floatBinary = new FloatBinary(team);
        doubleBinary = new DoubleBinary(team);
        floatCompare = new FloatCompare(team);
        doubleCompare = new DoubleCompare(team);
        intCompare = new IntCompare(team);
        floatSelect = new FloatSelect(team);
        doubleSelect = new DoubleSelect(team);
        intSelect = new IntSelect(team);
        floatReduce = new FloatReduce(team);
        doubleReduce = new DoubleReduce(team);
        intReduce = new IntReduce(team);
        floatMatmul = new FloatMatmul(team, cache);
        doubleMatmul = new DoubleMatmul(team, cache);
        floatConvolution = new FloatConvolution(team, cache);
        doubleConvolution = new DoubleConvolution(team, cache);
        floatMove = new FloatMove(team);
        doubleMove = new DoubleMove(team);
        intMove = new IntMove(team);
        byteMove = new ByteMove(team);
        floatScatter = new FloatScatter(team);
        doubleScatter = new DoubleScatter(team);
        intScatter = new IntScatter(team);
        intRows = new IntRows(team);
        boolRows = new BoolRows(team);
        casts = new Casts(team);
        philox = new Philox(team);
    }

    @Override
    public void unary(UnaryOp op, View x, View out) {
        switch (x.dtype()) {
            case F32 -> floatUnary.run(op, x, out);
            case F64 -> doubleUnary.run(op, x, out);
            case I32 -> intRows.run(op, x, out);
            case BOOL -> boolRows.run(op, x, out);
        }
    }

    @Override
    public void binary(BinaryOp op, View a, View b, View out) {
        switch (a.dtype()) {
            case F32 -> floatBinary.run(op, a, b, out);
            case F64 -> doubleBinary.run(op, a, b, out);
            case I32 -> intRows.run(op, a, b, out);
            case BOOL -> boolRows.run(op, a, b, out);
        }
    }

    @Override
    public void compare(CompareOp op, View a, View b, View out) {
        switch (a.dtype()) {
            case F32 -> floatCompare.run(op, a, b, out);
            case F64 -> doubleCompare.run(op, a, b, out);
            case I32 -> intCompare.run(op, a, b, out);
            case BOOL -> boolRows.run(op, a, b, out);
        }
    }

    @Override
    public void select(View condition, View a, View b, View out) {
        switch (out.dtype()) {
            case F32 -> floatSelect.run(condition, a, b, out);
            case F64 -> doubleSelect.run(condition, a, b, out);
            case I32 -> intSelect.run(condition, a, b, out);
            case BOOL -> boolRows.select(condition, a, b, out);
        }
    }

    @Override
    public void cast(View x, View out) {
        casts.run(x, out);
    }

    @Override
    public void move(View x, View out) {
        switch (out.dtype()) {
            case F32 -> floatMove.run(x, out);
            case F64 -> doubleMove.run(x, out);
            case I32 -> intMove.run(x, out);
            case BOOL -> byteMove.run(x, out);
        }
    }

    @Override
    public void reduce(ReduceOp op, View x, int kept, View out) {
        switch (out.dtype()) {
            case F32 -> floatReduce.run(op, x, kept, out);
            case F64 -> doubleReduce.run(op, x, kept, out);
            case I32 -> intReduce.run(op, x, kept, out);
            case BOOL -> BoolRows.reduce(op, x, kept, out);
        }
    }

    @Override
    public void matmul(View a, View c, View out) {
        multiply(a, c, null, out);
    }

    @Override
    public Object pack(View a, View c, Object previous) {
        if (c.dim(0) != 1 || c.dim(1) == 0) {
            return null;
        }
        Object packed =
                switch (c.dtype()) {
                    case F32 -> floatMatmul.pack(c, previous);
                    case F64 -> doubleMatmul.pack(c, previous);
                    case I32, BOOL -> throw notMultiplied(c);
                };
        if (packed != previous) {
            packedBytes += bytes(packed) - bytes(previous);
        }
        return packed;
    }

    private static long bytes(Object packed) {
        return switch (packed) {
            case FloatPanels p -> (long) p.values.length * Float.BYTES;
            case DoublePanels p -> (long) p.values.length * Double.BYTES;
            case null, default -> 0;
        };
    }

    @Override
    public long packedBytes() {
        return packedBytes;
    }

    @Override
    public void matmulPacked(View a, View c, Object packed, View out) {
        multiply(a, c, packed, out);
    }

    private void multiply(View a, View c, Object packed, View out) {
        switch (out.dtype()) {
            case F32 -> floatMatmul.multiply(a, c, (FloatPanels) packed, out);
            case F64 -> doubleMatmul.multiply(a, c, (DoublePanels) packed, out);
            case I32, BOOL -> throw notMultiplied(out);
        }
    }

    private static IllegalArgumentException notMultiplied(View x) {
        return new IllegalArgumentException("matrices of " + x.dtype() + " cannot be multiplied");
    }

    @Override
    public void convolve(
            View image, View kernel, Window rows, Window columns, int groups, View out) {
        switch (out.dtype()) {
            case F32 -> floatConvolution.run(image, kernel, rows, columns, groups, out);
            case F64 -> doubleConvolution.run(image, kernel, rows, columns, groups, out);
            case I32, BOOL ->
                    throw new IllegalArgumentException(
                            "images of " + out.dtype() + " cannot be convolved");
        }
    }

    @Override
    public Runnable fuse(Expression expression, View[] in, View[] out) {
        if (out[0].size() == 0) {
            return () -> {};
        }
        return expression.type(expression.outputs().getFirst()) == DType.F64
                        || expression.inputs().contains(DType.F64)
                ? DoubleCluster.orFused(team, expression, in, out, warmUps)
                : FloatCluster.orFused(team, expression, in, out, warmUps);
    }

    @Override
    public List<String> remarks() {
        return WarmUp.remarks(warmUps);
    }

    @Override
    public List<Kernels> lanes() {
        if (lanes == null) {
            lanes =
                    team.threads() == 1
                            ? List.of(this)
                            : Stream.<Kernels>generate(() -> new SimdKernels(1, cache, warmUps))
                                    .limit(team.threads())
                                    .toList();
        }
        return lanes;
    }

    @Override
    public LoopTuning tuning() {
        LoopTuning usual = LoopTuning.USUAL;
        return new LoopTuning(usual.laneRows(), usual.laneWork(), cache.bytes(), usual.chunkRows());
    }

    @Override
    public void together(Runnable[] tasks) {
        this.tasks = tasks;
        team.run(taskRunner, tasks.length);
        this.tasks = null;
    }

    @Override
    public void gather(View table, View indices, View out) {
        Gather.run(table, indices, out);
    }

    @Override
    public void scatterAdd(View updates, View indices, View out) {
        Gather.checkIndices(indices, out.dim(0));
        switch (out.dtype()) {
            case F32 -> floatScatter.run(updates, indices, out);
            case F64 -> doubleScatter.run(updates, indices, out);
            case I32 -> intScatter.run(updates, indices, out);
            case BOOL -> throw new IllegalArgumentException("truth values cannot be added");
        }
    }

    @Override
    public void randomBits(View key, int site, View out) {
        philox.run(key, site, out);
    }
}
