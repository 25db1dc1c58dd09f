package dev.rondo.cli.show;

import java.util.List;

/**
 * How much attention the decoder gave to each input while it wrote each output.
 *
 * @param inputs the symbols read, one per column
 * @param outputs the symbols written, one per row
 * @param weights a row for each output, with a weight from 0 to 1 for each input
 */
public record AttentionMap(List<String> inputs, List<String> outputs, float[][] weights) {
    /** Checks that there is a weight for each pair. */
    public AttentionMap {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        if (weights.length != outputs.size()) {
            throw new IllegalArgumentException(
                    outputs.size() + " outputs need as many rows, got " + weights.length);
        }
        for (float[] row : weights) {
            if (row.length != inputs.size()) {
                throw new IllegalArgumentException(
                        inputs.size() + " inputs need as many columns, got " + row.length);
            }
        }
    }
}
