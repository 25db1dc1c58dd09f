package dev.rondo.cli.flow;

import java.util.Optional;

/**
 * How the gradient of one step's loss reaches one tensor of a state at all steps before.
 *
 * @param network in a few words
 * @param recurrence the title of the cell, such as {@code LSTM 'cells.0'}
 * @param backwards whether that runs from the last step to the first
 * @param state the tensor, such as {@code h}
 * @param route the paths it takes from step to step
 * @param curve its size by steps back, as a part of the gradient by the output that the loss reads
 * @param product the forget gates' product beside it, along the carried path; empty where no value
 *     that the cell names could be one
 */
public record Flow(
        String network,
        String recurrence,
        boolean backwards,
        String state,
        Route route,
        Curve curve,
        Optional<GateProduct> product) {
    /** Which state of the network it is, such as {@code LSTM 'cells.0' c}. */
    public String place() {
        return recurrence + " " + state;
    }
}
