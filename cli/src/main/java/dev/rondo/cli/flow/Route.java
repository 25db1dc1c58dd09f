package dev.rondo.cli.flow;

import dev.rondo.cell.StateProbes;

/** The paths that a gradient takes from step to step. */
public enum Route {
    /** All of them. */
    ALL("all"),
    /** That on which a cell carries its state on without a product: c of an LSTM, z∘h of a GRU. */
    CARRIED("carried");

    private final String id;

    Route(String id) {
        this.id = id;
    }

    /** The probes that leave these paths open. */
    StateProbes probes() {
        return switch (this) {
            case ALL -> StateProbes.ofAllPaths();
            case CARRIED -> StateProbes.ofTheCarriedPath();
        };
    }

    /** The name in results. */
    @Override
    public String toString() {
        return id;
    }
}
