package dev.rondo.models.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.Run;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.optimizer.TrainingStep;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Trainer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

class ScheduledSamplingTest {
    private static final int V = 6;
    private static final int S = 4;
    private static final int T = 5;
    private static final int B = 3;

    private final Scope scope = Scope.root();
    private final EncoderDecoder model =
            new EncoderDecoder(
                    scope.child("model"),
                    new EncoderDecoder.Config(
                            V,
                            V,
                            5,
                            8,
                            1,
                            Cells.GRU,
                            Attentions.GENERAL,
                            AttentionPlace.INPUT_FEEDING));

    private static Map<String, Array> batch() {
        SplittableRandom random = new SplittableRandom(3);
        int[] in = random.ints(T * B, 2, V).toArray();
        Arrays.fill(in, 0, B, 0);
        return Map.of(
                "source", Array.of(random.ints(S * B, 0, V).toArray(), S, B),
                "source_lengths", Array.of(new int[] {4, 1, 3}),
                "target_in", Array.of(in, T, B),
                "target_out", Array.of(random.ints(T * B, 0, V).toArray(), T, B));
    }

    private static Map<String, Array> inputs(DType dtype, double probability, long step) {
        Map<String, Array> all = new HashMap<>(batch());
        all.put("sampling_probability", Array.scalar(dtype, probability));
        all.put(Mode.Training.KEY, Mode.Training.key(1, step));
        return all;
    }

    private double loss(double probability, long step, SymbolChoice choice) {
        return Run.once(
                        scope,
                        inputs(DType.F64, probability, step),
                        t -> t.output("loss", model.sampledTraining(S, T, B, -1, choice).apply(t)))
                .get("loss")
                .item();
    }

    private TrainingStep step() {
        return new TrainingStep(scope, new Sgd(scope.child("sgd"), scope.parameters()));
    }

    /** All parameters after a run of an entry of a freshly compiled program. */
    private Map<String, float[]> trained(Program program, String entry, Map<String, Array> given) {
        Map<String, Array> all = new HashMap<>(given);
        all.put("learning_rate", Array.scalar(DType.F32, 0.5));
        try (Executable run = Run.compile(program)) {
            run.run(entry, all);
            Map<String, float[]> values = new HashMap<>();
            scope.parameters().forEach(v -> values.put(v.name(), run.read(v.name()).f32()));
            return values;
        }
    }

    @ParameterizedTest
    @EnumSource(SymbolChoice.class)
    void neverSamplingIsTeacherForcingBitForBit(SymbolChoice choice) {
        TrainingStep step = step();
        Program program =
                Program.of(DType.F32, scope, 5)
                        .with("forced", step.minimizing(model.training(S, T, B, -1)))
                        .with(
                                "sampled",
                                step.minimizing(model.sampledTraining(S, T, B, -1, choice)));
        Map<String, float[]> forced = trained(program, "forced", batch());
        Map<String, float[]> never = trained(program, "sampled", inputs(DType.F32, 0, 1));
        Map<String, float[]> always = trained(program, "sampled", inputs(DType.F32, 1, 1));
        assertThat(forced).isNotEmpty();
        forced.forEach((name, values) -> assertThat(never.get(name)).isEqualTo(values));
        String weight = "model.decoder.embedding.weight";
        assertThat(always.get(weight)).isNotEqualTo(forced.get(weight));
    }

    @Test
    void alwaysSamplingReadsWhatTheModelWrites() {
        double alone =
                Run.once(
                                scope,
                                batch(),
                                t -> {
                                    var source = t.input("source", DType.I32, S, B);
                                    var lengths = t.input("source_lengths", DType.I32, B);
                                    var in = t.input("target_in", DType.I32, T, B);
                                    var out = t.input("target_out", DType.I32, T, B);
                                    var encoded = model.encode(source, lengths);
                                    var symbol = in.at(0, 0);
                                    List<Tensor> logits = new ArrayList<>();
                                    for (int i = 0; i < T; i++) {
                                        var o = model.decodeStep(symbol, encoded);
                                        logits.add(o.logits());
                                        symbol = Functions.argmax(o.logits());
                                        encoded =
                                                new EncoderDecoder.Encoded(
                                                        encoded.memory(), o.state());
                                    }
                                    t.output(
                                            "loss",
                                            CrossEntropy.of(Functions.stack(0, logits), out)
                                                    .mean());
                                })
                        .get("loss")
                        .item();
        assertThat(loss(1, 1, SymbolChoice.LIKELIEST)).isCloseTo(alone, within(1e-13));
        assertThat(loss(0, 1, SymbolChoice.LIKELIEST)).isNotCloseTo(alone, within(1e-6));
    }

    @Test
    void whichStepsSampleDependsOnTheUpdateAlone() {
        double once = loss(0.5, 1, SymbolChoice.LIKELIEST);
        assertThat(loss(0.5, 1, SymbolChoice.LIKELIEST)).isEqualTo(once);
        assertThat(loss(0.5, 2, SymbolChoice.LIKELIEST)).isNotEqualTo(once);
        assertThat(loss(1, 1, SymbolChoice.DRAWN)).isNotEqualTo(loss(1, 2, SymbolChoice.DRAWN));
    }

    @Test
    void drawnSymbolsFollowTheModelsDistribution() {
        int rows = 4000;
        Map<String, Array> got =
                Run.once(
                        Scope.root(),
                        Map.of(Mode.Training.KEY, Mode.Training.key(8, 1)),
                        t -> {
                            double[] one = {Math.log(0.5), Math.log(0.3), Math.log(0.2)};
                            Tensor logits =
                                    t.graph()
                                            .constant(Array.of(one, 1, 3))
                                            .broadcastTo(Shape.of(rows, 3));
                            Tensor drawn = SymbolChoice.DRAWN.of(logits, Mode.training(t));
                            t.output("n", Functions.oneHot(drawn, 3, DType.F64).sum(0));
                        });
        // within five standard deviations
        assertThat(got.get("n").toDoubles())
                .containsExactly(new double[] {2000, 1200, 800}, within(160.0));
    }

    @Test
    void schedulesFallAsBengioEtAlSay() {
        var linear = new SamplingSchedule.Linear(1, 0.01, 0.2);
        assertThat(linear.truth(0)).isEqualTo(1);
        assertThat(linear.truth(30)).isCloseTo(0.7, within(1e-12));
        assertThat(linear.truth(1000)).isEqualTo(0.2);
        var exponential = new SamplingSchedule.Exponential(0.5);
        assertThat(exponential.truth(0)).isEqualTo(1);
        assertThat(exponential.truth(3)).isEqualTo(0.125);
        var sigmoid = new SamplingSchedule.InverseSigmoid(100);
        assertThat(sigmoid.truth(0)).isCloseTo(100 / 101.0, within(1e-12));
        // half at i = k ln k
        assertThat(sigmoid.truth(Math.round(100 * Math.log(100)))).isCloseTo(0.5, within(0.01));
        assertThat(sigmoid.truth(1_000_000)).isZero();
        assertThatThrownBy(() -> new SamplingSchedule.Linear(1.1, 0, 0))
                .hasMessageContaining("start 1.1");
        assertThatThrownBy(() -> new SamplingSchedule.Exponential(1)).hasMessageContaining("1.0");
        assertThatThrownBy(() -> new SamplingSchedule.InverseSigmoid(0.5))
                .hasMessageContaining("0.5");
    }

    @Test
    void theTrainerFeedsTheProbabilityOfEachUpdate() {
        List<Double> fed = new ArrayList<>();
        Batches batches = new SamplingSchedule.Linear(1, 0.25, 0).feeding(_ -> batch(), DType.F32);
        Batches watched =
                step -> {
                    Map<String, Array> inputs = batches.batch(step);
                    fed.add(inputs.get("sampling_probability").item());
                    return inputs;
                };
        TrainingStep step = step();
        Program program =
                Program.of(DType.F32, scope, 5)
                        .with(
                                "train",
                                step.minimizing(
                                        model.sampledTraining(S, T, B, -1, SymbolChoice.DRAWN)));
        Backend backend = Backends.open("scalar");
        try (Executable executable = backend.compile(program)) {
            Trainer.of(backend, program, executable, watched).stopAfterSteps(6).run();
        }
        assertThat(fed).containsExactly(0.0, 0.25, 0.5, 0.75, 1.0, 1.0);
    }
}
