import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.attention.Attentions;
import dev.rondo.cell.CellFactory;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.cell.StatePorts;
import dev.rondo.models.classification.Pooling;
import dev.rondo.models.classification.SequenceClassifier;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.Panel;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.data.StaticFeatures;
import dev.rondo.models.forecast.FirstGuess;
import dev.rondo.models.forecast.Forecaster;
import dev.rondo.models.forecast.PointForecast;
import dev.rondo.models.image.UNet;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.BinaryCrossEntropy;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.Optimizer;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.optimizer.TrainingStep;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.training.Batches;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Trains one of the models of scripts/models-against-pytorch and times its steps, see {@link
 * Turns}. Arguments: model, threads, seconds of warm-up and of a turn.
 */
public final class Models {
    /** A step of a model: what it minimizes, how, and what each step reads. */
    private record Job(
            Optimizer optimizer,
            double learningRate,
            double clip,
            Function<Trace, Tensor> loss,
            LongFunction<Map<String, Array>> inputs) {}

    private static final long SEED = 5;

    private final Scope scope = Scope.root();
    private final SplittableRandom random = new SplittableRandom(SEED);

    private Job job(String model) {
        return switch (model) {
            case "characters" -> characters();
            case "words" -> words();
            case "translator" -> translator();
            case "classifier" -> classifier();
            case "peephole" -> peephole();
            case "images" -> images();
            case "panel" -> panel();
            default -> throw new IllegalArgumentException("there is no model " + model);
        };
    }

    private Job characters() {
        return language(new LanguageModel.Config(100, 64, 512, 2, Cells.LSTM), 64, 32, true);
    }

    private Job words() {
        var medium = new LanguageModel.Config(10_000, 650, 650, 2, Cells.LSTM);
        return language(medium.options(StackOptions.none().dropout(0.5)).tied(true), 35, 20, false);
    }

    /** With Adam, or with plain gradient descent as Zaremba et al. (2014) train it. */
    private Job language(LanguageModel.Config config, int length, int batch, boolean adam) {
        var model = new LanguageModel(scope.child("model"), config);
        Map<String, Array> inputs = new HashMap<>();
        inputs.put(LanguageModel.SYMBOLS, symbols(config.vocabulary(), length, batch));
        inputs.put(LanguageModel.TARGETS, symbols(config.vocabulary(), length, batch));
        for (int i = 0; i < 2 * config.layers(); i++) {
            Shape state = Shape.of(batch, config.hiddenSize());
            inputs.put(LanguageModel.STATE + "." + i, Array.zeros(DType.F32, state));
        }
        if (config.options().dropout().rate() > 0) {
            inputs.put(Mode.Training.KEY, Mode.Training.key(SEED, 0));
        }
        Function<Trace, Tensor> loss = model.training(length, batch, CrossEntropy.IGNORED);
        return adam ? adam(1, loss, inputs) : new Job(sgd(), 1, 5, loss, _ -> inputs);
    }

    private Job translator() {
        int source = 30;
        int target = 11;
        int batch = 64;
        var config =
                new EncoderDecoder.Config(
                        60,
                        13,
                        32,
                        96,
                        1,
                        Cells.GRU_AFTER,
                        Attentions.ADDITIVE,
                        AttentionPlace.BEFORE_CELL);
        var model = new EncoderDecoder(scope.child("model"), config);
        return adam(
                1,
                model.training(source, target, batch, CrossEntropy.IGNORED),
                Map.of(
                        EncoderDecoder.SOURCE, symbols(60, source, batch),
                        EncoderDecoder.SOURCE_LENGTHS, lengths(8, source, batch),
                        EncoderDecoder.TARGET_IN, symbols(13, target, batch),
                        EncoderDecoder.TARGET_OUT, symbols(13, target, batch)));
    }

    private Job classifier() {
        int length = 100;
        int batch = 32;
        var config =
                config(new SequenceClassifier.Symbols(5000, 64), Cells.LSTM)
                        .bidirectional()
                        .ragged()
                        .pooling(Pooling.MEAN);
        var model = new SequenceClassifier(scope.child("model"), config);
        return adam(
                1,
                model.training(length, batch),
                Map.of(
                        SequenceClassifier.SEQUENCE, symbols(5000, length, batch),
                        SequenceClassifier.LENGTHS, lengths(10, length, batch),
                        SequenceClassifier.LABELS, symbols(10, batch)));
    }

    private Job peephole() {
        int length = 50;
        int batch = 32;
        var config = config(new SequenceClassifier.Features(128), Cells.LSTM_PEEPHOLE);
        var model = new SequenceClassifier(scope.child("model"), config);
        Array features = filled(() -> random.nextDouble(-1, 1), length, batch, 128);
        return adam(
                1,
                model.training(length, batch),
                Map.of(
                        SequenceClassifier.SEQUENCE, features,
                        SequenceClassifier.LABELS, symbols(10, batch)));
    }

    private static SequenceClassifier.Config config(
            SequenceClassifier.Input input, CellFactory cell) {
        return SequenceClassifier.Config.of(input, cell, 128, 10);
    }

    private Job images() {
        int batch = 16;
        int size = 32;
        var config = new UNet.Config(1, 64, 128, 1, true, Initializer.uniform(0.05));
        var model = new UNet(scope.child("model"), config);
        return adam(
                Double.POSITIVE_INFINITY,
                t -> {
                    Tensor logits = model.logits(t.input("x", batch, size, size, 1));
                    return BinaryCrossEntropy.of(logits, t.input("y", batch, size, size, 1)).mean();
                },
                Map.of(
                        "x", filled(() -> random.nextDouble(-1, 1), batch, size, size, 1),
                        "y", filled(() -> random.nextInt(2), batch, size, size, 1)));
    }

    /** A forecaster of 1,000 series of 1,000 values, whose batches are cut from them. */
    private Job panel() {
        int batch = 64;
        Panel panel = Panel.of(walks(1000, 1000), columns("id", "y"));
        var windows =
                new SeriesWindows(panel, new SeriesWindows.Form(48, 12, 0.15, 0.15), false);
        Forecaster.Inputs form = Forecaster.Inputs.of(48, 12, 1);
        var config =
                new Forecaster.Config(
                        form,
                        64,
                        1,
                        Cells.LSTM,
                        StackOptions.none(),
                        PointForecast.mean(),
                        FirstGuess.LAST);
        var model = new Forecaster(scope.child("model"), config);
        Batches batches = windows.training(form, StaticFeatures.fit(panel), batch, SEED);
        var adam = new Adam(scope.child("adam"), scope.parameters());
        return new Job(adam, 1e-3, 1, model.training(batch), batches::batch);
    }

    private CsvTable walks(int series, int rows) {
        List<String> ids = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < series; i++) {
            double value = 0;
            for (int row = 0; row < rows; row++) {
                value += random.nextDouble(-1, 1);
                ids.add("s" + i);
                values.add(Double.toString(value));
            }
        }
        Map<String, List<String>> cells = new LinkedHashMap<>();
        cells.put("id", ids);
        cells.put("y", values);
        return CsvTable.of(new DataSource("walks", "", 0), cells);
    }

    private static Series.Columns columns(String id, String target) {
        return new Series.Columns(
                target,
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(id),
                List.of(),
                Optional.empty(),
                Series.Numbers.PLAIN);
    }

    private Job adam(double clip, Function<Trace, Tensor> loss, Map<String, Array> inputs) {
        var adam = new Adam(scope.child("adam"), scope.parameters());
        return new Job(adam, 1e-3, clip, loss, _ -> inputs);
    }

    private Sgd sgd() {
        return new Sgd(scope.child("sgd"), scope.parameters());
    }

    private static Array filled(DoubleSupplier value, int... dims) {
        Array a = Array.zeros(DType.F32, Shape.of(dims));
        for (int i = 0; i < a.size(); i++) {
            a.set(i, value.getAsDouble());
        }
        return a;
    }

    private Array symbols(int vocabulary, int... dims) {
        return Array.of(random.ints(Shape.of(dims).size(), 0, vocabulary).toArray(), dims);
    }

    /** Lengths of rows, one of them the largest. */
    private Array lengths(int least, int most, int batch) {
        int[] lengths = random.ints(batch, least, most + 1).toArray();
        lengths[0] = most;
        return Array.of(lengths, batch);
    }

    private long parameters() {
        return scope.parameters().stream().mapToLong(v -> v.shape().size()).sum();
    }

    private Runnable step(Executable e, Job job) {
        Map<String, Array> inputs = new HashMap<>(job.inputs().apply(0));
        inputs.put(
                TrainingStep.LEARNING_RATE, Array.scalar(DType.F32, job.learningRate()));
        long[] count = {0};
        return () -> {
            // dropout draws other numbers at each step, and a text goes on where it ended
            if (inputs.containsKey(Mode.Training.KEY)) {
                inputs.put(Mode.Training.KEY, Mode.Training.key(SEED, count[0]));
            }
            job.inputs().apply(count[0]++);
            inputs.putAll(StatePorts.keep(LanguageModel.STATE, e.run("train", inputs)));
        };
    }

    public static void main(String[] args) throws IOException {
        var models = new Models();
        Job job = models.job(args[0]);
        var training = new TrainingStep(models.scope, job.optimizer());
        if (Double.isFinite(job.clip())) {
            training = training.clippingAt(job.clip());
        }
        Program program =
                Program.of(DType.F32, models.scope, SEED)
                        .with("train", training.minimizing(job.loss()));
        var options = new BackendOptions(Integer.parseInt(args[1]));
        try (Executable e = Backends.open("simd", options).compile(program)) {
            Turns.serve(
                    models.step(e, job),
                    Double.parseDouble(args[2]),
                    Double.parseDouble(args[3]),
                    models.parameters());
        }
    }
}
