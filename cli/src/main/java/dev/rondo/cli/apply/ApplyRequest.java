package dev.rondo.cli.apply;

import dev.rondo.models.torch.RecurrentKind;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to run, as given by the options.
 *
 * @param cell which network
 * @param prefix prefix of the weights' names; empty to search for it
 * @param layers the expected number of layers; empty for as many as the weights have
 * @param bidirectional whether the weights must have both directions
 * @param nonlinearity nonlinearity of {@link Cell#RNN}
 * @param heads number of heads of {@link Cell#MULTIHEAD_ATTENTION}
 * @param score score of {@link Cell#LUONG_ATTENTION}; empty for the score that the weights are for
 * @param batchFirst whether sequences are [B, T, …]
 */
public record ApplyRequest(
        Cell cell,
        Optional<String> prefix,
        OptionalInt layers,
        boolean bidirectional,
        RecurrentKind nonlinearity,
        int heads,
        Optional<Score> score,
        boolean batchFirst) {

    /** The networks by name. */
    public enum Cell {
        /** {@code nn.LSTM}. */
        LSTM,
        /** {@code nn.GRU}. */
        GRU,
        /** {@code nn.RNN}. */
        RNN,
        /** {@code nn.MultiheadAttention}. */
        MULTIHEAD_ATTENTION,
        /** Bahdanau et al. 2015. */
        ADDITIVE_ATTENTION,
        /** Luong et al. 2015. */
        LUONG_ATTENTION;

        /** Whether it is a cell that runs over time. */
        public boolean recurrent() {
            return this == LSTM || this == GRU || this == RNN;
        }
    }

    /** Luong's scores. */
    public enum Score {
        /** sᵀ h. */
        DOT,
        /** sᵀ W h. */
        GENERAL,
        /** vᵀ tanh(W s + U h). */
        CONCAT
    }
}
