package dev.rondo.cli.command;

import picocli.CommandLine.Option;

/** Further options of stacked cells, for models that are a single stack. */
final class StackOptions {
    @Option(
            names = "--recurrent-dropout",
            paramLabel = "P",
            defaultValue = "0",
            description = {
                "Share of a state that training drops on its way into the products of the next step; the"
                        + " same part at every step of a sequence (default: ${DEFAULT-VALUE})."
            })
    private double recurrentDropout;

    @Option(
            names = "--residual",
            description = "Adds the input of each layer but the first to its output.")
    private boolean residual;

    double recurrentDropout() {
        return recurrentDropout;
    }

    boolean residual() {
        return residual;
    }
}
