package dev.rondo.cli.task;

import dev.rondo.cli.show.AttentionMap;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.seq2seq.Written;

import java.util.List;

/**
 * What was written for one source.
 *
 * @param read the source, one symbol per element
 * @param wrote the target, one symbol per element
 * @param symbols the target as the model wrote it
 * @param text the target
 * @param weights for each symbol of the target, and for its end mark if it has one, the weight of
 *     each symbol of the source; empty without attention
 */
public record Translation(
        List<String> read, List<String> wrote, int[] symbols, String text, List<double[]> weights) {
    static Translation of(PairCodec codec, String source, Written written) {
        return new Translation(
                codec.sourcePieces(source),
                codec.targetPieces(written.symbols()),
                written.symbols(),
                codec.decodeTarget(written.symbols()),
                written.weights());
    }

    /**
     * How much attention the model gave to each symbol of the source while it wrote each symbol.
     */
    public AttentionMap map() {
        float[][] rows = new float[wrote.size()][read.size()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = (float) weights.get(i)[j];
            }
        }
        return new AttentionMap(read, wrote, rows);
    }
}
