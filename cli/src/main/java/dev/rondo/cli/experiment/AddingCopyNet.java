package dev.rondo.cli.experiment;

import dev.rondo.array.DType;
import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.States;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.synthetic.AddingIrnn;
import dev.rondo.models.synthetic.Copy;
import dev.rondo.models.synthetic.LabelTask;
import dev.rondo.models.synthetic.ValueTask;
import dev.rondo.models.training.Batches;

/** One recurrent cell and a dense layer on top, for one of the tasks of {@link AddingCopy}. */
sealed interface AddingCopyNet {
    /** The mean loss of a batch. */
    Tensor loss(Trace t, int batch);

    /** Sequences to train on or to measure with. */
    Batches batches(int batch, long seed);

    /** Declares its parameters; of so many units. */
    static AddingCopyNet in(Scope scope, boolean copies, Cells kind, int length, int units) {
        CellFactory cell = kind;
        if (copies) {
            Copy task = new Copy(length, Copy.Cue.THROUGHOUT);
            return new Copying(
                    task,
                    cell.create(scope.child("cell"), task.symbols(), units),
                    new Dense(scope.child("out"), units, task.classes()));
        }
        AddingIrnn task = new AddingIrnn(length, AddingIrnn.Marks.ANYWHERE);
        return new Adding(
                task,
                cell.create(scope.child("cell"), task.inputs(), units),
                new Dense(scope.child("out"), units, 1));
    }

    /**
     * Says the sum after the last step.
     *
     * @param task what is added
     * @param cell reads
     * @param out says
     */
    record Adding(AddingIrnn task, Cell<?> cell, Dense out) implements AddingCopyNet {
        @Override
        public Tensor loss(Trace t, int batch) {
            Tensor xs = t.input(ValueTask.VALUES, task.length(), batch, task.inputs());
            Record last = Recurrence.of(cell).over(xs).last();
            Tensor said = out.of(States.tensors(last).getFirst()).reshape(batch);
            return SquaredError.mean(said, t.input(ValueTask.TARGETS, batch));
        }

        @Override
        public Batches batches(int batch, long seed) {
            return task.batches(batch, seed);
        }
    }

    /**
     * Says a symbol at every step.
     *
     * @param task what is copied
     * @param cell reads
     * @param out says
     */
    record Copying(Copy task, Cell<?> cell, Dense out) implements AddingCopyNet {
        @Override
        public Tensor loss(Trace t, int batch) {
            Tensor symbols = t.input(LabelTask.SYMBOLS, DType.I32, task.length(), batch);
            Tensor xs = Functions.oneHot(symbols, task.symbols(), t.graph().dtype());
            Tensor said = out.of(Recurrence.of(cell).over(xs).outputs());
            Tensor targets = t.input(LabelTask.TARGETS, DType.I32, task.length(), batch);
            return CrossEntropy.of(said, targets).mean();
        }

        @Override
        public Batches batches(int batch, long seed) {
            return task.batches(batch, seed);
        }
    }
}
