package dev.rondo.cli.flow;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.CellFactory;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Type;
import dev.rondo.graph.Variable;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.CellKind;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.EncoderDecoder;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An encoder-decoder as it starts: it reads random symbols and writes one. The loss is the product
 * of that output's scores with a vector of length 1. Steps are counted back from the end of the
 * source, in both directions of the encoder.
 */
public final class AttentionFlow implements FlowNetwork {
    private static final String DIRECTION = "direction";

    private final CellKind cell;
    private final Start start;
    private final Optional<Attentions> attention;
    private final Sizes sizes;
    private final Scope scope = Scope.root();
    private final EncoderDecoder model;

    /**
     * Declares its variables in a scope of its own.
     *
     * @param attention empty for none
     * @throws UsageException when the hidden size is odd
     */
    public AttentionFlow(CellKind cell, Start start, Optional<Attentions> attention, Sizes sizes) {
        if (sizes.hidden() % 2 != 0) {
            throw new UsageException(
                    "--hidden must be even for an encoder-decoder, since the encoder gives half of"
                            + " it to each direction; got "
                            + sizes.hidden());
        }
        this.cell = cell;
        this.start = start;
        this.attention = attention;
        this.sizes = sizes;
        this.model = model(scope, 0);
    }

    private EncoderDecoder model(Scope into, long seed) {
        CellFactory cells = start.cells(cell, seed, sizes.steps());
        return new EncoderDecoder(
                into,
                new EncoderDecoder.Config(
                        sizes.symbols(),
                        sizes.symbols(),
                        sizes.hidden(),
                        sizes.hidden(),
                        sizes.layers(),
                        cells,
                        attention.orElse(null),
                        attention.equals(Optional.of(Attentions.ADDITIVE))
                                ? AttentionPlace.BEFORE_CELL
                                : AttentionPlace.INPUT_FEEDING));
    }

    /** This network with weights that each seed draws. */
    public FlowSubject subject() {
        String looking = attention.map(a -> a.id() + " attention").orElse("no attention");
        return new FlowSubject(start.with(cell) + ", " + looking, this, Optional.empty());
    }

    @Override
    public int batch() {
        return sizes.batch();
    }

    @Override
    public List<Variable> variables() {
        return scope.variables();
    }

    @Override
    public Map<String, Array> start(long seed) {
        Scope drawn = Scope.root();
        model(drawn, seed);
        return drawn.initial(seed, DType.F64);
    }

    @Override
    public Map<String, Array> inputs(long seed) {
        return Map.of(
                EncoderDecoder.SOURCE,
                Drawn.symbols(seed, sizes.steps(), sizes.batch(), sizes.symbols()),
                DIRECTION,
                Drawn.directions(seed, sizes.batch(), sizes.symbols()));
    }

    @Override
    public Tensor loss(Trace t) {
        int batch = sizes.batch();
        Tensor source = t.input(EncoderDecoder.SOURCE, DType.I32, sizes.steps(), batch);
        // what is written before the first symbol does not matter for what is read
        Tensor before = t.graph().zeros(new Type(DType.I32, Shape.of(1, batch)));
        Tensor scores = model.logits(source, null, before).at(0, 0);
        return scores.times(t.input(DIRECTION, batch, sizes.symbols())).sum();
    }
}
