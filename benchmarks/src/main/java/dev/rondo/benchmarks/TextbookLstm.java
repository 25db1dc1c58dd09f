package dev.rondo.benchmarks;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.cell.Cell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

/**
 * An LSTM as somebody writes it down from a textbook, outside the library and under another name:
 * its eight products one by one. It shares nothing with the library's, and is there to show that it
 * is as fast.
 */
public final class TextbookLstm implements Cell<TextbookLstm.State> {
    /** What is carried: the output and the memory, both [B, H]. */
    public record State(Tensor y, Tensor memory) {}

    /** The parameters of one gate: [H, I], [H, H] and [H]. */
    private record Gate(Variable fromInput, Variable fromOutput, Variable bias) {
        static Gate in(Scope scope, int inputs, int units) {
            var start = Initializer.uniform(1 / Math.sqrt(units));
            return new Gate(
                    scope.parameter("from_input", start, units, inputs),
                    scope.parameter("from_output", start, units, units),
                    scope.parameter("bias", Initializer.zeros(), units));
        }

        Tensor of(Tensor x, Tensor y) {
            return fromInput.of(x).plus(fromOutput.of(y)).plus(bias);
        }
    }

    private final int units;
    private final Gate write;
    private final Gate keep;
    private final Gate read;
    private final Gate candidate;

    /** Declares the parameters of its four gates. */
    public TextbookLstm(Scope scope, int inputs, int units) {
        this.units = units;
        write = Gate.in(scope.child("write"), inputs, units);
        keep = Gate.in(scope.child("keep"), inputs, units);
        read = Gate.in(scope.child("read"), inputs, units);
        candidate = Gate.in(scope.child("candidate"), inputs, units);
    }

    @Override
    public State initialState(Graph g, int batch) {
        return new State(g.zeros(batch, units), g.zeros(batch, units));
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        var kept = sigmoid(keep.of(x, s.y())).times(s.memory());
        var written = sigmoid(write.of(x, s.y())).times(tanh(candidate.of(x, s.y())));
        var memory = kept.plus(written);
        var y = sigmoid(read.of(x, s.y())).times(tanh(memory));
        return Step.of(y, new State(y, memory));
    }
}
