package dev.rondo.models.torch;

import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.States;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.models.cell.CellInitializers;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.ProjectedLstm;
import dev.rondo.models.cell.ResetGate;
import dev.rondo.models.cell.Rnn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * The network of PyTorch's {@code nn.RNN}, {@code nn.LSTM} and {@code nn.GRU}: stacked layers, each
 * in one or both directions. Its variables are zero until weights are loaded.
 */
public final class RecurrentNetwork {
    private static final CellInitializers ZEROS = zeros(Initializer.zeros());

    private static CellInitializers zeros(Initializer zero) {
        return new CellInitializers(zero, zero, zero, zero, zero, zero);
    }

    /**
     * The result over sequences.
     *
     * @param outputs of the last layer, both directions side by side [T, B, D·H]
     * @param states after the last step of each row, [L·D, B, H] each: h and, of an LSTM, c
     */
    public record Output(Tensor outputs, List<Tensor> states) {}

    private final Part part;
    private final RecurrentForm form;
    private final List<Cell<?>> cells = new ArrayList<>();

    /** Declares the variables that {@link RecurrentForm#layout} names. */
    public RecurrentNetwork(Scope scope, RecurrentForm form) {
        part = Part.of("recurrent network", scope);
        this.form = form;
        for (int layer = 0; layer < form.layers(); layer++) {
            for (int direction = 0; direction < form.directions(); direction++) {
                Scope part = scope.child(RecurrentForm.part(layer, direction == 1));
                cells.add(cell(part, form.inputSize(layer)));
            }
        }
    }

    private Cell<?> cell(Scope scope, int inputSize) {
        int size = form.hiddenSize();
        return switch (form.kind()) {
            case RNN_TANH -> new Rnn(scope, inputSize, size, Functions::tanh, ZEROS);
            case RNN_RELU -> new Rnn(scope, inputSize, size, Functions::relu, ZEROS);
            case LSTM ->
                    form.projectedSize() == 0
                            ? new Lstm(scope, inputSize, size, ZEROS)
                            : new ProjectedLstm(
                                    scope, inputSize, size, form.projectedSize(), ZEROS);
            case GRU -> new Gru(scope, inputSize, size, ResetGate.AFTER, ZEROS);
        };
    }

    /**
     * Reads sequences.
     *
     * @param xs [T, B, I]
     * @param lengths the number of steps of each row, I32 [B]; null for whole sequences
     * @param initial the initial states, [L·D, B, H] each: h and, of an LSTM, c; null, or null
     *     elements, for zeros
     * @throws dev.rondo.graph.TraceException when one has another form than it should have
     */
    public Output over(Tensor xs, Tensor lengths, List<Tensor> initial) {
        part.floats("sequences", xs, "T", "B", form.inputSize(0));
        List<Tensor> before = initial(xs, initial);
        List<List<Tensor>> last = new ArrayList<>();
        Tensor below = xs;
        for (int layer = 0; layer < form.layers(); layer++) {
            List<Tensor> sides = new ArrayList<>();
            for (int direction = 0; direction < form.directions(); direction++) {
                int at = layer * form.directions() + direction;
                var r = over(cells.get(at), direction == 1, below, lengths, before, at);
                sides.add(r.outputs());
                last.add(States.tensors(r.last()));
            }
            below = sides.size() == 1 ? sides.getFirst() : Functions.concat(-1, sides);
        }
        List<Tensor> states = new ArrayList<>();
        for (int part = 0; part < last.getFirst().size(); part++) {
            int p = part;
            states.add(Functions.stack(0, last.stream().map(s -> s.get(p)).toList()));
        }
        return new Output(below, states);
    }

    /** The states before, checked; as many as there are, null for zeros. */
    private List<Tensor> initial(Tensor xs, List<Tensor> given) {
        List<Integer> sizes =
                form.kind() == RecurrentKind.LSTM
                        ? List.of(form.outputSize(), form.hiddenSize())
                        : List.of(form.hiddenSize());
        if (given == null) {
            return Collections.nCopies(sizes.size(), null);
        }
        boolean more = given.stream().skip(sizes.size()).anyMatch(Objects::nonNull);
        if (more || given.size() < sizes.size()) {
            throw new TraceException(
                    part + " has " + sizes.size() + " states; got " + given.size());
        }
        for (int i = 0; i < sizes.size(); i++) {
            if (given.get(i) != null) {
                part.floats(
                        "initial state " + i, given.get(i), cells.size(), xs.dim(1), sizes.get(i));
            }
        }
        return given;
    }

    private static <S extends Record> Recurrence.Result<S> over(
            Cell<S> cell,
            boolean backwards,
            Tensor xs,
            Tensor lengths,
            List<Tensor> initial,
            int at) {
        S zeros = cell.initialState(xs.graph(), xs.dim(1));
        List<Tensor> from = new ArrayList<>(States.tensors(zeros));
        for (int part = 0; part < from.size(); part++) {
            if (initial.get(part) != null) {
                from.set(part, initial.get(part).at(0, at));
            }
        }
        Recurrence<S> r = Recurrence.of(cell).lengths(lengths).from(States.with(zeros, from));
        return (backwards ? r.backwards() : r).over(xs);
    }
}
