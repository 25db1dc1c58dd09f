package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.contract.Samples;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.classification.Pooling;
import dev.rondo.models.classification.SequenceClassifier;

import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a model says of a row has the same bits alone and in any batch. */
class RowsAloneProperties {
    private static final int CLASSES = 3;

    /** Sums over time, over units and over classes are all in it. */
    private record Classifier(SequenceClassifier.Config config, int steps) {
        Subject on(int batch, Array sequence, int[] lengths) {
            Scope scope = Scope.root();
            var model = new SequenceClassifier(scope, config);
            Map<String, Array> inputs = new LinkedHashMap<>();
            inputs.put(SequenceClassifier.SEQUENCE, sequence);
            inputs.put(SequenceClassifier.LENGTHS, Array.of(lengths, batch));
            return Subject.of("classifier", scope, inputs, model.predicting(steps, batch));
        }
    }

    @Property(tries = 60, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void aClassifierSaysTheSame(
            @ForAll Cells cell,
            @ForAll Pooling pooling,
            @ForAll boolean bidirectional,
            @ForAll @IntRange(min = 1, max = 90) int steps,
            @ForAll @IntRange(min = 2, max = 9) int batch,
            @ForAll @IntRange(min = 1, max = 5) int features,
            @ForAll @IntRange(min = 1, max = 40) int hidden,
            @ForAll DeterminismTest.Width width,
            @ForAll long seed) {
        var config =
                SequenceClassifier.Config.of(
                                new SequenceClassifier.Features(features), cell, hidden, CLASSES)
                        .ragged()
                        .pooling(pooling);
        var classifier = new Classifier(bidirectional ? config.bidirectional() : config, steps);
        Array sequence = Samples.uniform(seed, -1, 1, steps, batch, features);
        Array drawn = Samples.integers(seed, 0, steps + 1, batch);
        int[] lengths = drawn.i32();
        for (Target target : List.of(Targets.SCALAR, Targets.SIMD)) {
            check(classifier, target.open(), width.type(), sequence, lengths);
        }
    }

    private static void check(
            Classifier classifier, Backend backend, DType type, Array sequence, int[] lengths) {
        int batch = lengths.length;
        double[] together = logits(classifier.on(batch, sequence, lengths).run(backend, type));
        for (int b = 0; b < batch; b++) {
            Array row = row(sequence, b);
            double[] alone =
                    logits(classifier.on(1, row, new int[] {lengths[b]}).run(backend, type));
            assertThat(Arrays.copyOfRange(together, b * CLASSES, (b + 1) * CLASSES))
                    .as("row %s of %s, of length %s", b, batch, lengths[b])
                    .isEqualTo(alone);
        }
    }

    private static double[] logits(Map<String, Array> outputs) {
        return outputs.get(SequenceClassifier.LOGITS).toDoubles();
    }

    /** Row b of [T, B, F], as [T, 1, F]. */
    private static Array row(Array sequence, int b) {
        int steps = sequence.shape().dim(0);
        int batch = sequence.shape().dim(1);
        int features = sequence.shape().dim(2);
        Array row = Array.of(new double[steps * features], steps, 1, features);
        for (int t = 0; t < steps; t++) {
            for (int f = 0; f < features; f++) {
                row.set(t * features + f, sequence.get((t * batch + b) * features + f));
            }
        }
        return row;
    }
}
