package dev.rondo.cli.serve;

import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.DatesData;
import dev.rondo.cli.task.PairsData;
import dev.rondo.cli.task.TextModel;
import dev.rondo.cli.task.TextTask;
import dev.rondo.cli.task.TranslationModel;
import dev.rondo.cli.task.Weights;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.Sha256;
import dev.rondo.models.data.NearMiss;
import dev.rondo.models.task.ClassesModel;
import dev.rondo.models.task.SeriesModel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The models that are served, by name. */
final class Models implements AutoCloseable {
    private final Map<String, NamedModel> all = new LinkedHashMap<>();

    private Models() {}

    /** What is told of each run: the name of its model and how many jobs shared it. */
    interface RunListener {
        /** A run begins. */
        void run(String model, int jobs);
    }

    /**
     * Loads the models of run directories.
     *
     * @throws UsageException when two have the same name, or one is of a kind that is not served
     */
    static Models load(
            List<Path> directories,
            Backend backend,
            ServeSettings settings,
            Console console,
            RunListener runs) {
        Map<String, Path> names = names(directories);
        Models models = new Models();
        try {
            names.forEach(
                    (name, directory) ->
                            models.add(load(name, directory, backend, settings, console, runs)));
            models.warmUp(TimeUnit.SECONDS.toNanos(settings.warmUp()));
            return models;
        } catch (RuntimeException e) {
            models.close();
            throw e;
        }
    }

    /** One model alone. */
    static Models of(NamedModel model, ServeSettings settings) {
        Models models = new Models();
        models.add(model);
        models.warmUp(TimeUnit.SECONDS.toNanos(settings.warmUp()));
        return models;
    }

    private void add(NamedModel model) {
        all.put(model.name(), model);
    }

    /** Names before anything is loaded, which takes time. */
    private static Map<String, Path> names(List<Path> directories) {
        Map<String, Path> names = new LinkedHashMap<>();
        for (Path directory : directories) {
            Path last = directory.toAbsolutePath().normalize().getFileName();
            if (last == null) {
                throw new UsageException(directory + " is not a run directory: it has no name");
            }
            Path before = names.put(last.toString(), directory);
            if (before != null) {
                throw new UsageException(
                        before
                                + " and "
                                + directory
                                + " have the same last name, by which requests would call them;"
                                + " rename one");
            }
        }
        return names;
    }

    private static NamedModel load(
            String name,
            Path directory,
            Backend backend,
            ServeSettings settings,
            Console console,
            RunListener runs) {
        Checkpoint checkpoint = RunDirectory.model(directory);
        Configuration c = checkpoint.description().model();
        Consumer<Executable> weights = e -> Weights.restore(checkpoint, e, console);
        Consumer<Integer> seen = jobs -> runs.run(name, jobs);
        String task = c.text("task");
        ServedModel model =
                switch (task) {
                    case TextTask.NAME -> {
                        TextModel text = TextModel.parse(c);
                        var engine = new CompiledText(text, backend, settings.batch(), weights);
                        yield new ServedText(name, text, engine, settings, seen);
                    }
                    case SeriesModel.TASK ->
                            new ServedSeries(
                                    name, SeriesModel.parse(c), backend, weights, settings, seen);
                    case DatesData.NAME, PairsData.NAME ->
                            new ServedTranslation(
                                    name,
                                    task,
                                    TranslationModel.parse(c),
                                    backend,
                                    weights,
                                    settings,
                                    seen);
                    case ClassesModel.TASK ->
                            new ServedClasses(
                                    name, ClassesModel.parse(c), backend, weights, settings, seen);
                    default ->
                            throw new UsageException(
                                    directory
                                            + " holds a model of "
                                            + task
                                            + "; 'rondo serve' is for models of "
                                            + String.join(
                                                    ", ",
                                                    TextTask.NAME,
                                                    SeriesModel.TASK,
                                                    ClassesModel.TASK,
                                                    PairsData.NAME,
                                                    DatesData.NAME));
                };
        return new NamedModel(name, sha256(checkpoint), model);
    }

    /** A hash of the weights and of what the model is. */
    private static String sha256(Checkpoint checkpoint) {
        try {
            MessageDigest digest = Sha256.digest();
            ByteBuffer chunk = ByteBuffer.allocate(1 << 18);
            for (String name : List.of(Checkpoint.DESCRIPTION, Checkpoint.TENSORS)) {
                try (FileChannel in = FileChannel.open(checkpoint.directory().resolve(name))) {
                    while (in.read(chunk) >= 0) {
                        digest.update(chunk.flip());
                        chunk.clear();
                    }
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs each for a while. */
    private void warmUp(long nanoseconds) {
        all.values().forEach(m -> m.model().warmUp(nanoseconds));
    }

    /** All of them, in the order of the command line. */
    Collection<NamedModel> all() {
        return all.values();
    }

    /** The model of that name, if it is served. */
    Optional<NamedModel> named(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /**
     * The model of that name.
     *
     * @throws Problem when it is not served
     */
    NamedModel find(String name) {
        return named(name)
                .orElseThrow(
                        () ->
                                Problem.notFound(
                                        "there is no model '"
                                                + name
                                                + "'; there are "
                                                + String.join(", ", all.keySet())
                                                + NearMiss.question(name, all.keySet())));
    }

    /** Lets all of them finish what they accepted. */
    @Override
    public void close() {
        List<NamedModel> open = new ArrayList<>(all.values());
        open.forEach(m -> m.model().close());
    }
}
