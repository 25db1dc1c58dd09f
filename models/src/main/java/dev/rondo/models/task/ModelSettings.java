package dev.rondo.models.task;

import dev.rondo.models.attention.Attentions;
import dev.rondo.models.checkpoint.Configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The size and form of a model of symbols.
 *
 * @param stack its cells
 * @param embedding size of a symbol's vector
 * @param attention kind of attention by name, or {@value #NO_ATTENTION}
 * @param tied whether a symbol's score is a product with its vector
 */
public record ModelSettings(StackSettings stack, int embedding, String attention, boolean tied) {
    /** The name for a model without attention. */
    public static final String NO_ATTENTION = "none";

    /** Checks names and sizes. */
    public ModelSettings {
        attention(attention);
        Values.atLeast("--embedding", embedding, 1);
    }

    /** The same model trained with the dropout and zoneout of other cells. */
    public ModelSettings trainedAs(StackSettings other) {
        return new ModelSettings(stack.trainedAs(other), embedding, attention, tied);
    }

    /**
     * The attention of that name; empty for {@value #NO_ATTENTION}.
     *
     * @throws SettingException when there is none; the message lists the existing ones
     */
    public static Optional<Attentions> attention(String name) {
        if (name.equals(NO_ATTENTION)) {
            return Optional.empty();
        }
        List<String> names =
                Stream.concat(
                                Arrays.stream(Attentions.values()).map(Attentions::id),
                                Stream.of(NO_ATTENTION))
                        .toList();
        Values.known("--attention", name, names, () -> named(name));
        return Optional.of(named(name));
    }

    private static Attentions named(String attention) {
        try {
            return Attentions.named(attention);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + ", and " + NO_ATTENTION, e);
        }
    }

    /** The attention; empty when there is none. */
    public Optional<Attentions> attends() {
        return attention(attention);
    }

    /** The settings, as a run directory has them. */
    public Configuration toConfiguration() {
        return stack.addTo(Configuration.empty())
                .with("embedding", embedding)
                .with("attention", attention)
                .with("tie_weights", tied);
    }

    /** The settings of a run directory. */
    public static ModelSettings parse(Configuration c) {
        return new ModelSettings(
                StackSettings.parse(c),
                c.integer("embedding", 1, Integer.MAX_VALUE),
                c.text("attention"),
                // run directories from before this setting do not have it
                c.flag("tie_weights", false));
    }
}
