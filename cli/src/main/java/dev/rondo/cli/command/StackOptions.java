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
            names = "--dropconnect",
            paramLabel = "P",
            defaultValue = "0",
            description = {
                "Share of the elements of recurrent weights that training drops, for all steps and rows of a"
                        + " batch (default: ${DEFAULT-VALUE})."
            })
    private double dropConnect;

    @Option(
            names = "--zoneout",
            paramLabel = "P",
            defaultValue = "0",
            description = {
                "Share of a state that keeps its previous value at each step of training; everywhere else"
                        + " the state is the expected one (default: ${DEFAULT-VALUE})."
            })
    private double zoneout;

    @Option(
            names = "--residual",
            description = "Adds the input of each layer but the first to its output.")
    private boolean residual;

    double recurrentDropout() {
        return recurrentDropout;
    }

    double dropConnect() {
        return dropConnect;
    }

    double zoneout() {
        return zoneout;
    }

    boolean residual() {
        return residual;
    }
}
