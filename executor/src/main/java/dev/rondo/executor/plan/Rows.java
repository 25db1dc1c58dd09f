package dev.rondo.executor.plan;

import dev.rondo.graph.Copier;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.View;

import java.util.List;

/** The rows of the batch that a planned loop takes through its steps, and the step for them. */
sealed interface Rows {
    /** What is needed of the step. */
    Demand demand();

    /** The step. */
    Graph step();

    /** The value that corresponds to a value of the traced step. */
    Tensor image(Tensor traced);

    /** These rows of a view that has all rows on an axis. */
    View of(View all, int axis);

    /** These rows of a value of the traced step. A value without rows is given whole. */
    View of(View all, Tensor traced, int axesBefore);

    /** All rows, with the step as it was traced. */
    record All(Graph step, Demand demand) implements Rows {
        @Override
        public Tensor image(Tensor traced) {
            return traced;
        }

        @Override
        public View of(View all, int axis) {
            return all;
        }

        @Override
        public View of(View all, Tensor traced, int axesBefore) {
            return all;
        }
    }

    /**
     * Some consecutive rows, with a copy of the step for this many rows.
     *
     * @param axes where the rows of the traced step are
     * @param copier maps each value of the traced step to its copy
     * @param demand what is needed of the copy
     * @param from the first row
     * @param count the number of rows
     */
    record Some(RowAxes axes, Copier copier, Demand demand, int from, int count) implements Rows {
        static Some of(Op.Scan scan, Demand all, List<Tensor> kept, RowAxes axes, Range range) {
            Copier copier = FewerRows.of(scan, all, axes, range.count());
            Demand demand = Demand.of(copier.target(), copier.get(kept));
            return new Some(axes, copier, demand, range.from(), range.count());
        }

        @Override
        public Graph step() {
            return copier.target();
        }

        @Override
        public Tensor image(Tensor traced) {
            return copier.get(traced);
        }

        @Override
        public View of(View all, int axis) {
            int times = all.dim(axis) / axes.rows();
            return all.window(axis, from * times, count * times);
        }

        @Override
        public View of(View all, Tensor traced, int axesBefore) {
            int axis = axes.of(traced);
            return axis < 0 ? all : of(all, axis + axesBefore);
        }
    }

    /** Rows {@code from}, {@code from + 1}, … */
    record Range(int from, int count) {
        /** The rows of one of several parts. */
        static Range share(int rows, int part, int parts) {
            int from = rows * part / parts;
            return new Range(from, rows * (part + 1) / parts - from);
        }
    }
}
