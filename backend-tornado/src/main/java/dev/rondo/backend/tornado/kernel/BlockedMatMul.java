package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;

import java.util.ArrayList;
import java.util.List;

/**
 * A product without shared memory: a work-item for each block of the result. Where a block reaches
 * beyond the edge, it computes the last row or column again and does not write it.
 */
record BlockedMatMul(Task.MatMul task, Block block) implements Singly {
    private int rows() {
        return task.output().dims().get(1);
    }

    private int columns() {
        return task.output().dims().get(2);
    }

    private int across() {
        return Math.ceilDiv(columns(), block.columns());
    }

    private int down() {
        return Math.ceilDiv(rows(), block.rows());
    }

    @Override
    public int items() {
        int blocks = Math.multiplyExact(down(), across());
        return Math.multiplyExact(task.output().dims().getFirst(), blocks);
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, Value id) {
        Elements elements = new Elements(code, parameters);
        Place left = task.left();
        Place right = task.right();
        Place output = task.output();
        Value n = code.let("n", id.modulo(across()).times(block.columns()));
        Value line = code.let("line", id.dividedBy(across()));
        Value m = code.let("m", line.modulo(down()).times(block.rows()));
        Value batch = code.let("batch", line.dividedBy(down()));
        List<Value> rows = lines(code, "row", m, block.rows(), rows());
        List<Value> columns = lines(code, "column", n, block.columns(), columns());
        Value zero = Value.of(0);
        List<Value> starts = new ArrayList<>();
        for (Value row : rows) {
            Value at = MatMulKernel.at(elements, left, batch, row, zero);
            starts.add(code.let("p", at));
        }
        List<Value> tops = new ArrayList<>();
        for (Value column : columns) {
            Value at = MatMulKernel.at(elements, right, batch, zero, column);
            tops.add(code.let("q", at));
        }
        Value nothing = Value.of(ElementOps.kind(output.dtype()), 0);
        List<KernelCode.Variable> sums = new ArrayList<>();
        for (int i = 0; i < rows.size() * columns.size(); i++) {
            sums.add(code.variable("sum", nothing));
        }
        code.loop(
                "k",
                zero,
                left.dims().get(2),
                1,
                k -> {
                    List<Value> xs =
                            loaded(code, parameters, left, starts, k, left.strides().get(2));
                    List<Value> ys =
                            loaded(code, parameters, right, tops, k, right.strides().get(1));
                    for (int i = 0; i < sums.size(); i++) {
                        KernelCode.Variable sum = sums.get(i);
                        Value x = xs.get(i / ys.size());
                        code.set(sum, sum.value().plus(x.times(ys.get(i % ys.size()))));
                    }
                });
        elements.base(output.address());
        for (int i = 0; i < sums.size(); i++) {
            int row = i / columns.size();
            int column = i % columns.size();
            Value sum = sums.get(i).value();
            Value to = MatMulKernel.at(elements, output, batch, rows.get(row), columns.get(column));
            Runnable store = () -> code.store(parameters.of(output.arena()), to, sum);
            inside(
                    code,
                    m,
                    row,
                    block.rows(),
                    rows(),
                    () -> inside(code, n, column, block.columns(), columns(), store));
        }
    }

    /** The rows or columns of the block, none of them beyond the last one. */
    private static List<Value> lines(
            KernelCode code, String name, Value first, int count, int extent) {
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Value at = first.plus(i);
            if (extent % count != 0 && i > 0) {
                Value last = Value.of(extent - 1);
                at = Condition.less(last, at).choose(last, at);
            }
            all.add(code.let(name, at));
        }
        return all;
    }

    private static List<Value> loaded(
            KernelCode code,
            Parameters parameters,
            Place from,
            List<Value> starts,
            Value k,
            int stride) {
        Value along = code.let("along", k.times(stride));
        List<Value> all = new ArrayList<>();
        for (Value start : starts) {
            Value at = start.plus(along);
            all.add(code.let("x", code.load(parameters.of(from.arena()), at)));
        }
        return all;
    }

    /** Does something if a row or column of the block exists. */
    private static void inside(
            KernelCode code, Value first, int i, int count, int extent, Runnable then) {
        if (extent % count == 0 || i == 0) {
            then.run();
        } else {
            code.when(Condition.less(first, Value.of(extent - i)), then);
        }
    }
}
