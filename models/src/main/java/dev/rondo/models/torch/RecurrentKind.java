package dev.rondo.models.torch;

import java.util.List;

/** PyTorch's recurrent modules: how their tensors hold the variables of Rondo's cells. */
public enum RecurrentKind {
    /** {@code nn.RNN} with tanh: {@link dev.rondo.models.cell.Rnn}. */
    RNN_TANH("nn.RNN", List.of("U"), List.of("W"), List.of("b"), List.of("b")),
    /** {@code nn.RNN} with relu: {@link dev.rondo.models.cell.Rnn}. */
    RNN_RELU("nn.RNN", List.of("U"), List.of("W"), List.of("b"), List.of("b")),
    /**
     * {@code nn.LSTM}: {@link dev.rondo.models.cell.Lstm}, with {@code proj_size} {@link
     * dev.rondo.models.cell.ProjectedLstm}.
     */
    LSTM(
            "nn.LSTM",
            List.of("U_i", "U_f", "U_g", "U_o"),
            List.of("W_i", "W_f", "W_g", "W_o"),
            List.of("b_i", "b_f", "b_g", "b_o"),
            List.of("b_i", "b_f", "b_g", "b_o")),
    /**
     * {@code nn.GRU}: {@link dev.rondo.models.cell.Gru} with its reset gate after the recurrent
     * product.
     */
    GRU(
            "nn.GRU",
            List.of("W_xr", "W_xz", "W_xh"),
            List.of("W_hr", "W_hz", "W_hh"),
            List.of("b_r", "b_z", "b_h"),
            List.of("b_r", "b_z", "b_hh"));

    private final String module;
    private final List<String> inputWeights;
    private final List<String> recurrentWeights;
    private final List<String> inputBiases;
    private final List<String> recurrentBiases;

    RecurrentKind(
            String module,
            List<String> inputWeights,
            List<String> recurrentWeights,
            List<String> inputBiases,
            List<String> recurrentBiases) {
        this.module = module;
        this.inputWeights = inputWeights;
        this.recurrentWeights = recurrentWeights;
        this.inputBiases = inputBiases;
        this.recurrentBiases = recurrentBiases;
    }

    /** PyTorch's name of the module. */
    public String module() {
        return module;
    }

    /** Whether the state has a second part, c. */
    public boolean hasCellState() {
        return this == LSTM;
    }

    int gates() {
        return inputWeights.size();
    }

    /** Variables in {@code weight_ih}. */
    List<String> inputWeights() {
        return inputWeights;
    }

    /** Variables in {@code weight_hh}. */
    List<String> recurrentWeights() {
        return recurrentWeights;
    }

    /** Variables in {@code bias_ih}. */
    List<String> inputBiases() {
        return inputBiases;
    }

    /** Variables in {@code bias_hh}. */
    List<String> recurrentBiases() {
        return recurrentBiases;
    }
}
