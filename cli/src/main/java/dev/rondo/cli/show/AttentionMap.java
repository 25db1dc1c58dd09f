package dev.rondo.cli.show;

import java.util.List;

/**
 * Which inputs the decoder looked at while it wrote each output.
 *
 * @param inputs what was read, a symbol a column
 * @param outputs what was written, a symbol a row
 * @param weights a row for each output and in it a weight from 0 to 1 for each input
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
