package dev.rondo.cli.experiment;

import dev.rondo.graph.Scope;

import java.util.function.IntFunction;

/** Sizes networks so that they have about the same number of weights. */
final class EqualWeights {
    private EqualWeights() {}

    /** How many weights a model has. */
    static long of(Scope scope) {
        return scope.parameters().stream().mapToLong(v -> v.shape().size()).sum();
    }

    /**
     * The number of units, at least 1, that brings a model's weights nearest to a number.
     *
     * @param model declares a model of so many units; more units mean more weights
     */
    static int units(IntFunction<Scope> model, long weights) {
        int units = 1;
        long before = of(model.apply(units));
        while (before < weights) {
            long after = of(model.apply(units + 1));
            if (after >= weights && weights - before <= after - weights) {
                return units;
            }
            units++;
            before = after;
        }
        return units;
    }
}
