package dev.rondo.cli.command;

import dev.rondo.cli.task.ModelSettings;

import picocli.CommandLine.Option;

/** Options that say what a model is made of. */
final class ModelOptions {
    @Option(
            names = "--cell",
            paramLabel = "NAME",
            description = {
                "The recurrent cell: rnn, rnn-relu, lstm, gru (reset gate before the recurrent product)"
                        + " or gru-after (default: ${DEFAULT-VALUE})."
            })
    private String cell;

    @Option(
            names = "--layers",
            paramLabel = "N",
            description = "Cells one upon the other (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            description = "Size of a state (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(
            names = "--embedding",
            paramLabel = "N",
            description = "Size of a symbol's vector (default: ${DEFAULT-VALUE}).")
    private int embedding;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0",
            description = {
                "Share of the values that training drops on their way into, between and out of the layers"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private double dropout;

    ModelSettings settings(String attention) {
        return new ModelSettings(
                cell, layers, hidden, embedding, attention, dropout, 0, false, false);
    }

    /** Of a stack of cells without attention. */
    ModelSettings settings(double recurrentDropout, boolean residual, boolean tied) {
        return new ModelSettings(
                cell,
                layers,
                hidden,
                embedding,
                ModelSettings.NO_ATTENTION,
                dropout,
                recurrentDropout,
                residual,
                tied);
    }
}
