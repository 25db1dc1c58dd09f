package dev.rondo.cli.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The cells that ONNX has, and the order of their gates. */
enum OnnxCell {
    RNN("rnn", "RNN", "Tanh", "", List.of("U"), List.of("W"), List.of("b"), List.of(), List.of()),
    RNN_RELU(
            "rnn-relu",
            "RNN",
            "Relu",
            "",
            List.of("U"),
            List.of("W"),
            List.of("b"),
            List.of(),
            List.of()),
    LSTM(
            "lstm",
            "LSTM",
            "",
            "",
            List.of("U_i", "U_o", "U_f", "U_g"),
            List.of("W_i", "W_o", "W_f", "W_g"),
            List.of("b_i", "b_o", "b_f", "b_g"),
            List.of(),
            List.of()),
    LSTM_PEEPHOLE(
            "lstm-peephole",
            "LSTM",
            "",
            "",
            List.of("U_i", "U_o", "U_f", "U_g"),
            List.of("W_i", "W_o", "W_f", "W_g"),
            List.of("b_i", "b_o", "b_f", "b_g"),
            List.of(),
            List.of("p_i", "p_o", "p_f")),
    /** Its forget gate is 1 − i: the operator has weights for it and does not read them. */
    LSTM_COUPLED(
            "lstm-coupled",
            "LSTM",
            "",
            "input_forget",
            List.of("U_i", "U_o", "", "U_g"),
            List.of("W_i", "W_o", "", "W_g"),
            List.of("b_i", "b_o", "", "b_g"),
            List.of(),
            List.of()),
    GRU(
            "gru",
            "GRU",
            "",
            "",
            List.of("W_xz", "W_xr", "W_xh"),
            List.of("W_hz", "W_hr", "W_hh"),
            List.of("b_z", "b_r", "b_h"),
            List.of(),
            List.of()),
    GRU_AFTER(
            "gru-after",
            "GRU",
            "",
            "linear_before_reset",
            List.of("W_xz", "W_xr", "W_xh"),
            List.of("W_hz", "W_hr", "W_hh"),
            List.of("b_z", "b_r", "b_h"),
            List.of("", "", "b_hh"),
            List.of());

    final String id;
    final String operator;

    /** Only set when the operator has a choice. */
    final String activation;

    /** The attribute of the operator that is 1 for this cell; {@code ""} where none is. */
    final String flag;

    /** {@code ""} for a gate that has no weights: they are zeros. */
    final List<String> inputWeights;

    final List<String> recurrentWeights;
    final List<String> inputBiases;

    /** {@code ""} for a gate without a bias of its own; empty when no gate has one. */
    final List<String> recurrentBiases;

    /** Weights by which gates see the cell state; empty where none does. */
    final List<String> peepholes;

    OnnxCell(
            String id,
            String operator,
            String activation,
            String flag,
            List<String> inputWeights,
            List<String> recurrentWeights,
            List<String> inputBiases,
            List<String> recurrentBiases,
            List<String> peepholes) {
        this.id = id;
        this.operator = operator;
        this.activation = activation;
        this.flag = flag;
        this.inputWeights = inputWeights;
        this.recurrentWeights = recurrentWeights;
        this.inputBiases = inputBiases;
        this.recurrentBiases = recurrentBiases;
        this.peepholes = peepholes;
    }

    /** Parts of a state: h and, of an LSTM, c. */
    int parts() {
        return operator.equals("LSTM") ? 2 : 1;
    }

    /** The cell with this name; empty when ONNX has no operator for it. */
    static Optional<OnnxCell> named(String id) {
        return Arrays.stream(values()).filter(c -> c.id.equals(id)).findFirst();
    }
}
