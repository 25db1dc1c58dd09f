package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cli.onnx.OnnxFile.AttributeProto;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * A recurrent network as ONNX operators.
 *
 * @param cell the cell of the operators
 * @param hidden H
 * @param layers number of stacked operators
 * @param bidirectional whether each operator runs in both directions
 * @param residual whether each operator except the first adds its input to its output
 * @param weights the cells' variables, F32
 * @param scope prefix of their names, followed by {@code 0.}, {@code 0.reverse.}, {@code 1.}, …
 */
record OnnxRecurrent(
        OnnxCell cell,
        int hidden,
        int layers,
        boolean bidirectional,
        boolean residual,
        Map<String, Array> weights,
        String scope) {

    /**
     * The names of results.
     *
     * @param outputs [T, B, D·H]
     * @param states the final states, [L·D, B, H] each: h and, for an LSTM, c
     */
    record Result(String outputs, List<String> states) {}

    int directions() {
        return bidirectional ? 2 : 1;
    }

    /** The number of tensors of a state: h and, for an LSTM, c. */
    int parts() {
        return cell == OnnxCell.LSTM ? 2 : 1;
    }

    /**
     * Adds the operators.
     *
     * @param xs name of the inputs [T, B, I]
     * @param lengths name of the rows' lengths, int32 [B]
     * @param initial names of the initial states, [L·D, B, H] each
     */
    Result addTo(OnnxGraph g, String xs, String lengths, List<String> initial) {
        String below = xs;
        List<List<String>> last = new ArrayList<>();
        String axis = g.constant("first_axis", 0L);
        String joined = g.constant("both_directions", 0L, 0L, (long) directions() * hidden);
        for (int layer = 0; layer < layers; layer++) {
            String name = "layer_" + layer;
            String from = g.constant(name + "_from", (long) layer * directions());
            String to = g.constant(name + "_to", (long) (layer + 1) * directions());
            List<String> inputs = new ArrayList<>(List.of(below));
            inputs.add(g.constant(name + "_W", stacked(layer, cell.inputWeights)));
            inputs.add(g.constant(name + "_R", stacked(layer, cell.recurrentWeights)));
            inputs.add(g.constant(name + "_B", biases(layer)));
            inputs.add(lengths);
            for (String state : initial) {
                inputs.add(g.node("Slice", List.of(state, from, to, axis)));
            }
            List<String> results = new ArrayList<>(List.of(name + "_Y", name + "_Y_h"));
            if (parts() == 2) {
                results.add(name + "_Y_c");
            }
            g.node(cell.operator, inputs, results, attributes());
            last.add(results.subList(1, results.size()));
            // [T, D, B, H] to [T, B, D·H]
            String turned =
                    g.node(
                            "Transpose",
                            List.of(name + "_Y"),
                            AttributeProto.of("perm", 0, 2, 1, 3));
            String outputs = g.node("Reshape", List.of(turned, joined));
            below = residual && layer > 0 ? g.node("Add", List.of(outputs, below)) : outputs;
        }
        List<String> states = new ArrayList<>();
        for (int part = 0; part < parts(); part++) {
            int p = part;
            List<String> all = last.stream().map(s -> s.get(p)).toList();
            states.add(g.node("Concat", all, AttributeProto.of("axis", 0L)));
        }
        return new Result(below, states);
    }

    private AttributeProto[] attributes() {
        List<AttributeProto> all = new ArrayList<>();
        all.add(AttributeProto.of("hidden_size", (long) hidden));
        all.add(AttributeProto.of("direction", bidirectional ? "bidirectional" : "forward"));
        if (!cell.activation.isEmpty()) {
            all.add(
                    AttributeProto.of(
                            "activations", Collections.nCopies(directions(), cell.activation)));
        }
        if (cell == OnnxCell.GRU_AFTER) {
            all.add(AttributeProto.of("linear_before_reset", 1L));
        }
        return all.toArray(AttributeProto[]::new);
    }

    /** The gates' weights of all directions, [D, G·H, …]. */
    private Array stacked(int layer, List<String> names) {
        List<Array> blocks = new ArrayList<>();
        for (int direction = 0; direction < directions(); direction++) {
            for (String n : names) {
                blocks.add(variable(layer, direction, n));
            }
        }
        int columns = blocks.getFirst().shape().dim(1);
        return joined(Shape.of(directions(), names.size() * hidden, columns), blocks);
    }

    /** Input biases, then recurrent biases, of all directions, [D, 2·G·H]. */
    private Array biases(int layer) {
        int gates = cell.inputBiases.size();
        List<Array> blocks = new ArrayList<>();
        for (int direction = 0; direction < directions(); direction++) {
            for (String n : cell.inputBiases) {
                blocks.add(variable(layer, direction, n));
            }
            for (int gate = 0; gate < gates; gate++) {
                String n = cell.recurrentBiases.isEmpty() ? "" : cell.recurrentBiases.get(gate);
                blocks.add(
                        n.isEmpty()
                                ? Array.zeros(DType.F32, Shape.of(hidden))
                                : variable(layer, direction, n));
            }
        }
        return joined(Shape.of(directions(), 2 * gates * hidden), blocks);
    }

    private Array variable(int layer, int direction, String name) {
        return weights.get(scope + layer + (direction == 1 ? ".reverse." : ".") + name);
    }

    private static Array joined(Shape shape, List<Array> blocks) {
        Array whole = Array.zeros(DType.F32, shape);
        int at = 0;
        for (Array b : blocks) {
            System.arraycopy(b.f32(), 0, whole.f32(), at, b.size());
            at += b.size();
        }
        return whole;
    }
}
