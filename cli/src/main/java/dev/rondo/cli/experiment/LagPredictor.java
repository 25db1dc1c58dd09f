package dev.rondo.cli.experiment;

import static dev.rondo.graph.Functions.abs;
import static dev.rondo.graph.Functions.sigmoid;

import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.MemoryBlockForm;
import dev.rondo.models.cell.MemoryBlocks;

/**
 * The network of experiment 2a of {@link Lag1997}: logistic outputs σ(V_x x + V y) read the inputs
 * themselves and the memory cells, at every step.
 *
 * @param sequences what is read and asked for
 * @param cells memory cells
 * @param V_x weights [K, I] of the inputs
 * @param V weights [K, N] of the cells
 */
record LagPredictor(
        LagSequences.EveryStep sequences, MemoryBlocks cells, Variable V_x, Variable V) {
    static LagPredictor of(Scope scope, LagSequences.EveryStep sequences, MemoryBlockForm form) {
        int inputs = sequences.inputs();
        int outputs = sequences.outputs();
        return new LagPredictor(
                sequences,
                new MemoryBlocks(scope.child("cell"), inputs, form),
                scope.parameter("V_x", form.weights(), outputs, inputs),
                scope.parameter("V", form.weights(), outputs, form.units()));
    }

    private Tensor ofInputs(Trace t, int batch) {
        return V_x.of(sequences.read(t, batch));
    }

    private Tensor ofBoth(Trace t, int batch) {
        Tensor x = sequences.read(t, batch);
        return V_x.of(x).plus(V.of(Recurrence.of(cells).over(x).outputs()));
    }

    /** The largest error of each row [B], as output {@value LagNet#ERRORS}. */
    void measure(Trace t, int batch) {
        errors(t, sequences.asked(t, batch).minus(sigmoid(ofBoth(t, batch))));
    }

    private static void errors(Trace t, Tensor error) {
        t.output(LagNet.ERRORS, abs(error).largest(2).largest(0));
    }

    /** ½ Σ (t − y)² of one sequence, all steps together. */
    Tensor squaredError(Trace t) {
        return squaredError(t, ofBoth(t, 1));
    }

    /** The same without the memory cells, which the paper adds later. */
    Tensor squaredErrorWithoutCells(Trace t) {
        return squaredError(t, ofInputs(t, 1));
    }

    private Tensor squaredError(Trace t, Tensor net) {
        Tensor error = sequences.asked(t, 1).minus(sigmoid(net));
        errors(t, error);
        return error.times(error).sum(0, 1, 2).times(0.5);
    }
}
