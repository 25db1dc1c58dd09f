package dev.rondo.cli.command;

import dev.rondo.cli.task.ModelSettings;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say what a model of symbols is made of. */
final class ModelOptions {
    @Mixin private CellOptions cells;

    @Option(
            names = "--embedding",
            paramLabel = "N",
            description = "Size of a symbol's vector (default: ${DEFAULT-VALUE}).")
    private int embedding;

    /** Of an encoder-decoder. */
    ModelSettings settings(String attention) {
        return new ModelSettings(cells.settings(), embedding, attention, false);
    }

    /** Of a stack of cells without attention. */
    ModelSettings settings(StackOptions stack, boolean tied) {
        return new ModelSettings(
                cells.settings(stack), embedding, ModelSettings.NO_ATTENTION, tied);
    }
}
