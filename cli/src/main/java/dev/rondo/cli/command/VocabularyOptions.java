package dev.rondo.cli.command;

import dev.rondo.models.task.Values;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options for which words of texts a model knows. */
final class VocabularyOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--vocabulary",
            paramLabel = "N",
            defaultValue = "10000",
            description = {
                "Knows so many words, the most frequent; all others are one symbol"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private int most;

    @Option(
            names = "--min-count",
            paramLabel = "N",
            defaultValue = "2",
            description = {
                "Knows only words that occur so often in the text to train on; with 1, a model never sees"
                        + " an unknown word in training (default: ${DEFAULT-VALUE})."
            })
    private int leastCount;

    /** Refuses impossible numbers. */
    void check() {
        Values.atLeast("--vocabulary", most, 1);
        Values.atLeast("--min-count", leastCount, 1);
    }

    /** Refuses these options where they have no effect. */
    void checkNoneGiven(String belongTo) {
        MatchedOptions.refuse(command, "belongs to " + belongTo, "--vocabulary", "--min-count");
    }

    /** How many words to know. */
    int most() {
        return most;
    }

    /** How often a word must occur. */
    int leastCount() {
        return leastCount;
    }
}
