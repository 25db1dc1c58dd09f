package dev.rondo.models.task;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.classification.Pooling;
import dev.rondo.models.classification.SequenceClassifier;

/**
 * The size and form of a classifier.
 *
 * @param stack its cells
 * @param embedding size of a symbol's vector; without effect where numbers are read
 * @param bothWays whether each layer also reads from the end to the beginning
 * @param pooling how the outputs of all steps become one
 */
public record ClassesSettings(
        StackSettings stack, int embedding, boolean bothWays, Pooling pooling) {
    /** Checks the size. */
    public ClassesSettings {
        Values.atLeast("--embedding", embedding, 1);
    }

    /** The model's form for this input and so many classes. */
    SequenceClassifier.Config form(SequenceClassifier.Input input, int classes) {
        var form =
                SequenceClassifier.Config.of(input, stack.cells(), stack.hidden(), classes)
                        .layers(stack.layers())
                        .ragged()
                        .pooling(pooling)
                        .options(stack.options());
        return bothWays ? form.bidirectional() : form;
    }

    Configuration toConfiguration() {
        return stack.addTo(Configuration.empty())
                .with("embedding", embedding)
                .with("bidirectional", bothWays)
                .with("pooling", pooling);
    }

    static ClassesSettings parse(Configuration c) {
        return new ClassesSettings(
                StackSettings.parse(c),
                c.integer("embedding", 1, Integer.MAX_VALUE),
                c.flag("bidirectional"),
                c.choice("pooling", Pooling.class));
    }
}
