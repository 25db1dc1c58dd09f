package dev.rondo.cli.experiment;

import static dev.rondo.graph.Functions.abs;
import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.softplus;

import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.States;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.MemoryBlockForm;
import dev.rondo.models.cell.MemoryBlocks;
import dev.rondo.models.init.Initializers;

import java.util.Optional;

/**
 * A network of {@link Lag1997}: a cell reads a sequence, and logistic outputs σ(V y + b) read the
 * cell after the last step.
 *
 * @param sequences what is read and asked for
 * @param cell reads
 * @param units size of its output, which its first state begins with
 * @param V weights [K, units] of the outputs
 * @param b their biases [K], if they have some
 */
record LagNet(
        LagSequences.AtTheEnd sequences,
        Cell<?> cell,
        int units,
        Variable V,
        Optional<Variable> b) {
    /** Output of an entry: the largest absolute error of each row [B]. */
    static final String ERRORS = "errors";

    /**
     * That of the paper.
     *
     * @param biases whether the outputs have biases
     */
    static LagNet original(
            Scope scope, LagSequences.AtTheEnd sequences, MemoryBlockForm form, boolean biases) {
        return in(
                scope,
                sequences,
                new MemoryBlocks(scope.child("cell"), sequences.inputs(), form),
                form.units(),
                form.weights(),
                biases ? Optional.of(form.weights()) : Optional.empty());
    }

    /** One of another cell, with the usual initial values. */
    static LagNet of(Scope scope, LagSequences.AtTheEnd sequences, CellFactory factory, int units) {
        return in(
                scope,
                sequences,
                factory.create(scope.child("cell"), sequences.inputs(), units),
                units,
                Initializers.xavierUniform(),
                Optional.of(Initializer.zeros()));
    }

    private static LagNet in(
            Scope scope,
            LagSequences.AtTheEnd sequences,
            Cell<?> cell,
            int units,
            Initializer weights,
            Optional<Initializer> biases) {
        int outputs = sequences.outputs();
        return new LagNet(
                sequences,
                cell,
                units,
                scope.parameter("V", weights, outputs, units),
                biases.map(start -> scope.parameter("b", start, outputs)));
    }

    /** The net inputs [B, K] of the outputs after the last step of each row. */
    private Tensor net(Trace t, int batch) {
        Tensor lengths = sequences.lengths(t, batch);
        Recurrence<?> recurrence = Recurrence.of(cell);
        // one row alone ends the loop where it ends itself
        Record last =
                (batch == 1 ? recurrence.steps(lengths.reshape()) : recurrence.lengths(lengths))
                        .over(sequences.read(t, batch))
                        .last();
        Tensor y = States.tensors(last).getFirst().slice(1, 0, units);
        Tensor net = V.of(y);
        return b.map(net::plus).orElse(net);
    }

    /** The errors of some rows, as output {@value #ERRORS}. */
    void measure(Trace t, int batch) {
        errors(t, sigmoid(net(t, batch)), sequences.asked(t, batch));
    }

    private static void errors(Trace t, Tensor y, Tensor asked) {
        t.output(ERRORS, abs(asked.minus(y)).largest(1));
    }

    /** ½ Σ (t − y)² of one sequence, whose gradient is that of the paper; with {@link #ERRORS}. */
    Tensor squaredError(Trace t) {
        Tensor y = sigmoid(net(t, 1));
        Tensor asked = sequences.asked(t, 1);
        errors(t, y, asked);
        Tensor error = asked.minus(y);
        return error.times(error).sum(0, 1).times(0.5);
    }

    /** The mean cross-entropy of targets from 0 to 1; with {@link #ERRORS}. */
    Tensor crossEntropy(Trace t, int batch) {
        Tensor net = net(t, batch);
        Tensor asked = sequences.asked(t, batch);
        errors(t, sigmoid(net), asked);
        return softplus(net).minus(asked.times(net)).mean(0, 1);
    }
}
