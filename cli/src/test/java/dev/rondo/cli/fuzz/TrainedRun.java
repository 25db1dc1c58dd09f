package dev.rondo.cli.fuzz;

import dev.rondo.array.Array;
import dev.rondo.cli.CommandLineRun;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.SafetensorsReader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * A run directory that a command trained, of which damaged copies are made, and the commands that
 * use such a one.
 *
 * @param directory where it lies
 * @param step the path of its checkpoint within
 * @param description what its description says, without the checksum
 * @param weights its file of tensors
 * @param commands with RUN for the directory and OUT for what they write
 */
record TrainedRun(
        Path directory,
        Path step,
        Map<String, Object> description,
        TensorFile weights,
        List<String> commands) {
    private static final String TRAIN =
            " --steps 2 --hidden 2 --batch 2 --backend scalar --output RUN ";

    /** Runs of all kinds of models, trained for two steps. */
    static List<TrainedRun> all(Path folder) throws IOException {
        Path text = folder.resolve("text.txt");
        Files.writeString(text, "the rain in Spain stays mainly in the plain.\n".repeat(12));
        Path csv = folder.resolve("series.csv");
        StringBuilder rows = new StringBuilder("date,y\n");
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            rows.append(2000 + i).append(',').append(i % 7).append('\n');
            pairs.append("a".repeat(i % 9 + 1)).append(i).append('\t').append(i).append('\n');
        }
        Files.writeString(csv, rows);
        Path tsv = folder.resolve("pairs.tsv");
        Files.writeString(tsv, pairs);
        return List.of(
                of(
                        folder.resolve("text"),
                        "train text --embedding 2 --sequence 6 --text " + text + TRAIN,
                        List.of(
                                "sample RUN --length 3",
                                "score RUN --text " + text,
                                "export RUN --format torch --output OUT",
                                "export RUN --format onnx --output OUT",
                                "train text --resume RUN --steps 3",
                                "gradients --run RUN --seq 4 --batch 1 --seeds 1 --output OUT",
                                "train text --from RUN --output OUT --steps 1 --batch 2"
                                        + " --sequence 6 --text "
                                        + text)),
                of(
                        folder.resolve("series"),
                        "train series --time date --target y --window 4 --horizon 2 --csv "
                                + csv
                                + TRAIN,
                        List.of(
                                "forecast RUN",
                                "train series --resume RUN --steps 3",
                                "gradients --run RUN --batch 1 --seeds 1 --output OUT")),
                of(
                        folder.resolve("pairs"),
                        "train pairs --embedding 2 --tsv " + tsv + TRAIN,
                        List.of(
                                "predict RUN aa1",
                                "predict RUN a1 a2 --beam 2 --all --attention",
                                "train pairs --resume RUN --steps 3",
                                "gradients --run RUN --batch 1 --seeds 1 --output OUT")));
    }

    private static TrainedRun of(Path directory, String line, List<String> commands)
            throws IOException {
        CommandLineRun run =
                CommandLineRun.of(line.replace("RUN", directory.toString()).strip().split(" "));
        if (run.code() != 0) {
            throw new AssertionError(run.err());
        }
        Checkpoint checkpoint = RunDirectory.model(directory);
        Path file = checkpoint.directory().resolve(Checkpoint.DESCRIPTION);
        Path one = directory.resolve("line");
        Files.writeString(one, Files.readString(file).replaceAll("\\n *", ""));
        Map<String, Object> description = new LinkedHashMap<>(JsonLines.read(one).get(0).values());
        Files.delete(one);
        description.remove("checksum");
        try (SafetensorsReader reader = checkpoint.tensors()) {
            Map<String, Array> tensors = new LinkedHashMap<>();
            reader.names().forEach(name -> tensors.put(name, reader.read(name)));
            return new TrainedRun(
                    directory,
                    directory.relativize(checkpoint.directory()),
                    description,
                    TensorFile.of(tensors),
                    commands);
        }
    }

    /** One of the commands. */
    String command(SplittableRandom random) {
        return commands.get(random.nextInt(commands.size()));
    }

    /** A copy with another description and other tensors. */
    void copy(Path to, byte[] described, byte[] tensors) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path p : all.toList()) {
                Path target = to.resolve(directory.relativize(p).toString());
                if (Files.isDirectory(p)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(p, target);
                }
            }
        }
        Path damaged = to.resolve(step.toString());
        Files.write(damaged.resolve(Checkpoint.DESCRIPTION), described);
        Files.write(damaged.resolve(Checkpoint.TENSORS), tensors);
    }
}
