package dev.rondo.cli.command;

import dev.rondo.cli.bench.GrowthLimits;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options for how cost grows. */
final class GrowthOptions {
    /** The rest of the heap is for all else in it, and for its young generation. */
    private static final double PART_OF_HEAP = 0.9;

    @Option(
            names = "--growth",
            description = {
                "How cost grows: time --cell (default: lstm), then double T, B, H with the input, and"
                        + " the layers, one at a time, until the machine ends. T is also timed with"
                        + " gradients that recompute the steps of each √T."
            })
    private boolean growth;

    @Option(
            names = "--doublings",
            paramLabel = "N",
            defaultValue = "16",
            description = {
                "With --growth: how often each size is doubled at most (default: ${DEFAULT-VALUE})."
            })
    private int doublings;

    @Option(
            names = "--longest-step",
            paramLabel = "S",
            defaultValue = "20",
            description = {
                "With --growth: a size is not doubled further when a step could then take more"
                        + " seconds (default: ${DEFAULT-VALUE})."
            })
    private double longestStep;

    /** Whether this is requested. Refuses options that have no place beside it, or without it. */
    boolean given(CommandSpec command) {
        if (growth) {
            MatchedOptions.refuse(
                    command,
                    "has no place beside --growth, which times one workload of many sizes",
                    "--suite",
                    "--merge",
                    "--product",
                    "--explain",
                    "--ablation",
                    "--on-request");
        } else {
            MatchedOptions.refuse(
                    command, "is for --growth; add --growth", "--doublings", "--longest-step");
        }
        return growth;
    }

    /** Where a series ends. */
    GrowthLimits limits() {
        double heap = PART_OF_HEAP * Runtime.getRuntime().maxMemory();
        return new GrowthLimits(doublings, longestStep, (long) heap);
    }
}
