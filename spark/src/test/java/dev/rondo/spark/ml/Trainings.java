package dev.rondo.spark.ml;

import dev.rondo.models.data.Example;
import dev.rondo.models.task.ModelTraining;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trainings for tests. */
public final class Trainings {
    private Trainings() {}

    /** Sequences of two kinds: those that rise, and those that fall, both with noise. */
    public static List<Example> kinds(int count) {
        Random random = new Random(7);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean rises = i % 2 == 0;
            int length = 3 + random.nextInt(6);
            double[][] steps = new double[length][1];
            for (int t = 0; t < length; t++) {
                steps[t][0] = (rises ? t : -t) + random.nextGaussian();
            }
            String label = rises ? "rises" : "falls";
            examples.add(new Example(new Example.Numbers(steps), label, i + 1L, "row " + (i + 1)));
        }
        return examples;
    }

    /** A training on them with dropout, whose bits depend on all that a group agrees on. */
    public static ModelTraining ofKinds(int workers, int blocks, int count) {
        return new RondoClassifier()
                .setHidden(5)
                .setDropout(0.2)
                .setBatchSize(12)
                .setEvaluateEvery(7)
                .setSaveEvery(5)
                .setNumWorkers(workers)
                .setBlocks(blocks)
                .training(new ArrayList<>(kinds(count)));
    }
}
