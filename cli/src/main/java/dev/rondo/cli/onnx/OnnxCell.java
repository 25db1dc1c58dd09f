package dev.rondo.cli.onnx;

import dev.rondo.cli.UsageException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The cells that ONNX has, and the order of their gates. */
enum OnnxCell {
    RNN("rnn", "RNN", "Tanh", List.of("U"), List.of("W"), List.of("b"), List.of()),
    RNN_RELU("rnn-relu", "RNN", "Relu", List.of("U"), List.of("W"), List.of("b"), List.of()),
    LSTM(
            "lstm",
            "LSTM",
            "",
            List.of("U_i", "U_o", "U_f", "U_g"),
            List.of("W_i", "W_o", "W_f", "W_g"),
            List.of("b_i", "b_o", "b_f", "b_g"),
            List.of()),
    GRU(
            "gru",
            "GRU",
            "",
            List.of("W_xz", "W_xr", "W_xh"),
            List.of("W_hz", "W_hr", "W_hh"),
            List.of("b_z", "b_r", "b_h"),
            List.of()),
    GRU_AFTER(
            "gru-after",
            "GRU",
            "",
            List.of("W_xz", "W_xr", "W_xh"),
            List.of("W_hz", "W_hr", "W_hh"),
            List.of("b_z", "b_r", "b_h"),
            List.of("", "", "b_hh"));

    private final String id;
    final String operator;

    /** Only set when the operator has a choice. */
    final String activation;

    final List<String> inputWeights;
    final List<String> recurrentWeights;
    final List<String> inputBiases;

    /** {@code ""} for a gate without a bias of its own; empty when no gate has one. */
    final List<String> recurrentBiases;

    OnnxCell(
            String id,
            String operator,
            String activation,
            List<String> inputWeights,
            List<String> recurrentWeights,
            List<String> inputBiases,
            List<String> recurrentBiases) {
        this.id = id;
        this.operator = operator;
        this.activation = activation;
        this.inputWeights = inputWeights;
        this.recurrentWeights = recurrentWeights;
        this.inputBiases = inputBiases;
        this.recurrentBiases = recurrentBiases;
    }

    /** The cell with this name. */
    static OnnxCell named(String id) {
        return Arrays.stream(values())
                .filter(c -> c.id.equals(id))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UsageException(
                                        "ONNX has no operator for the cell '"
                                                + id
                                                + "'; it has them for "
                                                + Arrays.stream(values())
                                                        .map(c -> c.id)
                                                        .collect(Collectors.joining(", "))));
    }
}
