package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.StackSettings;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.List;

/** Options for the size and form of a model of symbols. */
final class ModelOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Mixin private CellOptions cells;

    @Option(
            names = "--embedding",
            paramLabel = "N",
            description = "Size of a symbol's vector (default: ${DEFAULT-VALUE}).")
    private int embedding;

    /** Refuses these options when another option already determines the model. */
    void checkNoneGiven(String other) {
        var parsed = command.commandLine().getParseResult();
        for (String option :
                List.of(
                        "--cell",
                        "--layers",
                        "--hidden",
                        "--embedding",
                        "--residual",
                        "--tie-weights")) {
            if (parsed.hasMatchedOption(option)) {
                throw new UsageException(
                        "with "
                                + other
                                + " the run directory says what the model is; leave out "
                                + option);
            }
        }
    }

    /** Size of a symbol's vector. */
    int embedding() {
        return embedding;
    }

    /** The settings of an encoder-decoder. */
    ModelSettings settings(String attention) {
        return new ModelSettings(cells.settings(), embedding, attention, false);
    }

    /** The cells of a stack without attention. */
    StackSettings cells(StackOptions stack) {
        return cells.settings(stack);
    }

    /** The settings of a stack of cells without attention. */
    ModelSettings settings(StackOptions stack, boolean tied) {
        return new ModelSettings(cells(stack), embedding, ModelSettings.NO_ATTENTION, tied);
    }
}
