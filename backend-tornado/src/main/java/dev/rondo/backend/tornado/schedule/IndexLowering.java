package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.Shape;
import dev.rondo.graph.Node;
import dev.rondo.kernels.View;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Lowers the operations that look rows up by index, or add them up. */
final class IndexLowering {
    private final GraphLowering around;
    private final Context context;
    private final Origins.Level level;

    /**
     * For the operations of a graph.
     *
     * @param around lowers the graph
     */
    IndexLowering(GraphLowering around, Context context, Origins.Level level) {
        this.around = around;
        this.context = context;
        this.level = level;
    }

    /** What an element of the rows is. */
    Formula gather(Node n) {
        View table = around.stored(n, n.input(0));
        Shape shape = n.output().shape();
        int[] dims = shape.dims();
        int[] strides = table.strides();
        int rowStride = strides[0];
        strides[0] = 0;
        View row = new View(table.storage(), table.shift(), dims, strides);
        Shape column = Shape.of(columnOf(dims));
        UnaryOperator<View> spread = v -> v.reshape(column).broadcast(shape);
        Formula given = around.value(n.input(1));
        Formula index = given.reshaped(spread);
        if (index == null || given.cost() > GraphLowering.TRIVIAL) {
            index = new Formula.Load(around.stored(n, n.input(1))).reshaped(spread);
        }
        Formula position = Formula.position(n.input(1).shape()).reshaped(spread);
        int rows = table.dim(0);
        return new Formula.Pick(row, index, rowStride, rows, position, context.outside(n, rows));
    }

    /** The extents of a vector along the first axis of {@code dims}. */
    private static int[] columnOf(int[] dims) {
        int[] column = new int[dims.length];
        Arrays.fill(column, 1);
        column[0] = dims[0];
        return column;
    }

    /** Adds the drafts that clear the table and add the rows to it. */
    void scatterAdd(Node n) {
        View out = around.place(n.output());
        View updates = rows(around.stored(n, n.input(0)));
        if (updates == null) {
            View copy = context.origins().own(level, n.input(0).dtype(), n.input(0).shape());
            around.sheets(GraphLowering.sheet(n, copy, around.value(n.input(0))));
            updates = rows(copy);
        }
        View indices = around.stored(n, n.input(1));
        around.sheets(GraphLowering.sheet(n, out, new Formula.Number(out.dtype(), 0)));
        if (updates.size() > 0) {
            Fault.Outside fault = context.outside(n, out.dim(0));
            around.draft(new Draft.Scatter(n, updates, indices, rows(out), fault));
        }
        around.done(n, out);
    }

    private static View rows(View x) {
        int width = 1;
        for (int i = 1; i < x.rank(); i++) {
            width *= x.dim(i);
        }
        return x.reshape(Shape.of(x.dim(0), width));
    }
}
