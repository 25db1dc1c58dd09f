package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;

/** A product without shared memory: a work-item for each element of the result. */
record PlainMatMul(Task.MatMul task) implements Singly {
    @Override
    public int items() {
        return task.output().size();
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, Value id) {
        Elements elements = new Elements(code, parameters);
        Place left = task.left();
        Place right = task.right();
        Place output = task.output();
        int rows = output.dims().get(1);
        int columns = output.dims().get(2);
        Value n = code.let("n", id.modulo(columns));
        Value m = code.let("m", id.dividedBy(columns).modulo(rows));
        Value batch = code.let("batch", id.dividedBy(columns).dividedBy(rows));
        Value zero = Value.of(0);
        Value p = code.let("p", MatMulKernel.at(elements, left, batch, m, zero));
        Value q = code.let("q", MatMulKernel.at(elements, right, batch, zero, n));
        Value nothing = Value.of(ElementOps.kind(output.dtype()), 0);
        KernelCode.Variable sum = code.variable("sum", nothing);
        code.loop(
                "k",
                zero,
                Value.of(left.dims().get(2)),
                1,
                k -> {
                    Value a = p.plus(k.times(left.strides().get(2)));
                    Value b = q.plus(k.times(right.strides().get(1)));
                    Value product =
                            code.load(parameters.of(left.arena()), a)
                                    .times(code.load(parameters.of(right.arena()), b));
                    code.set(sum, sum.value().plus(product));
                });
        Value to = MatMulKernel.at(elements, output, batch, m, n);
        code.store(parameters.of(output.arena()), to, sum.value());
    }
}
