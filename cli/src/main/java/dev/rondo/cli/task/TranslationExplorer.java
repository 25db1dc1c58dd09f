package dev.rondo.cli.task;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cli.show.Exploration;
import dev.rondo.cli.show.Exploration.Side;
import dev.rondo.cli.show.page.Block;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.seq2seq.EncoderDecoder;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Shows what an encoder-decoder did at each symbol that it read and wrote. */
public final class TranslationExplorer {
    private final TranslationModel model;
    private final GateMeans gates;
    private final int longest;

    /**
     * Adds what it needs to an executable with the model's weights.
     *
     * @param longest symbols of the longest source
     */
    public TranslationExplorer(TranslationModel model, Executable executable, int longest) {
        this.model = model;
        this.longest = longest;
        gates = new GateMeans(executable, this::logits);
    }

    private Tensor logits(Trace t) {
        Tensor source = t.input(EncoderDecoder.SOURCE, DType.I32, longest, 1);
        Tensor lengths = t.input(EncoderDecoder.SOURCE_LENGTHS, DType.I32, 1);
        int most = model.codec().longestTarget();
        Tensor before = t.input(EncoderDecoder.TARGET_IN, DType.I32, most, 1);
        return model.model().logits(source, lengths, before);
    }

    /**
     * What the model did with a source.
     *
     * @param source at most as long as the longest
     * @param description of its attention, if it has any
     */
    public Block block(String source, Translation t, String description) {
        PairCodec codec = model.codec();
        int[] read = codec.encodeSource(source);
        int[] before = new int[codec.longestTarget()];
        before[0] = codec.begin();
        int known = Math.min(t.symbols().length, before.length - 1);
        System.arraycopy(t.symbols(), 0, before, 1, known);
        Map<String, Array> inputs =
                Map.of(
                        EncoderDecoder.SOURCE,
                        Array.of(Arrays.copyOf(read, longest), longest, 1),
                        EncoderDecoder.SOURCE_LENGTHS,
                        Array.of(new int[] {read.length}, 1),
                        EncoderDecoder.TARGET_IN,
                        Array.of(before, before.length, 1));
        int encoders = 2 * model.settings().stack().layers();
        Exploration exploration =
                new Exploration(
                        t.read(),
                        t.wrote(),
                        model.attends() ? Optional.of(t.map()) : Optional.empty(),
                        gates.over(
                                inputs,
                                i -> i < encoders ? Side.READ : Side.WRITTEN,
                                side -> side == Side.READ ? t.read().size() : t.wrote().size()));
        String title = source + "  →  " + t.text();
        if (exploration.isEmpty()) {
            return new Block.Paragraph(
                    title + ": this model has no attention, and its cells name no gates.");
        }
        return new Block.Explorer(
                exploration,
                title,
                (model.attends() ? description : title + ".")
                        + (exploration.gates().isEmpty() ? "" : " " + GateMeans.WORDS));
    }
}
