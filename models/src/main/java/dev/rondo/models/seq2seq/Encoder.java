package dev.rondo.models.seq2seq;

import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.SequenceLayer;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.layer.Embedding;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Reads a sequence of symbols in both directions (Bahdanau et al. 2015, section 3.2): an embedding
 * and layers of two cells each, whose outputs lie side by side.
 */
public final class Encoder {
    /**
     * What a sequence becomes.
     *
     * @param states one state per position [S, B, H], zeros after a row's end
     * @param summaries for each layer the last states of both its cells, side by side [B, N]
     */
    public record Output(Tensor states, List<Tensor> summaries) {}

    private final Part part;
    private final Embedding embedding;
    private final List<SequenceLayer> layers = new ArrayList<>();
    private final List<Integer> summarySizes = new ArrayList<>();

    /**
     * Declares {@code embedding} and for each layer i {@code i.forwards} and {@code i.backwards}.
     *
     * @param vocabulary number of symbols
     * @param embeddingSize size of a symbol's vector
     * @param hiddenSize H, the size of a state: half from each direction
     * @param depth number of layers
     * @throws IllegalArgumentException when H is odd or there is less than one layer
     */
    public Encoder(
            Scope scope,
            CellFactory cell,
            int vocabulary,
            int embeddingSize,
            int hiddenSize,
            int depth) {
        if (hiddenSize < 2 || hiddenSize % 2 != 0) {
            throw new IllegalArgumentException(
                    "a bidirectional encoder gives half its hidden size to each direction and needs"
                            + " an even one, got "
                            + hiddenSize);
        }
        if (depth < 1) {
            throw new IllegalArgumentException("an encoder needs at least 1 layer, got " + depth);
        }
        part = Part.of("encoder", scope);
        embedding = new Embedding(scope.child("embedding"), vocabulary, embeddingSize);
        for (int i = 0; i < depth; i++) {
            Scope part = scope.child(Integer.toString(i));
            int inputSize = i == 0 ? embeddingSize : hiddenSize;
            Cell<?> forwards = cell.create(part.child("forwards"), inputSize, hiddenSize / 2);
            Cell<?> backwards = cell.create(part.child("backwards"), inputSize, hiddenSize / 2);
            layers.add(SequenceLayer.bidirectional(forwards, backwards));
            List<Record> states = List.of(StateSizes.of(forwards), StateSizes.of(backwards));
            summarySizes.add(StateSizes.rows(states).stream().mapToInt(StateSizes::width).sum());
        }
    }

    /** Size N of each layer's summary. */
    List<Integer> summarySizes() {
        return List.copyOf(summarySizes);
    }

    /**
     * Traces the encoder.
     *
     * @param source symbols, I32 [S, B]
     * @param lengths symbols of each row, I32 [B]; null for all
     */
    public Output over(Tensor source, Tensor lengths) {
        return over(source, lengths, UnaryOperator.identity());
    }

    /**
     * Traces the encoder.
     *
     * @param source symbols, I32 [S, B]
     * @param lengths symbols of each row, I32 [B]; null for all
     * @param below what values pass through on their way into each layer, such as dropout
     */
    Output over(Tensor source, Tensor lengths, UnaryOperator<Tensor> below) {
        part.wholes("the source", source, "S", "B");
        Tensor h = embedding.of(source);
        List<Tensor> summaries = new ArrayList<>();
        for (SequenceLayer layer : layers) {
            SequenceLayer.Output o = layer.over(below.apply(h), lengths);
            h = o.outputs();
            summaries.add(Functions.concat(-1, StateSizes.rows(o.last())));
        }
        return new Output(h, summaries);
    }
}
