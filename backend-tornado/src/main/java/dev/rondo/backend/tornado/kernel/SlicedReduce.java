package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Grain;

/**
 * Several items for each element of the output. With n items, each reduces every n-th element.
 * Their results are combined in shared memory, and each round halves their number.
 */
record SlicedReduce(Reduction reduction, int slices) implements Grouped {
    @Override
    public int group() {
        return Math.max(slices, Grain.SMALLEST_GROUP);
    }

    @Override
    public int items() {
        return Math.multiplyExact(reduction.outputs(), slices);
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, Value group) {
        int outputs = group() / slices;
        Value item = code.let("item", KernelCode.localId());
        // Adjacent items read adjacent elements: along the reduced axes, or along the outputs.
        boolean along = reduction.readsAlong();
        Value slice = code.let("slice", along ? item.modulo(slices) : item.dividedBy(outputs));
        Value which = along ? item.dividedBy(slices) : item.modulo(outputs);
        Value output = code.let("output", group.times(outputs).plus(which));
        Condition mine = Condition.less(output, Value.of(reduction.outputs()));
        KernelCode.Variable own = code.variable("own", reduction.identity());
        code.when(
                mine, () -> code.set(own, reduction.part(code, parameters, output, slice, slices)));
        KernelCode.Shared shared = code.shared("shared", reduction.identity().kind(), group());
        code.store(shared, item, own.value());
        code.barrier();
        for (int half = slices / 2; half > 0; half /= 2) {
            int away = along ? half : half * outputs;
            code.when(
                    Condition.less(slice, Value.of(half)),
                    () -> {
                        Value a = code.let("a", code.load(shared, item));
                        Value b = code.let("b", code.load(shared, item.plus(away)));
                        code.store(shared, item, reduction.combine(code, a, b));
                    });
            code.barrier();
        }
        code.when(
                Condition.equal(slice, Value.of(0)).and(mine),
                () -> reduction.store(code, parameters, output, code.load(shared, item)));
    }
}
