package dev.rondo.cli.flow;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.DataFile;
import dev.rondo.cli.task.DatesData;
import dev.rondo.cli.task.PairsData;
import dev.rondo.cli.task.SeriesTask;
import dev.rondo.cli.task.TextModel;
import dev.rondo.cli.task.TextTask;
import dev.rondo.cli.task.TranslationModel;
import dev.rondo.cli.task.Weights;
import dev.rondo.graph.Type;
import dev.rondo.graph.Variable;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.data.Pair;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.TextFile;
import dev.rondo.models.task.MemoryNeed;
import dev.rondo.models.task.SeriesModel;
import dev.rondo.models.task.SeriesSettings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The network of a run directory, trained and as it started, over the data that it was trained on.
 *
 * @param directory of the run
 * @param data a file in place of that which it was trained on; empty for that
 * @param before of a text, what comes after the character whose loss it is; empty for anything
 * @param steps of a text, how many characters are read; empty for {@value #STEPS}
 * @param batch rows B
 */
public record RunFlows(
        Path directory, Optional<Path> data, String before, OptionalInt steps, int batch) {
    private static final int STEPS = 200;

    /** How much more memory is needed than for training in float32: two programs in float64. */
    private static final int TIMES = 4;

    /**
     * Reads model and data.
     *
     * @param console is told of weights that are not finite
     * @throws UsageException when the run's model has no recurrent layers, or its data are not
     *     there
     */
    public List<FlowSubject> subjects(Console console) {
        Checkpoint checkpoint = RunDirectory.model(directory);
        FlowNetwork network = network(checkpoint);
        Map<String, Type> types = new LinkedHashMap<>();
        for (Variable v : network.variables()) {
            types.put(v.name(), new Type(v.dtype(DType.F32), v.shape()));
        }
        Map<String, Array> weights = checkpoint.values(types);
        Weights.judge(checkpoint, weights, console);
        weights.replaceAll((_, w) -> w.dtype().isFloat() ? w.cast(DType.F64) : w);
        String name = directory.toAbsolutePath().normalize().getFileName().toString();
        return List.of(
                new FlowSubject(name + ", start", network, Optional.empty()),
                new FlowSubject(name + ", trained", network, Optional.of(weights)));
    }

    private FlowNetwork network(Checkpoint checkpoint) {
        Configuration model = checkpoint.description().model();
        String kind = model.text("task");
        if (!kind.equals(TextTask.NAME)) {
            refuse(steps.isPresent(), "--seq", kind);
            refuse(!before.isEmpty(), "--before", kind);
        }
        return switch (kind) {
            case TextTask.NAME -> text(model);
            case SeriesModel.TASK -> {
                SeriesModel form = SeriesModel.parse(model);
                SeriesSettings settings = form.settings();
                MemoryNeed.of(
                                settings.stack(),
                                form.columns(),
                                settings.horizon(),
                                batch,
                                settings.window())
                        .times(TIMES)
                        .check();
                DataFile file = file(model);
                // of several series, the first
                Series series = SeriesTask.read(file, settings.columns()).series().getFirst();
                yield new SeriesFlow(form, series, batch);
            }
            case PairsData.NAME -> {
                file(model.section("data"));
                PairsData pairs = PairsData.resume(checkpoint, data.orElse(null));
                yield pairs(model, pairs.test());
            }
            case DatesData.NAME -> {
                if (data.isPresent()) {
                    throw new UsageException(
                            "--data: dates are generated; " + directory + " needs no file");
                }
                yield pairs(model, new DatesData().test());
            }
            default ->
                    throw new UsageException(
                            String.format(
                                    Locale.ROOT,
                                    "%s holds a model of %s; 'rondo gradients' follows gradients"
                                            + " through runs of text, series, pairs and dates",
                                    directory,
                                    kind));
        };
    }

    private void refuse(boolean given, String option, String kind) {
        if (given) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "%s is for runs of text; %s is one of %s and reads what it was trained"
                                    + " to read",
                            option,
                            directory,
                            kind));
        }
    }

    private TextFlow text(Configuration model) {
        if (data.isEmpty() && !model.has("file")) {
            throw new UsageException(
                    directory
                            + " was imported and has no text of its own; --data FILE gives it one");
        }
        TextModel form = TextModel.parse(model);
        int length = steps.orElse(STEPS);
        MemoryNeed.of(form.settings(), form.vocabulary().size(), batch, length)
                .times(TIMES)
                .check();
        int[] text = form.vocabulary().encode(TextFile.read(file(model).path()).text());
        int[] after = form.vocabulary().encode(before);
        return new TextFlow(form, text, after, length, batch);
    }

    private PairsFlow pairs(Configuration model, List<Pair> pairs) {
        TranslationModel form = TranslationModel.parse(model);
        PairCodec codec = form.codec();
        int symbols = Math.max(codec.sourceSymbols(), codec.targetSymbols());
        int steps = codec.longestSource() + codec.longestTarget();
        MemoryNeed.of(form.settings(), symbols, batch, steps).times(2 * TIMES).check();
        return new PairsFlow(form, pairs, batch);
    }

    private DataFile file(Configuration trained) {
        DataFile file = DataFile.parse(trained, data.orElse(null), "--data");
        boolean read = file.path().equals(TextFile.STANDARD_INPUT);
        if (!read && data.isEmpty() && !Files.exists(file.path())) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "%s was trained on %s, which is not there; --data FILE says where it is"
                                    + " now",
                            directory,
                            file.path()));
        }
        return file;
    }
}
