package dev.rondo.backend.tornado.kernel;

import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.ReduceOp;

import java.util.List;
import java.util.Set;

/** The part of a reduction that one item does. */
final class Reduction {
    private final Task.Reduce task;
    private final Walk kept;
    private final Walk reduced;

    Reduction(Task.Reduce task) {
        this.task = task;
        Set<Place> read = Elements.places(task.operations());
        this.reduced = Walk.of(task.dims(), task.kept(), task.dims().size(), read);
        this.kept = Walk.of(task.dims(), 0, task.kept(), read);
    }

    /** Number of elements of the result. */
    int outputs() {
        return kept.size();
    }

    /** Number of elements that are reduced to one. */
    int length() {
        return reduced.size();
    }

    /**
     * Whether at least as many places are read contiguously along the reduced axes as along the
     * kept ones.
     */
    boolean readsAlong() {
        int ahead = 0;
        for (Place p : Elements.places(task.operations())) {
            ahead += endsWithOne(reduced, p) ? 1 : 0;
            ahead -= endsWithOne(kept, p) ? 1 : 0;
        }
        return ahead >= 0;
    }

    private static boolean endsWithOne(Walk walk, Place place) {
        List<Integer> strides = walk.strides().get(place);
        return !strides.isEmpty() && strides.getLast() == 1;
    }

    /**
     * The reduction of some of the elements of an output: every {@code step}-th, beginning with
     * one.
     */
    Value part(KernelCode code, Parameters parameters, Value output, Value from, int step) {
        Elements elements = new Elements(code, parameters);
        elements.prepare(task.operations());
        List<Value> outer = kept.coordinates(code, output);
        KernelCode.Variable sum = code.variable("sum", identity());
        code.loop(
                "k",
                from,
                reduced.size(),
                step,
                k -> {
                    List<Value> inner = reduced.coordinates(code, k);
                    List<Value> values =
                            elements.compute(
                                    task.operations(),
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

    /** Combines two partial results. */
    Value combine(KernelCode code, Value a, Value b) {
        BinaryOp op = task.function() == ReduceOp.SUM ? BinaryOp.ADD : BinaryOp.MAX;
        return new ElementOps(code).binary(op, a, b);
    }

    /** The reduction of no elements. */
    Value identity() {
        DType dtype = task.output().dtype();
        double least =
                switch (dtype) {
                    case F32, F64 -> Double.NEGATIVE_INFINITY;
                    case I32 -> Integer.MIN_VALUE;
                    case BOOL -> 0;
                };
        return Value.of(ElementOps.kind(dtype), task.function() == ReduceOp.SUM ? 0 : least);
    }

    /** Writes an element of the result. */
    void store(KernelCode code, Parameters parameters, Value output, Value value) {
        Place to = task.output();
        Walk walk = Walk.of(to.dims(), 0, to.rank(), List.of(to));
        Value at =
                new Elements(code, parameters)
                        .index(to, walk.offset(to, walk.coordinates(code, output)));
        code.store(parameters.of(to.arena()), at, value);
    }
}
