package dev.rondo.models.seq2seq;

import dev.rondo.array.DType;
import dev.rondo.cell.CellFactory;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.attention.AttentionFactory;
import dev.rondo.models.attention.Memory;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.CrossEntropy;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * From sequence to sequence: a bidirectional encoder and a decoder that may look back at all its
 * states (Sutskever et al. 2014; Bahdanau et al. 2015; Luong et al. 2015), with any kind of cell
 * and attention.
 */
public final class EncoderDecoder {
    /** Input of {@link #training}: source symbols, I32 [S, B]. */
    public static final String SOURCE = "source";

    /** Input of {@link #training}: symbols of each source row, I32 [B]. */
    public static final String SOURCE_LENGTHS = "source_lengths";

    /** Input of {@link #training}: the target after its begin mark, I32 [T, B]. */
    public static final String TARGET_IN = "target_in";

    /** Input of {@link #training}: the target with its end mark, I32 [T, B]. */
    public static final String TARGET_OUT = "target_out";

    /**
     * Input of {@link #sampledTraining}: how likely the decoder reads its own symbol, a scalar from
     * 0 to 1.
     */
    public static final String SAMPLING_PROBABILITY = "sampling_probability";

    /**
     * The model's form.
     *
     * @param sourceVocabulary number of source symbols
     * @param targetVocabulary number of target symbols
     * @param embeddingSize size of a symbol's vector
     * @param hiddenSize size of the encoder's states (half from each direction, so even) and of the
     *     decoder's
     * @param layers layers of encoder and decoder each
     * @param cell makes all cells
     * @param attention makes the attention; null for none
     * @param place where the attention stands; without attention it has no meaning
     * @param dropout of what enters each layer of the encoder and the decoder, and of what symbols
     *     are read from (Zaremba et al. 2014, section 3.1); in training only
     */
    public record Config(
            int sourceVocabulary,
            int targetVocabulary,
            int embeddingSize,
            int hiddenSize,
            int layers,
            CellFactory cell,
            AttentionFactory attention,
            AttentionPlace place,
            Dropout dropout) {
        /** Without dropout. */
        public Config(
                int sourceVocabulary,
                int targetVocabulary,
                int embeddingSize,
                int hiddenSize,
                int layers,
                CellFactory cell,
                AttentionFactory attention,
                AttentionPlace place) {
            this(
                    sourceVocabulary,
                    targetVocabulary,
                    embeddingSize,
                    hiddenSize,
                    layers,
                    cell,
                    attention,
                    place,
                    Dropout.none());
        }

        /** Checks that an attention has its place. */
        public Config {
            if (attention != null && place == null) {
                throw new IllegalArgumentException(
                        "an attention needs a place: one of "
                                + Arrays.toString(AttentionPlace.values()));
            }
        }

        /** This with a rate of dropout. */
        public Config dropout(double rate) {
            return new Config(
                    sourceVocabulary,
                    targetVocabulary,
                    embeddingSize,
                    hiddenSize,
                    layers,
                    cell,
                    attention,
                    place,
                    new Dropout(rate));
        }
    }

    /**
     * What the encoder hands to the decoder.
     *
     * @param memory what is looked back at; empty without attention
     * @param state the decoder's first state
     */
    public record Encoded(List<Memory> memory, Decoder.State state) {
        /** Copies the list. */
        public Encoded {
            memory = List.copyOf(memory);
        }
    }

    private final Encoder encoder;
    private final Bridge bridge;
    private final Decoder decoder;
    private final Dropout dropout;

    /**
     * Declares {@code encoder}, {@code decoder} and {@code bridge}.
     *
     * @throws IllegalArgumentException when a size does not fit
     */
    public EncoderDecoder(Scope scope, Config config) {
        encoder =
                new Encoder(
                        scope.child("encoder"),
                        config.cell(),
                        config.sourceVocabulary(),
                        config.embeddingSize(),
                        config.hiddenSize(),
                        config.layers());
        decoder =
                new Decoder(
                        scope.child("decoder"),
                        config.cell(),
                        config.targetVocabulary(),
                        config.embeddingSize(),
                        config.hiddenSize(),
                        config.layers(),
                        config.hiddenSize(),
                        config.attention(),
                        config.place());
        dropout = config.dropout();
        bridge = new Bridge(scope.child("bridge"), decoder.cells(), encoder.summarySizes());
    }

    /**
     * Reads the source, without dropout.
     *
     * @param source symbols, I32 [S, B]
     * @param lengths symbols of each row, I32 [B]; null for all
     */
    public Encoded encode(Tensor source, Tensor lengths) {
        return encode(Mode.evaluating(), source, lengths);
    }

    private Encoded encode(Mode mode, Tensor source, Tensor lengths) {
        Encoder.Output e = encoder.over(source, lengths, dropout.in(mode));
        return new Encoded(
                decoder.remember(e.states(), lengths),
                decoder.start(bridge.of(e.summaries()), source.graph(), source.dim(1)));
    }

    /**
     * One step of writing.
     *
     * @param symbols the previous symbol of each row, I32 [B]
     * @param encoded the memory, and the state before the step
     */
    public Decoder.Output decodeStep(Tensor symbols, Encoded encoded) {
        return decoder.step(symbols, encoded.state(), encoded.memory());
    }

    /**
     * The logits of every symbol of a known target (teacher forcing), without dropout.
     *
     * @param source symbols, I32 [S, B]
     * @param lengths symbols of each row, I32 [B]; null for all
     * @param targetIn the previous symbol at each step, I32 [T, B]
     * @return [T, B, V]
     */
    public Tensor logits(Tensor source, Tensor lengths, Tensor targetIn) {
        return logits(Mode.evaluating(), source, lengths, targetIn);
    }

    private Tensor logits(Mode mode, Tensor source, Tensor lengths, Tensor targetIn) {
        Encoded e = encode(mode, source, lengths);
        return decoder.over(targetIn, e.state(), e.memory(), dropout.in(mode));
    }

    /**
     * The mean loss of a batch as a function of an entry, for {@link
     * dev.rondo.models.optimizer.TrainingStep#minimizing}; it declares the inputs {@value #SOURCE},
     * {@value #SOURCE_LENGTHS}, {@value #TARGET_IN} and {@value #TARGET_OUT}, and with dropout
     * {@value Mode.Training#KEY}.
     *
     * @param sourceLength S
     * @param targetLength T
     * @param batch B
     * @param ignored the target of ignored positions
     */
    public Function<Trace, Tensor> training(
            int sourceLength, int targetLength, int batch, int ignored) {
        return t -> {
            Inputs in = inputs(t, sourceLength, targetLength, batch);
            return CrossEntropy.of(logits(Mode.training(t), in), in.targetOut(), ignored).mean(t);
        };
    }

    /**
     * As {@link #training}, but with scheduled sampling (Bengio et al. 2015): at each step but the
     * first the decoder reads, with the probability given as input {@value #SAMPLING_PROBABILITY},
     * what it would have written itself instead of the target's symbol. {@link SamplingSchedule}
     * feeds that input; at 0 this is {@link #training}, bit for bit. The input {@value
     * Mode.Training#KEY} is declared too.
     *
     * <p>No gradient flows through the choice of a symbol. So the symbols are chosen in a separate
     * decoding before the one that learns. It costs the time of another decoding without gradient.
     *
     * @param sourceLength S
     * @param targetLength T
     * @param batch B
     * @param ignored the target of ignored positions
     * @param choice how the decoder chooses its own symbol
     */
    public Function<Trace, Tensor> sampledTraining(
            int sourceLength, int targetLength, int batch, int ignored, SymbolChoice choice) {
        return t -> {
            Inputs in = inputs(t, sourceLength, targetLength, batch);
            Tensor probability = t.input(SAMPLING_PROBABILITY);
            Mode.Training mode = Mode.training(t);
            Encoded e = encode(mode, in.source(), in.lengths());
            Tensor symbols =
                    decoder.mixed(in.targetIn(), e.state(), e.memory(), probability, choice, mode);
            Tensor logits = decoder.over(symbols, e.state(), e.memory(), dropout.in(mode));
            return CrossEntropy.of(logits, in.targetOut(), ignored).mean(t);
        };
    }

    /**
     * The body of an entry that measures: inputs as in {@link #training}, and the outputs of {@link
     * CrossEntropy#measure}.
     *
     * @param sourceLength S
     * @param targetLength T
     * @param batch B
     * @param ignored the target of ignored positions
     */
    public Consumer<Trace> evaluating(int sourceLength, int targetLength, int batch, int ignored) {
        return t -> {
            Inputs in = inputs(t, sourceLength, targetLength, batch);
            CrossEntropy.measure(t, logits(Mode.evaluating(), in), in.targetOut(), ignored);
        };
    }

    private record Inputs(Tensor source, Tensor lengths, Tensor targetIn, Tensor targetOut) {}

    private static Inputs inputs(Trace t, int sourceLength, int targetLength, int batch) {
        return new Inputs(
                t.input(SOURCE, DType.I32, sourceLength, batch),
                t.input(SOURCE_LENGTHS, DType.I32, batch),
                t.input(TARGET_IN, DType.I32, targetLength, batch),
                t.input(TARGET_OUT, DType.I32, targetLength, batch));
    }

    private Tensor logits(Mode mode, Inputs in) {
        return logits(mode, in.source(), in.lengths(), in.targetIn());
    }
}
