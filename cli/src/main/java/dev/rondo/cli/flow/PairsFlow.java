package dev.rondo.cli.flow;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cli.task.TranslationModel;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.data.Pair;
import dev.rondo.models.data.PairBatches;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.seq2seq.EncoderDecoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An encoder-decoder over pairs of source and target. The loss is that of the target's last symbol,
 * before its end mark. Steps of the encoder, in both directions, are counted back from the end of
 * each source, and steps of the decoder from that symbol.
 */
final class PairsFlow implements FlowNetwork {
    private final TranslationModel model;
    private final List<Pair> pairs;
    private final int batch;

    /**
     * An encoder-decoder over pairs.
     *
     * @param batch pairs B at once
     */
    PairsFlow(TranslationModel model, List<Pair> pairs, int batch) {
        this.model = model;
        this.pairs = List.copyOf(pairs);
        this.batch = batch;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public List<Variable> variables() {
        return model.scope().variables();
    }

    @Override
    public Map<String, Array> inputs(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Pair> drawn = new ArrayList<>();
        for (int b = 0; b < batch; b++) {
            drawn.add(pairs.get(random.nextInt(pairs.size())));
        }
        Map<String, Array> inputs = PairBatches.of(model.codec(), drawn, batch, "pairs").batch(0);
        Array targets = inputs.get(EncoderDecoder.TARGET_OUT);
        int[] last = last(targets);
        for (int t = 0; t < targets.shape().dim(0); t++) {
            for (int b = 0; b < batch; b++) {
                if (t != last[b]) {
                    targets.set(t * batch + b, CrossEntropy.IGNORED);
                }
            }
        }
        return inputs;
    }

    /** The step of each row's last symbol that counts and is no end mark. */
    private int[] last(Array targets) {
        int[] last = new int[batch];
        for (int b = 0; b < batch; b++) {
            for (int t = 0; t < targets.shape().dim(0); t++) {
                int symbol = (int) targets.get(t * batch + b);
                if (symbol != CrossEntropy.IGNORED && symbol != model.codec().end()) {
                    last[b] = t;
                }
            }
        }
        return last;
    }

    @Override
    public Tensor loss(Trace t) {
        PairCodec codec = model.codec();
        int s = codec.longestSource();
        int n = codec.longestTarget();
        Tensor source = t.input(EncoderDecoder.SOURCE, DType.I32, s, batch);
        Tensor lengths = t.input(EncoderDecoder.SOURCE_LENGTHS, DType.I32, batch);
        Tensor before = t.input(EncoderDecoder.TARGET_IN, DType.I32, n, batch);
        Tensor targets = t.input(EncoderDecoder.TARGET_OUT, DType.I32, n, batch);
        Tensor logits = model.model().logits(source, lengths, before);
        return CrossEntropy.of(logits, targets).total();
    }

    @Override
    public int[] origins(int recurrence, int steps, Map<String, Array> inputs) {
        boolean decoder = recurrence == 2 * model.settings().stack().layers();
        if (decoder) {
            return last(inputs.get(EncoderDecoder.TARGET_OUT));
        }
        int[] origins = new int[batch];
        for (int b = 0; b < batch; b++) {
            origins[b] = (int) inputs.get(EncoderDecoder.SOURCE_LENGTHS).get(b) - 1;
        }
        return origins;
    }
}
