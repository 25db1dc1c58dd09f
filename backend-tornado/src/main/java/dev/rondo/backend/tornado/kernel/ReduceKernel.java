package dev.rondo.backend.tornado.kernel;

import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.ReduceOp;

import java.util.List;
import java.util.Set;

/**
 * Several items for each element of the output, each of which takes every so-many-th element of
 * what is reduced; their results are combined in shared memory, halving their number each time. How
 * many depends on the extents alone, so the order does too. One item does what would be as fast
 * alone.
 */
final class ReduceKernel implements Kernel.Body {
    /** Items that keep a device busy; with so many, none needs to share its work. */
    private static final int ENOUGH_ITEMS = 1 << 15;

    /** Elements below which an item is not worth its while. */
    private static final int FEW = 32;

    private final Task.Reduce task;
    private final Walk kept;
    private final Walk reduced;
    private final int slices;

    ReduceKernel(Task.Reduce task, int largestGroup) {
        this.task = task;
        Set<Place> read = Elements.places(task.steps());
        this.reduced = Walk.of(task.dims(), task.kept(), task.dims().size(), read);
        this.kept = Walk.of(task.dims(), 0, task.kept(), read);
        this.slices = slices(kept.size(), reduced.size(), largestGroup);
    }

    private static int slices(int outputs, int length, int most) {
        int n = 1;
        while (n < most && length / (2 * n) >= FEW && 2L * n * outputs <= ENOUGH_ITEMS) {
            n *= 2;
        }
        return n;
    }

    @Override
    public int group() {
        return Math.max(slices, Kernel.SMALLEST_GROUP);
    }

    @Override
    public int items() {
        return Math.multiplyExact(kept.size(), slices);
    }

    @Override
    public void emit(KernelCode code, Parameters parameters) {
        if (slices == 1) {
            Value output = code.let("output", KernelCode.globalId());
            code.when(
                    Condition.less(output, Value.of(kept.size())),
                    () -> store(code, parameters, output, part(code, parameters, output, null)));
            return;
        }
        int group = group();
        int outputs = group / slices;
        Value item = code.let("item", KernelCode.localId());
        // Neighbours read neighbours: along what is reduced, or along the outputs.
        boolean along = readsAlong();
        Value slice = code.let("slice", along ? item.modulo(slices) : item.dividedBy(outputs));
        Value which = along ? item.dividedBy(slices) : item.modulo(outputs);
        Value output = code.let("output", KernelCode.groupId().times(outputs).plus(which));
        Condition mine = Condition.less(output, Value.of(kept.size()));
        KernelCode.Variable own = code.variable("own", identity());
        code.when(mine, () -> code.set(own, part(code, parameters, output, slice)));
        KernelCode.Shared shared = code.shared("shared", identity().kind(), group);
        code.store(shared, item, own.value());
        code.barrier();
        for (int half = slices / 2; half > 0; half /= 2) {
            int away = along ? half : half * outputs;
            code.when(
                    Condition.less(slice, Value.of(half)),
                    () -> {
                        Value a = code.let("a", code.load(shared, item));
                        Value b = code.let("b", code.load(shared, item.plus(away)));
                        code.store(shared, item, combine(code, a, b));
                    });
            code.barrier();
        }
        code.when(
                Condition.equal(slice, Value.of(0)).and(mine),
                () -> store(code, parameters, output, code.load(shared, item)));
    }

    private boolean readsAlong() {
        int ahead = 0;
        for (Place p : Elements.places(task.steps())) {
            ahead += endsWithOne(reduced, p) ? 1 : 0;
            ahead -= endsWithOne(kept, p) ? 1 : 0;
        }
        return ahead >= 0;
    }

    private static boolean endsWithOne(Walk walk, Place place) {
        List<Integer> strides = walk.strides().get(place);
        return !strides.isEmpty() && strides.getLast() == 1;
    }

    /** What an item makes of its elements: of all, without a slice. */
    private Value part(KernelCode code, Parameters parameters, Value output, Value slice) {
        Elements elements = new Elements(code, parameters);
        elements.prepare(task.steps());
        List<Value> outer = kept.coordinates(code, output);
        KernelCode.Variable sum = code.variable("sum", identity());
        code.loop(
                "k",
                slice == null ? Value.of(0) : slice,
                Value.of(reduced.size()),
                slices,
                k -> {
                    List<Value> inner = reduced.coordinates(code, k);
                    List<Value> values =
                            elements.compute(
                                    task.steps(),
                                    place -> {
                                        Value at = elements.index(place, kept.offset(place, outer));
                                        Value more = reduced.offset(place, inner);
                                        return more == null ? at : at.plus(more);
                                    },
                                    output.times(reduced.size()).plus(k));
                    Value v = values.get(task.value());
                    code.set(sum, combine(code, sum.value(), v));
                });
        return sum.value();
    }

    private Value combine(KernelCode code, Value a, Value b) {
        BinaryOp op = task.function() == ReduceOp.SUM ? BinaryOp.ADD : BinaryOp.MAX;
        return new ElementOps(code).binary(op, a, b);
    }

    private Value identity() {
        DType dtype = task.output().dtype();
        double least =
                switch (dtype) {
                    case F32, F64 -> Double.NEGATIVE_INFINITY;
                    case I32 -> Integer.MIN_VALUE;
                    case BOOL -> 0;
                };
        return Value.of(ElementOps.kind(dtype), task.function() == ReduceOp.SUM ? 0 : least);
    }

    private void store(KernelCode code, Parameters parameters, Value output, Value value) {
        Place to = task.output();
        Walk walk = Walk.of(to.dims(), 0, to.rank(), List.of(to));
        Value at =
                new Elements(code, parameters)
                        .index(to, walk.offset(to, walk.coordinates(code, output)));
        code.store(parameters.of(to.arena()), at, value);
    }
}
