package dev.rondo.models.torch;

import dev.rondo.array.Array;
import dev.rondo.array.Shape;
import dev.rondo.models.checkpoint.CheckpointException;

import java.util.ArrayList;
import java.util.List;

/**
 * The form of an {@code nn.RNN}, {@code nn.LSTM} or {@code nn.GRU}.
 *
 * @param kind which of them
 * @param inputSize I
 * @param hiddenSize H
 * @param projectedSize P of an LSTM with {@code proj_size}, else 0
 * @param layers L
 * @param bidirectional whether each layer runs in both directions
 */
public record RecurrentForm(
        RecurrentKind kind,
        int inputSize,
        int hiddenSize,
        int projectedSize,
        int layers,
        boolean bidirectional) {
    private static final String FIRST = "weight_ih_l0";

    /**
     * The form that weights have: their names and shapes decide.
     *
     * @param dict the module's tensors
     * @param prefix of their names, such as {@code encoder.}
     * @throws CheckpointException when the first tensors are missing or are not matrices
     */
    public static RecurrentForm of(RecurrentKind kind, StateDict dict, String prefix) {
        Array input = dict.matrix(prefix + FIRST);
        Array recurrent = dict.matrix(prefix + "weight_hh_l0");
        boolean projected = kind == RecurrentKind.LSTM && dict.get(prefix + "weight_hr_l0") != null;
        int outputSize = recurrent.shape().dim(1);
        int hiddenSize =
                projected ? dict.matrix(prefix + "weight_hr_l0").shape().dim(1) : outputSize;
        int layers = 1;
        while (dict.get(prefix + "weight_ih_l" + layers) != null) {
            layers++;
        }
        return new RecurrentForm(
                kind,
                input.shape().dim(1),
                hiddenSize,
                projected ? outputSize : 0,
                layers,
                dict.get(prefix + FIRST + "_reverse") != null);
    }

    /**
     * The kind that weights have: the rows of {@code weight_ih_l0} tell the number of gates.
     *
     * @param plain what it is without gates; its activation is not in the weights
     * @throws CheckpointException when the first tensors are missing, or no module has such
     */
    public static RecurrentKind kind(StateDict dict, String prefix, RecurrentKind plain) {
        Array input = dict.matrix(prefix + FIRST);
        Array recurrent = dict.matrix(prefix + "weight_hh_l0");
        boolean projected = dict.get(prefix + "weight_hr_l0") != null;
        int rows = input.shape().dim(0);
        int size = recurrent.shape().dim(1);
        for (RecurrentKind kind : List.of(RecurrentKind.LSTM, RecurrentKind.GRU, plain)) {
            if (projected || rows == (long) kind.gates() * size) {
                return kind;
            }
        }
        throw new CheckpointException(
                dict.origin()
                        + ": '"
                        + prefix
                        + FIRST
                        + "' "
                        + input.shape()
                        + " and '"
                        + prefix
                        + "weight_hh_l0' "
                        + recurrent.shape()
                        + " belong to no nn.LSTM (4 rows for each of the state), nn.GRU (3) or nn.RNN (1)");
    }

    /** The same with another number of layers. */
    public RecurrentForm layers(int count) {
        return new RecurrentForm(kind, inputSize, hiddenSize, projectedSize, count, bidirectional);
    }

    /** The same in both directions. */
    public RecurrentForm bothWays() {
        return new RecurrentForm(kind, inputSize, hiddenSize, projectedSize, layers, true);
    }

    /** Size of an output of one direction. */
    public int outputSize() {
        return projectedSize > 0 ? projectedSize : hiddenSize;
    }

    /** Directions of a layer: 1 or 2. */
    public int directions() {
        return bidirectional ? 2 : 1;
    }

    /** Input size of a layer. */
    int inputSize(int layer) {
        return layer == 0 ? inputSize : directions() * outputSize();
    }

    /** The part of a scope in which a layer's cell of one direction declares its variables. */
    static String part(int layer, boolean backwards) {
        return layer + (backwards ? ".reverse" : "");
    }

    /**
     * The tensors of the module.
     *
     * @param prefix of their names
     * @param scope prefix of the variables' names; {@code 0.}, {@code 0.reverse.}, {@code 1.}, …
     *     follow
     */
    public Layout layout(String prefix, String scope) {
        List<Weight> weights = new ArrayList<>();
        int rows = Math.multiplyExact(kind.gates(), hiddenSize);
        for (int layer = 0; layer < layers; layer++) {
            for (int direction = 0; direction < directions(); direction++) {
                String in = scope + part(layer, direction == 1) + ".";
                String end = "_l" + layer + (direction == 1 ? "_reverse" : "");
                weights.add(
                        weight(
                                prefix + "weight_ih" + end,
                                Shape.of(rows, inputSize(layer)),
                                in,
                                kind.inputWeights()));
                weights.add(
                        weight(
                                prefix + "weight_hh" + end,
                                Shape.of(rows, outputSize()),
                                in,
                                kind.recurrentWeights()));
                weights.add(bias(prefix + "bias_ih" + end, rows, in, kind.inputBiases()));
                weights.add(bias(prefix + "bias_hh" + end, rows, in, kind.recurrentBiases()));
                if (projectedSize > 0) {
                    weights.add(
                            weight(
                                    prefix + "weight_hr" + end,
                                    Shape.of(projectedSize, hiddenSize),
                                    in,
                                    List.of("W_r")));
                }
            }
        }
        return new Layout(toString(), weights);
    }

    private static Weight weight(String name, Shape shape, String in, List<String> variables) {
        return new Weight(name, shape, false, variables.stream().map(in::concat).toList());
    }

    private static Weight bias(String name, int rows, String in, List<String> variables) {
        return new Weight(name, Shape.of(rows), true, variables.stream().map(in::concat).toList());
    }

    /** The module in words. */
    @Override
    public String toString() {
        return kind.module()
                + "("
                + inputSize
                + ", "
                + hiddenSize
                + (layers == 1 ? "" : ", num_layers=" + layers)
                + (bidirectional ? ", bidirectional=True" : "")
                + (projectedSize == 0 ? "" : ", proj_size=" + projectedSize)
                + ")";
    }
}
