package dev.rondo.models;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.CellInitializers;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.DropConnect;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.cell.Zoneout;
import dev.rondo.models.classification.Temperature;
import dev.rondo.models.data.Pace;
import dev.rondo.models.data.Scaling;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.data.Split;
import dev.rondo.models.data.StratifiedSplit;
import dev.rondo.models.data.TextCorpus;
import dev.rondo.models.forecast.FirstGuess;
import dev.rondo.models.forecast.SampledOutcome;
import dev.rondo.models.init.Initializers;
import dev.rondo.models.language.Sampling;
import dev.rondo.models.layer.Dropout;
import dev.rondo.models.layer.LayerNorm;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.BinaryCrossEntropy;
import dev.rondo.models.loss.ClassWeights;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.loss.HuberError;
import dev.rondo.models.optimizer.Adadelta;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.AdamW;
import dev.rondo.models.optimizer.GradientClipping;
import dev.rondo.models.optimizer.NtAsgd;
import dev.rondo.models.optimizer.Optimizer;
import dev.rondo.models.optimizer.ParameterGroups;
import dev.rondo.models.optimizer.RmsProp;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.optimizer.TrainingStep;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.seq2seq.LengthPenalty;
import dev.rondo.models.seq2seq.SamplingSchedule;
import dev.rondo.models.task.Limits;
import dev.rondo.models.task.OptimizerSettings;
import dev.rondo.models.task.Plan;
import dev.rondo.models.task.ScheduleSettings;
import dev.rondo.models.task.SeriesLoss;
import dev.rondo.models.task.SeriesSettings;
import dev.rondo.models.task.Sharing;
import dev.rondo.models.task.StackSettings;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.Goal;
import dev.rondo.models.training.LearningRate;
import dev.rondo.models.training.Trainer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

/** Every setting that is a number of its own, with a use of it in F32 that tells what came. */
final class EdgeValues {
    private static final Scaling RANGE = new Scaling(0, 1, -1, 1);

    private final Map<String, DoubleFunction<double[]>> all = new TreeMap<>();

    private EdgeValues() {}

    /** By {@code Class.parameter} of a constructor, and {@code Class.method.parameter}. */
    static Map<String, DoubleFunction<double[]>> uses() {
        EdgeValues values = new EdgeValues();
        values.initializers();
        values.layers();
        values.losses();
        values.optimizers();
        values.training();
        values.decoding();
        values.data();
        values.settings();
        return values.all;
    }

    private void initializers() {
        all.put("Initializer.constant.value", v -> drawn(Initializer.constant(v)));
        all.put("Initializer.uniform.bound", v -> drawn(Initializer.uniform(v)));
        all.put("Initializers.identity.scale", v -> drawn(Initializers.identity(v)));
        all.put("Initializers.normal.deviation", v -> drawn(Initializers.normal(v)));
        all.put(
                "Initializers.sparse.radius",
                v -> drawn(Initializers.sparse(2, v), Shape.of(5, 5)));
        all.put("Initializers.orthogonal.gain", v -> drawn(Initializers.orthogonal(v)));
        all.put(
                "CellInitializers.forgetBias.value",
                v -> drawn(CellInitializers.defaults().forgetBias(v).forgetBias()));
    }

    private void layers() {
        all.put("Functions.leakyRelu.slope", v -> mapped(x -> Functions.leakyRelu(x, v)));
        all.put("Functions.normalize.epsilon", v -> mapped(x -> Functions.normalize(x, v)));
        all.put(
                "Functions.layerNorm.epsilon",
                v -> mapped(x -> Functions.layerNorm(x, x.constant(2), x.constant(1), v)));
        all.put("Tensor.finite.value", v -> mapped(x -> x.finite("it", v)));
        all.put("Tensor.positive.value", v -> mapped(x -> x.positive("it", v)));
        all.put(
                "LayerNorm.epsilon",
                v -> {
                    Scope scope = Scope.root();
                    return mapped(scope, new LayerNorm(scope, 3, v)::of);
                });
        all.put("Dropout.rate", v -> dropped(new Dropout(v)));
        all.put(
                "StackOptions.dropout.rate",
                v -> dropped(StackOptions.none().dropout(v).dropout()));
        all.put(
                "StackOptions.recurrentDropout.rate",
                v -> dropped(StackOptions.none().recurrentDropout(v).recurrentDropout()));
        all.put(
                "DropConnect.rate",
                v -> trainedCell(StackOptions.none().dropConnect(new DropConnect(v).rate())));
        all.put(
                "StackOptions.dropConnect.rate",
                v -> trainedCell(StackOptions.none().dropConnect(v)));
        all.put(
                "Zoneout.rate",
                v -> trainedCell(StackOptions.none().zoneout(new Zoneout(v).rate())));
        all.put("StackOptions.zoneout.rate", v -> trainedCell(StackOptions.none().zoneout(v)));
        all.put(
                "EncoderDecoder.Config.dropout.rate",
                v ->
                        dropped(
                                new EncoderDecoder.Config(2, 2, 2, 2, 1, Cells.GRU, null, null)
                                        .dropout(v)
                                        .dropout()));
        all.put(
                "Mode.Training.bernoulli.probability",
                v ->
                        run(
                                Scope.root(),
                                Map.of(Mode.Training.KEY, Mode.Training.key(1, 2)),
                                t ->
                                        ((Mode.Training) Mode.training(t))
                                                .bernoulli(v, Shape.of(9))
                                                .cast(DType.F32)));
    }

    private void losses() {
        all.put(
                "HuberError.delta",
                v -> mapped(x -> new HuberError(v).mean(x, x.graph().zeros(x.type()))));
        all.put(
                "BinaryCrossEntropy.of.positiveWeight",
                v ->
                        mapped(
                                x -> {
                                    Tensor no = x.graph().zeros(x.type());
                                    return BinaryCrossEntropy.of(x, no, x.equalTo(x), v).mean();
                                }));
        all.put(
                "CrossEntropy.of.smoothing",
                v ->
                        mapped(
                                x -> {
                                    Tensor target = x.graph().iota(Shape.of(2), 0);
                                    return CrossEntropy.of(x, target, -1, v).mean();
                                }));
        all.put(
                "CrossEntropy.weightedMean.smoothing",
                v ->
                        mapped(
                                x ->
                                        CrossEntropy.weightedMean(
                                                x,
                                                x.graph().iota(Shape.of(2), 0),
                                                -1,
                                                v,
                                                ClassWeights.of(1, 2, 3))));
    }

    private void optimizers() {
        all.put(
                "Adadelta.Settings.rho",
                v -> step((s, p) -> new Adadelta(s, p, new Adadelta.Settings(v, 1e-6, 0))));
        all.put(
                "Adadelta.Settings.epsilon",
                v -> step((s, p) -> new Adadelta(s, p, new Adadelta.Settings(0.9, v, 0))));
        all.put(
                "Adadelta.Settings.weightDecay",
                v -> step((s, p) -> new Adadelta(s, p, new Adadelta.Settings(0.9, 1e-6, v))));
        all.put(
                "Adam.Settings.beta1",
                v -> step((s, p) -> new Adam(s, p, new Adam.Settings(v, 0.999, 1e-8))));
        all.put(
                "Adam.Settings.beta2",
                v -> step((s, p) -> new Adam(s, p, new Adam.Settings(0.9, v, 1e-8))));
        all.put(
                "Adam.Settings.epsilon",
                v -> step((s, p) -> new Adam(s, p, new Adam.Settings(0.9, 0.999, v))));
        all.put(
                "AdamW.Settings.weightDecay",
                v ->
                        step(
                                (s, p) -> {
                                    var adam = Adam.Settings.defaults();
                                    return new AdamW(s, p, new AdamW.Settings(adam, v));
                                }));
        all.put("NtAsgd.weightDecay", v -> step((s, p) -> new NtAsgd(s, p, v)));
        all.put("RmsProp.Settings.rho", v -> step((s, p) -> rmsProp(s, p, v, 1e-8, 0, 0)));
        all.put("RmsProp.Settings.epsilon", v -> step((s, p) -> rmsProp(s, p, 0.9, v, 0, 0)));
        all.put("RmsProp.Settings.momentum", v -> step((s, p) -> rmsProp(s, p, 0.9, 1e-8, v, 0)));
        all.put(
                "RmsProp.Settings.weightDecay",
                v -> step((s, p) -> rmsProp(s, p, 0.9, 1e-8, 0, v)));
        all.put(
                "Sgd.Settings.momentum",
                v -> step((s, p) -> new Sgd(s, p, new Sgd.Settings(v, false, 0))));
        all.put(
                "Sgd.Settings.weightDecay",
                v -> step((s, p) -> new Sgd(s, p, new Sgd.Settings(0, false, v))));
        all.put(
                "ParameterGroups.Group.rateFactor",
                v ->
                        step(
                                (s, p) -> {
                                    var group = new ParameterGroups.Group(new Sgd(s, p), v);
                                    return ParameterGroups.of(group);
                                }));
        all.put(
                "GradientClipping.byGlobalNorm.limit",
                v ->
                        mapped(
                                x ->
                                        GradientClipping.byGlobalNorm(List.of(x), v)
                                                .gradients()
                                                .getFirst()));
        all.put("TrainingStep.clippingAt.norm", v -> step(Sgd::new, s -> s.clippingAt(v)));
    }

    private static Optimizer rmsProp(
            Scope scope,
            List<Variable> parameters,
            double rho,
            double epsilon,
            double momentum,
            double decay) {
        var settings = new RmsProp.Settings(rho, epsilon, momentum, true, decay);
        return new RmsProp(scope, parameters, settings);
    }

    private void training() {
        rates("LearningRate.Constant.rate", LearningRate::constant);
        rates("LearningRate.Cosine.rate", v -> LearningRate.cosine(v, 0, 3));
        rates("LearningRate.Cosine.floor", v -> LearningRate.cosine(1, v, 3));
        rates("LearningRate.Exponential.rate", v -> LearningRate.exponential(v, 0.5, 3));
        rates("LearningRate.Exponential.factor", v -> LearningRate.exponential(1, v, 3));
        rates("LearningRate.Stepped.rate", v -> LearningRate.stepped(v, 0.5, List.of(1L)));
        rates("LearningRate.Stepped.factor", v -> LearningRate.stepped(1, v, List.of(1L, 2L)));
        rates("LearningRate.DecayedFrom.rate", v -> LearningRate.decayedFrom(1, v, 0.5, 1));
        rates("LearningRate.DecayedFrom.factor", v -> LearningRate.decayedFrom(1, 1, v, 1));
        all.put("Trainer.stopAfterEpochs.epochs", v -> trained(t -> t.stopAfterEpochs(v)));
        all.put(
                "Trainer.reducingOnPlateau.factor",
                v ->
                        trained(
                                t ->
                                        t.reducingOnPlateau(v, 1)
                                                .evaluateEvery(
                                                        1,
                                                        _ -> Map.of("m", 1.0),
                                                        "m",
                                                        Goal.MINIMIZE)));
    }

    /** A rate is tried as it is and in the type of the model, by the training loop. */
    private void rates(String name, DoubleFunction<LearningRate> made) {
        all.put(
                name,
                v -> {
                    LearningRate rate = made.apply(v);
                    return DoubleStream.concat(
                                    DoubleStream.of(
                                            rate.at(0), rate.at(2), rate.at(Long.MAX_VALUE)),
                                    DoubleStream.of(trained(t -> t.learningRate(rate))))
                            .toArray();
                });
    }

    private void decoding() {
        SampledOutcome sampled = new SampledOutcome(new double[] {1, 2, 3});
        all.put("SampledOutcome.quantile.level", v -> new double[] {sampled.quantile(v)});
        all.put("Sampling.temperature", v -> chosen(Sampling.at(v)));
        all.put("Sampling.topP", v -> chosen(new Sampling(1, 0, v)));
        all.put("Sampling.at.temperature", v -> chosen(Sampling.at(v).topK(2)));
        all.put("Sampling.topP.p", v -> chosen(Sampling.at(1).topP(v)));
        all.put(
                "LengthPenalty.alpha",
                v -> {
                    var penalty = new LengthPenalty(v);
                    return new double[] {-1 / penalty.of(1), -1 / penalty.of(20)};
                });
        truths("SamplingSchedule.Exponential.base", SamplingSchedule.Exponential::new);
        truths("SamplingSchedule.InverseSigmoid.k", SamplingSchedule.InverseSigmoid::new);
        truths("SamplingSchedule.Linear.start", v -> new SamplingSchedule.Linear(v, 0.1, 0));
        truths("SamplingSchedule.Linear.slope", v -> new SamplingSchedule.Linear(1, v, 0));
        truths("SamplingSchedule.Linear.floor", v -> new SamplingSchedule.Linear(1, 0.1, v));
    }

    private void truths(String name, DoubleFunction<SamplingSchedule> made) {
        all.put(
                name,
                v -> {
                    SamplingSchedule s = made.apply(v);
                    return new double[] {s.truth(0), s.truth(3), s.truth(Long.MAX_VALUE)};
                });
    }

    private void data() {
        all.put("Pace.seconds", v -> new double[] {new Pace("a day", v).seconds()});
        all.put("Scaling.mean", v -> new double[] {new Scaling(v, 1).apply(0)});
        all.put("Scaling.deviation", v -> new double[] {new Scaling(0, v).apply(0)});
        all.put("Scaling.least", v -> limited(new Scaling(0, 1, v, Double.POSITIVE_INFINITY)));
        all.put("Scaling.most", v -> limited(new Scaling(0, 1, Double.NEGATIVE_INFINITY, v)));
        all.put("StratifiedSplit.validation", v -> parts(new StratifiedSplit(v, 0.2, 1)));
        all.put("StratifiedSplit.test", v -> parts(new StratifiedSplit(0.2, v, 1)));
        all.put("Temperature.value", v -> new Temperature(v).probabilities(1, 2, -3));
        all.put("SeriesWindows.Form.validation", v -> rows(new SeriesWindows.Form(1, 1, v, 0.2)));
        all.put("SeriesWindows.Form.test", v -> rows(new SeriesWindows.Form(1, 1, 0.2, v)));
        all.put(
                "TextCorpus.of.heldOut",
                v -> new double[] {TextCorpus.of("a text", "to be or not", v).heldOutSize()});
    }

    private void settings() {
        var sgd = OptimizerSettings.Kind.SGD;
        all.put(
                "OptimizerSettings.momentum",
                v ->
                        step(
                                (s, _) ->
                                        new OptimizerSettings(sgd, v, false, 0, false, 0, 0)
                                                .create(s)));
        all.put(
                "OptimizerSettings.rho",
                v -> {
                    var kind = OptimizerSettings.Kind.RMSPROP;
                    var settings = new OptimizerSettings(kind, 0, false, v, true, 0, 0);
                    return step((s, _) -> settings.create(s));
                });
        all.put(
                "OptimizerSettings.weightDecay",
                v ->
                        step(
                                (s, _) ->
                                        new OptimizerSettings(sgd, 0, false, 0, false, v, 0)
                                                .create(s)));
        var constant = ScheduleSettings.Kind.CONSTANT;
        var decayed = ScheduleSettings.Kind.EXPONENTIAL;
        rates("ScheduleSettings.cosine.rate", v -> ScheduleSettings.cosine(v, 0).toHorizon(3));
        rates(
                "ScheduleSettings.rate",
                v -> new ScheduleSettings(constant, v, 0, 0.5, 1, List.of(), 1).toHorizon(3));
        rates(
                "ScheduleSettings.rate.other",
                v -> ScheduleSettings.cosine(1, 0).rate(v).toHorizon(3));
        rates(
                "ScheduleSettings.factor",
                v -> new ScheduleSettings(decayed, 1, 0, v, 3, List.of(), 1).toHorizon(3));
        rates("Plan.seconds", v -> new Plan(ScheduleSettings.cosine(1, 0), 0, v));
        all.put("Limits.minutes", v -> new double[] {new Limits(0, v).time().toMillis()});
        all.put("Limits.minutes.minutes", v -> new double[] {Limits.minutes(v).time().toMillis()});
        all.put("StackSettings.dropout", v -> dropped(stack(v, 0, 0, 0).dropout()));
        all.put("StackSettings.recurrentDropout", v -> trainedCell(stack(0, v, 0, 0)));
        all.put("StackSettings.dropConnect", v -> trainedCell(stack(0, 0, v, 0)));
        all.put("StackSettings.zoneout", v -> trainedCell(stack(0, 0, 0, v)));
        all.put("SeriesSettings.validation", v -> series(v, 0.2));
        all.put("SeriesSettings.test", v -> series(0.2, v));
        all.put("SeriesSettings.holdingOut.share", v -> series(0.2, v));
        all.put(
                "TrainingSettings.clip",
                v -> {
                    var settings =
                            new TrainingSettings(
                                    sgd.defaults(),
                                    ScheduleSettings.cosine(1, 0),
                                    v,
                                    1,
                                    1,
                                    0,
                                    1,
                                    0,
                                    1,
                                    1,
                                    Sharing.NONE);
                    return step(Sgd::new, s -> s.clippingAt(settings.clip()));
                });
    }

    private static StackOptions stack(double dropout, double recurrent, double drop, double keep) {
        return new StackSettings("lstm", 1, 2, dropout, recurrent, drop, keep, false).options();
    }

    private static double[] series(double validation, double test) {
        var columns = new Series.Columns("y", List.of(), Optional.empty());
        var settings =
                new SeriesSettings(
                        new StackSettings("lstm", 1, 2),
                        SeriesLoss.SQUARED,
                        Optional.empty(),
                        columns,
                        1,
                        1,
                        0,
                        FirstGuess.LAST,
                        validation,
                        0);
        return rows(settings.holdingOut(test).form());
    }

    private static double[] limited(Scaling scaling) {
        return new double[] {scaling.apply(1)};
    }

    private static double[] parts(StratifiedSplit split) {
        Split[] parts = split.of(new int[20], List.of("a"));
        return Arrays.stream(parts).mapToDouble(Split::ordinal).toArray();
    }

    private static double[] rows(SeriesWindows.Form form) {
        return new double[] {form.trainingRows(100)};
    }

    private static double[] drawn(Initializer initializer) {
        return drawn(initializer, Shape.of(7, 5));
    }

    private static double[] drawn(Initializer initializer, Shape shape) {
        float[] values = initializer.draw(shape, new SplittableRandom(1));
        double[] all = new double[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i];
        }
        return all;
    }

    private static double[] chosen(Sampling sampling) {
        double[] logits = {Double.NEGATIVE_INFINITY, 1, 0.5, -200};
        var random = new SplittableRandom(1);
        // what is ruled out must not be drawn
        return random.doubles(20)
                .map(_ -> sampling.draw(logits, random) == 0 ? Double.NaN : 1)
                .toArray();
    }

    /** A function of rows that are alike and rows that are not, and its gradient. */
    private static double[] mapped(UnaryOperator<Tensor> function) {
        return mapped(Scope.root(), function);
    }

    private static double[] mapped(Scope scope, UnaryOperator<Tensor> function) {
        Map<String, Array> in = Map.of("x", Array.of(new float[] {2, 2, 2, -0.5f, 0, 4}, 2, 3));
        return run(
                scope,
                in,
                t -> {
                    Tensor x = t.input("x", 2, 3);
                    Tensor y = function.apply(x);
                    Tensor slope = Gradients.of(y.sum(), List.of(x)).getFirst();
                    return y.sum().plus(slope);
                });
    }

    static double[] dropped(Dropout dropout) {
        return run(
                Scope.root(),
                Map.of(
                        "x",
                        Array.of(new float[] {1, 2, 3}),
                        Mode.Training.KEY,
                        Mode.Training.key(1, 2)),
                t -> dropout.of(Mode.training(t), t.input("x", 3)));
    }

    /** An LSTM over three steps, in training. */
    private static double[] trainedCell(StackOptions options) {
        Scope scope = Scope.root();
        Cell<?> cell = Cells.LSTM.create(scope, 2, 2);
        Array x = Array.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 1, 2);
        return run(
                scope,
                Map.of("x", x, Mode.Training.KEY, Mode.Training.key(1, 2)),
                t -> {
                    Cell<?> trained = options.ofCell(Mode.training(t), cell);
                    return Recurrence.of(trained).over(t.input("x", 3, 1, 2)).outputs();
                });
    }

    static double[] run(Scope scope, Map<String, Array> in, Function<Trace, Tensor> body) {
        Program program =
                Program.of(DType.F32, scope, 0).with("run", t -> t.output("y", body.apply(t)));
        try (Executable e = Run.compile(program)) {
            // without dropout no key is asked for
            Map<String, Array> asked = new HashMap<>(in);
            asked.keySet().retainAll(program.entries().get("run").inputs().keySet());
            return e.run("run", asked).get("y").toDoubles();
        }
    }

    private static double[] step(BiFunction<Scope, List<Variable>, Optimizer> optimizer) {
        return step(optimizer, s -> s);
    }

    /** What one step makes of two parameters, of which one has no gradient. */
    private static double[] step(
            BiFunction<Scope, List<Variable>, Optimizer> optimizer,
            UnaryOperator<TrainingStep> changed) {
        return trained(optimizer, changed, t -> t);
    }

    static double[] trained(UnaryOperator<Trainer> changed) {
        return trained(Sgd::new, s -> s, changed);
    }

    private static double[] trained(
            BiFunction<Scope, List<Variable>, Optimizer> optimizer,
            UnaryOperator<TrainingStep> step,
            UnaryOperator<Trainer> trainer) {
        Scope scope = Scope.root();
        Variable p = scope.parameter("p", Initializer.constant(0.5), 2);
        var changed = step.apply(new TrainingStep(scope, optimizer.apply(scope, List.of(p))));
        Program program =
                changed.addTo(
                        Program.of(DType.F32, scope, 0),
                        "train",
                        t -> p.in(t.graph()).times(t.input("x", 2)).sum());
        Batches batches =
                new Batches() {
                    @Override
                    public Map<String, Array> batch(long step) {
                        return Map.of("x", Array.of(new float[] {0, 1}));
                    }

                    @Override
                    public long stepsPerEpoch() {
                        return 1;
                    }
                };
        Backend backend = Backends.open("scalar");
        try (Executable e = backend.compile(program)) {
            trainer.apply(Trainer.of(backend, program, e, batches)).stopAfterSteps(1).run();
            return e.read("p").toDoubles();
        }
    }
}
