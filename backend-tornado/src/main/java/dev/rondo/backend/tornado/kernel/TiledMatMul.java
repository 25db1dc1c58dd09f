package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;

import java.lang.classfile.TypeKind;

/**
 * A product of matrices by tiles, one for each work-group. The rows of an item, and its columns,
 * are as far apart as there are items, so that adjacent items read and write adjacent elements.
 * Elements beyond an edge count as 0 and are not written.
 */
final class TiledMatMul implements Grouped {
    private final Task.MatMul task;
    private final Tile tile;
    private final TypeKind kind;
    private final int m;
    private final int n;
    private final int k;

    TiledMatMul(Task.MatMul task, Tile tile) {
        this.task = task;
        this.tile = tile;
        this.kind = ElementOps.kind(task.output().dtype());
        this.m = task.output().dims().get(1);
        this.n = task.output().dims().get(2);
        this.k = task.left().dims().get(2);
    }

    private int tilesDown() {
        return Math.ceilDiv(m, tile.rows());
    }

    private int tilesAcross() {
        return Math.ceilDiv(n, tile.columns());
    }

    @Override
    public int items() {
        int groups = Math.multiplyExact(tilesDown(), tilesAcross());
        groups = Math.multiplyExact(groups, task.output().dims().get(0));
        return Math.multiplyExact(groups, tile.items());
    }

    @Override
    public int group() {
        return tile.items();
    }

    /** An operand in shared memory: {@code depth} rows, each one element longer than the tile. */
    private record Panel(KernelCode.Shared shared, int width) {
        Value at(Value depth, Value i) {
            return depth.times(width + 1).plus(i);
        }
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, Value group) {
        Value item = code.let("item", KernelCode.localId());
        Value column = code.let("column", item.modulo(tile.across()));
        Value row = code.let("row", item.dividedBy(tile.across()));
        Value left = code.let("left", group.modulo(tilesAcross()).times(tile.columns()));
        Value line = code.let("line", group.dividedBy(tilesAcross()));
        Value top = code.let("top", line.modulo(tilesDown()).times(tile.rows()));
        Value batch = code.let("batch", line.dividedBy(tilesDown()));
        Elements elements = new Elements(code, parameters);
        Panel a = panel(code, "a", tile.rows());
        Panel b = panel(code, "b", tile.columns());
        // The first element of the batch, for each operand.
        Value startA = start(code, elements, task.left(), batch);
        Value startB = start(code, elements, task.right(), batch);
        KernelCode.Variable[][] sums = sums(code);
        code.loop(
                "k",
                Value.of(0),
                k,
                tile.depth(),
                from -> {
                    fill(code, parameters, task.left(), a, startA, top, m, from, item, 2);
                    fill(code, parameters, task.right(), b, startB, left, n, from, item, 1);
                    code.barrier();
                    code.loop(
                            "depth",
                            Value.of(0),
                            tile.depth(),
                            1,
                            depth -> multiply(code, a, b, row, column, depth, sums));
                    code.barrier();
                });
        store(code, parameters, elements, batch, top.plus(row), left.plus(column), sums);
    }

    private Panel panel(KernelCode code, String name, int width) {
        return new Panel(code.shared(name, kind, tile.depth() * (width + 1)), width);
    }

    private static Value start(KernelCode code, Elements elements, Place place, Value batch) {
        return code.let("start", elements.index(place, batch.times(place.strides().getFirst())));
    }

    private KernelCode.Variable[][] sums(KernelCode code) {
        KernelCode.Variable[][] sums = new KernelCode.Variable[tile.itemRows()][tile.itemColumns()];
        for (KernelCode.Variable[] line : sums) {
            for (int j = 0; j < line.length; j++) {
                line[j] = code.variable("sum", Value.of(kind, 0));
            }
        }
        return sums;
    }

    /**
     * Brings a part of an operand into shared memory.
     *
     * @param first the first row or column of the tile
     * @param extent number of rows or columns of the operand
     * @param from the first position along K
     * @param depthAxis the operand's axis of K
     */
    private void fill(
            KernelCode code,
            Parameters parameters,
            Place place,
            Panel panel,
            Value start,
            Value first,
            int extent,
            Value from,
            Value item,
            int depthAxis) {
        int strideK = place.strides().get(depthAxis);
        int stride = place.strides().get(3 - depthAxis);
        boolean alongK = strideK == 1;
        for (int i = 0; i < panel.width() * tile.depth(); i += tile.items()) {
            Value e = code.let("e", item.plus(i));
            Value depth =
                    code.let("depth", alongK ? e.modulo(tile.depth()) : e.dividedBy(panel.width()));
            Value across =
                    code.let(
                            "across", alongK ? e.dividedBy(tile.depth()) : e.modulo(panel.width()));
            Value x = code.let("x", first.plus(across));
            Value y = code.let("y", from.plus(depth));
            Value inside = Value.of(1);
            if (extent % panel.width() != 0) {
                Value within = Condition.less(x, Value.of(extent)).asInt();
                inside = code.let("inside", within);
                x = code.let("x", Condition.of(inside).choose(x, Value.of(0)));
            }
            if (k % tile.depth() != 0) {
                Value within = code.let("within", Condition.less(y, Value.of(k)).asInt());
                inside = code.let("inside", inside.and(within));
                y = code.let("y", Condition.of(within).choose(y, Value.of(0)));
            }
            Value at = start.plus(x.times(stride)).plus(y.times(strideK));
            Value v = code.let("v", code.load(parameters.of(place.arena()), at));
            if (extent % panel.width() != 0 || k % tile.depth() != 0) {
                v = code.let("v", Condition.of(inside).choose(v, Value.of(kind, 0)));
            }
            code.store(panel.shared(), panel.at(depth, across), v);
        }
    }

    private void multiply(
            KernelCode code,
            Panel a,
            Panel b,
            Value row,
            Value column,
            Value depth,
            KernelCode.Variable[][] sums) {
        Value[] x = new Value[tile.itemRows()];
        Value[] y = new Value[tile.itemColumns()];
        for (int i = 0; i < x.length; i++) {
            Value at = a.at(depth, row.plus(i * tile.down()));
            x[i] = code.let("x", code.load(a.shared(), at));
        }
        for (int j = 0; j < y.length; j++) {
            Value at = b.at(depth, column.plus(j * tile.across()));
            y[j] = code.let("y", code.load(b.shared(), at));
        }
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                code.set(sums[i][j], sums[i][j].value().plus(x[i].times(y[j])));
            }
        }
    }

    private void store(
            KernelCode code,
            Parameters parameters,
            Elements elements,
            Value batch,
            Value firstRow,
            Value firstColumn,
            KernelCode.Variable[][] sums) {
        Place output = task.output();
        elements.base(output.address());
        Value b = code.let("b", batch);
        for (int i = 0; i < tile.itemRows(); i++) {
            Value row = code.let("row", firstRow.plus(i * tile.down()));
            for (int j = 0; j < tile.itemColumns(); j++) {
                Value column = code.let("column", firstColumn.plus(j * tile.across()));
                Value sum = sums[i][j].value();
                code.when(
                        Condition.less(row, Value.of(m)).and(Condition.less(column, Value.of(n))),
                        () -> {
                            Value at = MatMulKernel.at(elements, output, b, row, column);
                            code.store(parameters.of(output.arena()), at, sum);
                        });
            }
        }
    }
}
