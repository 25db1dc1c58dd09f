package dev.rondo.cli.fuzz;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.checkpoint.Description;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.Provenance;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.TrainingState;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Good files, of which bad ones are made. */
final class Seeds {
    final Path file;
    final Path other;
    final Path vocabulary;
    final Path output;
    final Path run;
    final Path checkpoint;
    final byte[] tensors;
    final byte[] description;
    final Map<String, Object> values;
    final byte[] marker;
    final byte[] metrics;
    final byte[] text;
    final byte[] symbols =
            "[\"a\", \"\\u00e4\", \"\\n\", \"<unk>\"]".getBytes(StandardCharsets.UTF_8);
    final List<AppliedNetwork> networks = AppliedNetwork.all();
    final TensorFile languageModel = languageModel();

    final List<TrainedRun> runs;
    final Path damaged;

    /** Which the latest file was made for. */
    AppliedNetwork network;

    /** Which the latest file was made of. */
    TrainedRun trained;

    private String line;

    Seeds(Path directory) throws IOException {
        file = directory.resolve("file");
        other = directory.resolve("other");
        vocabulary = directory.resolve("vocabulary.json");
        output = directory.resolve("output");
        run = directory.resolve("run");
        damaged = directory.resolve("damaged");
        runs = TrainedRun.all(Files.createDirectory(directory.resolve("runs")));
        Map<String, Array> v = new LinkedHashMap<>();
        v.put("weight", Array.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        v.put("wide", Array.of(new double[] {1, 2}));
        v.put("count", Array.of(new int[] {7}));
        v.put("mask", Array.of(new boolean[] {true, false, true}));
        v.put("empty", Array.zeros(DType.F32, Shape.of(3, 0)));
        try (RunDirectory r = RunDirectory.create(run)) {
            checkpoint =
                    r.checkpoints()
                            .save(v, Map.of("h", Array.of(new float[] {1, 2})), description());
            try (JsonLines lines = r.appendMetrics(0)) {
                for (int step = 1; step <= 40; step++) {
                    lines.append(Configuration.empty().with("step", step).with("loss", 1.0 / step));
                }
            }
        }
        tensors = Files.readAllBytes(checkpoint.resolve(Checkpoint.TENSORS));
        description = Files.readAllBytes(checkpoint.resolve(Checkpoint.DESCRIPTION));
        marker = Files.readAllBytes(run.resolve("run.json"));
        metrics = Files.readAllBytes(run.resolve("metrics.jsonl"));
        text =
                "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.\n"
                        .repeat(20)
                        .getBytes(StandardCharsets.UTF_8);
        String line = new String(description, StandardCharsets.UTF_8).replaceAll("\\n *", "");
        Files.writeString(file, line);
        Map<String, Object> all = new LinkedHashMap<>(JsonLines.read(file).get(0).values());
        all.remove("checksum");
        values = all;
    }

    private static TensorFile languageModel() {
        Map<String, Array> m = new LinkedHashMap<>();
        m.put("embedding.weight", Array.zeros(DType.F32, Shape.of(4, 2)));
        for (int layer = 0; layer < 2; layer++) {
            int size = layer == 0 ? 2 : 3;
            m.put("rnn.weight_ih_l" + layer, Array.zeros(DType.F32, Shape.of(12, size)));
            m.put("rnn.weight_hh_l" + layer, Array.zeros(DType.F32, Shape.of(12, 3)));
            m.put("rnn.bias_ih_l" + layer, Array.zeros(DType.F32, Shape.of(12)));
        }
        m.put("decoder.weight", Array.zeros(DType.F32, Shape.of(4, 3)));
        m.put("decoder.bias", Array.zeros(DType.F32, Shape.of(4)));
        return TensorFile.of(m);
    }

    void apply(Path weights, Path input) throws IOException {
        List<String> words = new ArrayList<>(network.options());
        words.addAll(List.of("--weights", weights.toString(), "--input", input.toString()));
        words.addAll(List.of("--output", output.toString()));
        Command.run(output, true, words);
    }

    void imported(Path weights, Path vocab) throws IOException {
        Command.run(
                output,
                true,
                List.of(
                        "import",
                        weights.toString(),
                        "--vocab",
                        vocab.toString(),
                        "--output",
                        output.toString()));
    }

    private static Description description() {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        return new Description(
                Configuration.empty().with("cell", "gru").with("sizes", List.of(3, 4)),
                new TrainingState(
                        20,
                        0.5,
                        7,
                        1e-3,
                        12.5,
                        0.3,
                        0.9,
                        Map.of("accuracy", 0.5),
                        Optional.of(new TrainingState.Best("accuracy", 0.5, 20)),
                        List.of(0.4, 0.5)),
                List.of(
                        new Provenance(
                                0,
                                1,
                                "0.1",
                                "25",
                                "Linux",
                                "scalar:cpu",
                                "loops",
                                1,
                                List.of(new DataSource("a.txt", "00ff", 12)),
                                List.of("rondo", "train"),
                                now,
                                now)));
    }

    /** A run, and what is done with it. */
    void choose(SplittableRandom random) {
        trained = runs.get(random.nextInt(runs.size()));
        line = trained.command(random);
    }

    /** Does it with a copy of the run. */
    void use(byte[] described, byte[] tensors) throws IOException {
        try {
            trained.copy(damaged, described, tensors);
            Command.run(
                    output,
                    line.contains("OUT"),
                    List.of(
                            line.replace("RUN", damaged.toString())
                                    .replace("OUT", output.toString())
                                    .split(" ")));
        } finally {
            Command.delete(damaged);
        }
    }

    /** A description with the checksum that its values have. */
    byte[] sealed(Map<String, Object> of) {
        Configuration c = Configuration.of(of);
        byte[] json = c.toString().getBytes(StandardCharsets.UTF_8);
        return c.with("checksum", sha256(json)).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The checksum that descriptions tell of files. */
    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
