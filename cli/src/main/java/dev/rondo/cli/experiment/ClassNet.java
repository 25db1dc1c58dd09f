package dev.rondo.cli.experiment;

import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.States;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.synthetic.ClassTask;
import dev.rondo.models.training.Batches;

/**
 * Reads symbols, one of them at each step as a vector with a single 1, with one recurrent cell, and
 * says the class after the last: softmax(V h_T + b).
 *
 * @param cell reads
 * @param out V and b
 */
record ClassNet(Cell<?> cell, Dense out) {
    private static final String MEASURE = "measure";
    private static final String CORRECT = "correct";

    /** Rows that are measured at a time. */
    private static final int ROWS = 100;

    /** Makes a cell of so many units in a scope, for inputs of one size. */
    @FunctionalInterface
    interface CellMaker {
        /** Declares the cell's parameters. */
        Cell<?> make(Scope scope, int inputs, int units);
    }

    /** Declares {@code cell} and {@code out}. */
    static ClassNet in(Scope scope, CellMaker maker, ClassTask task, int units) {
        return new ClassNet(
                maker.make(scope.child("cell"), task.symbols(), units),
                new Dense(scope.child("out"), units, task.classes()));
    }

    /** Units with which it has about so many weights. */
    static int units(CellMaker maker, ClassTask task, long weights) {
        return EqualWeights.units(
                units -> {
                    Scope scope = Scope.root();
                    in(scope, maker, task, units);
                    return scope;
                },
                weights);
    }

    /** The logits [B, C] after the last step. */
    private Tensor logits(Trace t, ClassTask task, int batch) {
        Tensor symbols = t.input(ClassTask.SYMBOLS, DType.I32, task.longest(), batch);
        Tensor lengths = task.ragged() ? t.input(ClassTask.LENGTHS, DType.I32, batch) : null;
        Tensor xs = Functions.oneHot(symbols, task.symbols(), t.graph().dtype());
        Record last = Recurrence.of(cell).lengths(lengths).over(xs).last();
        return out.of(States.tensors(last).getFirst());
    }

    /** The mean cross-entropy of a batch. */
    Tensor loss(Trace t, ClassTask task, int batch) {
        Tensor logits = logits(t, task, batch);
        return CrossEntropy.of(logits, t.input(ClassTask.TARGETS, DType.I32, batch)).mean();
    }

    /**
     * How many of so many fresh sequences it gets right.
     *
     * @param executable holds the weights; gets an entry for the time of the measurement
     * @param seed of the sequences
     * @return from 0 to 1
     */
    double accuracy(Executable executable, ClassTask task, int sequences, long seed, Lab lab) {
        int rows = Math.min(ROWS, sequences);
        int runs = Math.ceilDiv(sequences, rows);
        Batches batches = task.batches(rows, seed);
        executable.add(
                Entry.trace(
                        MEASURE,
                        DType.F32,
                        t -> {
                            Tensor logits = logits(t, task, rows);
                            Tensor targets = t.input(ClassTask.TARGETS, DType.I32, rows);
                            t.output(
                                    CORRECT,
                                    CrossEntropy.correct(logits, targets, CrossEntropy.IGNORED));
                        }));
        try {
            double correct = 0;
            for (int i = 0; i < runs; i++) {
                lab.giveUpIfAsked();
                correct += executable.run(MEASURE, batches.batch(i)).get(CORRECT).item();
            }
            return correct / ((double) runs * rows);
        } finally {
            executable.remove(MEASURE);
        }
    }
}
