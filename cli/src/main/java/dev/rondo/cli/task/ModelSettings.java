package dev.rondo.cli.task;

import dev.rondo.cli.UsageException;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.layer.Dropout;

import java.util.Optional;

/**
 * What a model is made of.
 *
 * @param cell kind of cell by name
 * @param layers cells one upon the other
 * @param hidden size of a state
 * @param embedding size of a symbol's vector
 * @param attention kind of attention by name, or {@value #NO_ATTENTION}
 * @param dropout rate of dropout between layers, below the first and above the last
 * @param recurrentDropout rate of dropout of a cell's state where it enters its products
 * @param residual whether each layer but the first adds its input to its output
 * @param tied whether a symbol's score is a product with its vector
 */
public record ModelSettings(
        String cell,
        int layers,
        int hidden,
        int embedding,
        String attention,
        double dropout,
        double recurrentDropout,
        boolean residual,
        boolean tied) {
    /** The attention of a model that has none. */
    public static final String NO_ATTENTION = "none";

    /** Checks names and sizes. */
    public ModelSettings {
        Values.known("--cell", () -> Cells.named(cell));
        if (!attention.equals(NO_ATTENTION)) {
            Values.known("--attention", () -> named(attention));
        }
        Values.atLeast("--layers", layers, 1);
        Values.atLeast("--hidden", hidden, 1);
        Values.atLeast("--embedding", embedding, 1);
        Values.within("--dropout", dropout, 0, 1);
        Values.within("--recurrent-dropout", recurrentDropout, 0, 1);
        if (residual && layers < 2) {
            throw new UsageException(
                    "--residual connects layers and needs --layers of at least 2, got " + layers);
        }
    }

    /** Without dropout, residual connections or tied weights. */
    public ModelSettings(String cell, int layers, int hidden, int embedding, String attention) {
        this(cell, layers, hidden, embedding, attention, 0, 0, false, false);
    }

    private static Attentions named(String attention) {
        try {
            return Attentions.named(attention);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", and " + NO_ATTENTION, e);
        }
    }

    /** The attention; empty where there is none. */
    Optional<Attentions> attends() {
        return attention.equals(NO_ATTENTION)
                ? Optional.empty()
                : Optional.of(Attentions.named(attention));
    }

    /** What the stack of cells is trained with. */
    StackOptions options() {
        return new StackOptions(new Dropout(dropout), new Dropout(recurrentDropout), residual);
    }

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("cell", cell)
                .with("layers", layers)
                .with("hidden", hidden)
                .with("embedding", embedding)
                .with("attention", attention)
                .with("dropout", dropout)
                .with("recurrent_dropout", recurrentDropout)
                .with("residual", residual)
                .with("tie_weights", tied);
    }

    static ModelSettings parse(Configuration c) {
        return new ModelSettings(
                c.text("cell"),
                c.integer("layers", 1, Integer.MAX_VALUE),
                c.integer("hidden", 1, Integer.MAX_VALUE),
                c.integer("embedding", 1, Integer.MAX_VALUE),
                c.text("attention"),
                // run directories of before these settings have none of them
                c.number("dropout", 0),
                c.number("recurrent_dropout", 0),
                c.flag("residual", false),
                c.flag("tie_weights", false));
    }
}
