package dev.rondo.cli.experiment;

import dev.rondo.array.DType;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.synthetic.ClassTask;
import dev.rondo.models.synthetic.ValueTask;
import dev.rondo.models.training.Batches;

/** Sequences of {@link Lag1997}: what is read at each step, and what is asked for at the end. */
sealed interface LagSequences {
    /** Numbers that are read at a step. */
    int inputs();

    /** Numbers that are asked for, each from 0 to 1. */
    int outputs();

    /** What is read, a float [T, B, {@link #inputs}]. */
    Tensor read(Trace t, int batch);

    /** Steps of each row, I32 [B]. */
    Tensor lengths(Trace t, int batch);

    /** What is asked for [B, {@link #outputs}]. */
    Tensor asked(Trace t, int batch);

    /** Sequences of a seed. */
    Batches batches(int batch, long seed, DType dtype);

    /**
     * Symbols, of which one place is 1 at each step, and a class.
     *
     * @param task draws them
     */
    record Symbols(ClassTask task) implements LagSequences {
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
    record Numbers(ValueTask task) implements LagSequences {
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
}
