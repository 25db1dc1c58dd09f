package dev.rondo.cli.command;

import dev.rondo.models.task.StackSettings;

import picocli.CommandLine.Option;

/** Options that say which cells a model has. */
final class CellOptions {
    @Option(
            names = "--cell",
            paramLabel = "NAME",
            completionCandidates = CellNames.class,
            description = {
                "The recurrent cell: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}). "
                        + CellNames.OF_GRU
            })
    private String cell;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Cells one upon the other (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--hidden",
            paramLabel = "N",
            description = "Size of a state (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(
            names = "--dropout",
            paramLabel = "P",
            defaultValue = "0",
            description = {
                "Share of the values that training drops on their way into, between and out of the"
                        + " layers (default: ${DEFAULT-VALUE})."
            })
    private double dropout;

    StackSettings settings() {
        return new StackSettings(cell, layers, hidden, dropout, 0, 0, 0, false);
    }

    StackSettings settings(StackOptions stack) {
        return new StackSettings(
                cell,
                layers,
                hidden,
                dropout,
                stack.recurrentDropout(),
                stack.dropConnect(),
                stack.zoneout(),
                stack.residual());
    }
}
