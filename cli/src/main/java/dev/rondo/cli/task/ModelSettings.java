package dev.rondo.cli.task;

import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.checkpoint.Configuration;

import java.util.Optional;

/**
 * What a model is made of.
 *
 * @param cell kind of cell by name
 * @param layers cells one upon the other
 * @param hidden size of a state
 * @param embedding size of a symbol's vector
 * @param attention kind of attention by name, or {@value #NO_ATTENTION}
 */
public record ModelSettings(String cell, int layers, int hidden, int embedding, String attention) {
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

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("cell", cell)
                .with("layers", layers)
                .with("hidden", hidden)
                .with("embedding", embedding)
                .with("attention", attention);
    }

    static ModelSettings parse(Configuration c) {
        return new ModelSettings(
                c.text("cell"),
                c.integer("layers", 1, Integer.MAX_VALUE),
                c.integer("hidden", 1, Integer.MAX_VALUE),
                c.integer("embedding", 1, Integer.MAX_VALUE),
                c.text("attention"));
    }
}
