package dev.rondo.cli.experiment;

import dev.rondo.array.DType;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.synthetic.ClassTask;
import dev.rondo.models.synthetic.LabelTask;
import dev.rondo.models.synthetic.ValueTask;
import dev.rondo.models.training.Batches;

/** Sequences of {@link Lag1997}: what is read at each step, and what is asked for. */
sealed interface LagSequences {
    /** Numbers that are read at a step. */
    int inputs();

    /** Numbers that are asked for, each from 0 to 1. */
    int outputs();

    /** What is read, a float [T, B, {@link #inputs}]. */
    Tensor read(Trace t, int batch);

    /** What is asked for: at the end [B, {@link #outputs}], or at every step [T, B, ·]. */
    Tensor asked(Trace t, int batch);

    /** Sequences of a seed. */
    Batches batches(int batch, long seed, DType dtype);

    /** Sequences that ask at their end. They differ in length. */
    sealed interface AtTheEnd extends LagSequences {
        /** Steps of each row, I32 [B]. */
        Tensor lengths(Trace t, int batch);
    }

    /**
     * Symbols, of which one place is 1 at each step, and a class.
     *
     * @param task draws them
     */
    record Symbols(ClassTask task) implements AtTheEnd {
        @Override
        public int inputs() {
            return task.symbols();
        }

        @Override
        public int outputs() {
            return task.classes();
        }

        @Override
        public Tensor read(Trace t, int batch) {
            Tensor symbols = t.input(ClassTask.SYMBOLS, DType.I32, task.longest(), batch);
            return Functions.oneHot(symbols, task.symbols(), t.graph().dtype());
        }

        @Override
        public Tensor lengths(Trace t, int batch) {
            return t.input(ClassTask.LENGTHS, DType.I32, batch);
        }

        @Override
        public Tensor asked(Trace t, int batch) {
            Tensor targets = t.input(ClassTask.TARGETS, DType.I32, batch);
            return Functions.oneHot(targets, task.classes(), t.graph().dtype());
        }

        @Override
        public Batches batches(int batch, long seed, DType dtype) {
            return task.batches(batch, seed);
        }
    }

    /**
     * Numbers in and one number out.
     *
     * @param task draws them
     */
    record Numbers(ValueTask task) implements AtTheEnd {
        @Override
        public int inputs() {
            return task.inputs();
        }

        @Override
        public int outputs() {
            return 1;
        }

        @Override
        public Tensor read(Trace t, int batch) {
            return t.input(ValueTask.VALUES, task.longest(), batch, task.inputs());
        }

        @Override
        public Tensor lengths(Trace t, int batch) {
            return t.input(ValueTask.LENGTHS, DType.I32, batch);
        }

        @Override
        public Tensor asked(Trace t, int batch) {
            return t.input(ValueTask.TARGETS, batch).reshape(batch, 1);
        }

        @Override
        public Batches batches(int batch, long seed, DType dtype) {
            return task.batches(batch, seed, dtype);
        }
    }

    /**
     * Symbols, of which the next is asked for at every step.
     *
     * @param task draws them
     */
    record EveryStep(LabelTask task) implements LagSequences {
        @Override
        public int inputs() {
            return task.symbols();
        }

        @Override
        public int outputs() {
            return task.classes();
        }

        @Override
        public Tensor read(Trace t, int batch) {
            return places(t, LabelTask.SYMBOLS, batch, task.symbols());
        }

        @Override
        public Tensor asked(Trace t, int batch) {
            return places(t, LabelTask.TARGETS, batch, task.classes());
        }

        private Tensor places(Trace t, String name, int batch, int count) {
            Tensor symbols = t.input(name, DType.I32, task.length(), batch);
            return Functions.oneHot(symbols, count, t.graph().dtype());
        }

        @Override
        public Batches batches(int batch, long seed, DType dtype) {
            return task.batches(batch, seed);
        }
    }
}
