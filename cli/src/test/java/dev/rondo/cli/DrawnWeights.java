package dev.rondo.cli;

import dev.rondo.array.Array;
import dev.rondo.graph.Program;

import java.util.Map;
import java.util.Random;

/** Weights of models that were not trained. */
public final class DrawnWeights {
    private DrawnWeights() {}

    /** Values for all variables, biases included. */
    public static Map<String, Array> of(Program program, long seed) {
        Random random = new Random(seed);
        Map<String, Array> weights = program.initialValues();
        weights.values()
                .forEach(
                        a -> {
                            for (int i = 0; i < a.size(); i++) {
                                a.set(i, random.nextGaussian() * 0.5);
                            }
                        });
        return weights;
    }
}
