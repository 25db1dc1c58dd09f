package dev.rondo.cli.command;

import picocli.CommandLine.Option;

/** Options of encoder-decoders, besides those of every model. */
final class TranslationOptions {
    @Option(
            names = "--attention",
            paramLabel = "NAME",
            defaultValue = "additive",
            description = {
                "How the decoder looks back: additive, dot, general, concat, scaled-dot, multi-head or"
                        + " none (default: ${DEFAULT-VALUE})."
            })
    private String attention;

    @Option(
            names = "--scheduled-sampling",
            paramLabel = "K",
            defaultValue = "0",
            description = {
                "Lets the decoder read its own symbols instead of the target's, in step i of training"
                        + " with probability 1 - K/(K+exp(i/K)); 0 for never"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private double scheduledSampling;

    String attention() {
        return attention;
    }

    double scheduledSampling() {
        return scheduledSampling;
    }
}
