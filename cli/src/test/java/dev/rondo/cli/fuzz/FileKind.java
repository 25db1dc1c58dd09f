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
import dev.rondo.models.checkpoint.Safetensors;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.data.TextCorpus;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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

/** The kinds of files that Rondo reads: how to make bad ones, and how they are read. */
enum FileKind {
    /** A whole file of tensors, damaged. */
    TENSORS_DAMAGED {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            return Damage.of(seeds.tensors, random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            readTensors(replace(seeds.file, bytes));
        }
    },

    /** A file of tensors whose header lies. */
    TENSORS_CRAFTED {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            byte[] file = HostileHeader.file(random);
            return random.nextInt(8) == 0 ? Damage.of(file, random) : file;
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            readTensors(replace(seeds.file, bytes));
        }
    },

    /** No file of tensors at all. */
    TENSORS_RANDOM {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            return Damage.bytes(random, random.nextInt(300));
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            readTensors(replace(seeds.file, bytes));
        }
    },

    /** A file that is long without holding anything: its header is a hole. */
    TENSORS_SPARSE {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            byte[] begin = Damage.bytes(random, 40);
            if (random.nextBoolean()) {
                begin =
                        "12345678{\"__metadata__\":{\"key\":\"v"
                                .getBytes(StandardCharsets.US_ASCII);
            }
            ByteBuffer.wrap(begin)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(0, random.nextLong(1 << 20, 100_000_000));
            return begin;
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            Path file = replace(seeds.file, bytes);
            try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
                f.setLength(120_000_000);
            }
            readTensors(file);
        }
    },

    /** A checkpoint whose description was damaged. */
    DESCRIPTION_DAMAGED {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            return Damage.of(seeds.description, random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            replace(seeds.checkpoint.resolve(Checkpoint.DESCRIPTION), bytes);
            readRun(seeds);
        }

        @Override
        void restore(Seeds seeds) throws IOException {
            replace(seeds.checkpoint.resolve(Checkpoint.DESCRIPTION), seeds.description);
        }
    },

    /** A checkpoint with an absurd description whose checksum is right. */
    DESCRIPTION_ABSURD {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            Map<String, Object> values = seeds.values;
            for (int n = random.nextInt(1, 3); n > 0; n--) {
                values = HostileValues.changed(values, random);
            }
            return seeds.sealed(values);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            DESCRIPTION_DAMAGED.read(seeds, bytes);
        }

        @Override
        void restore(Seeds seeds) throws IOException {
            DESCRIPTION_DAMAGED.restore(seeds);
        }
    },

    /** The file that makes a directory a run directory. */
    RUN_MARKER {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            return Damage.of(seeds.marker, random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            replace(seeds.run.resolve("run.json"), bytes);
            readRun(seeds);
        }

        @Override
        void restore(Seeds seeds) throws IOException {
            replace(seeds.run.resolve("run.json"), seeds.marker);
        }
    },

    /** A file of metrics. */
    METRICS {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            return Damage.of(seeds.metrics, random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            Path file = replace(seeds.run.resolve("metrics.jsonl"), bytes);
            JsonLines.read(file);
            JsonLines.truncate(file, 20);
            for (Configuration line : JsonLines.read(file)) {
                if (line.integer("step", 0) > 20) {
                    throw new AssertionError("a line was not cut off: " + line);
                }
            }
        }
    },

    /** A series to forecast. */
    SERIES {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            byte[] file = DataFiles.series(random);
            return random.nextBoolean() ? Damage.of(file, random) : file;
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            DataFiles.readSeries(replace(seeds.file, bytes));
        }
    },

    /** Pairs to translate. */
    PAIRS {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            return Damage.of(DataFiles.pairs(), random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            DataFiles.readPairs(replace(seeds.file, bytes));
        }
    },

    /** A text to train on. */
    TEXT {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            return Damage.of(seeds.text, random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            TextCorpus.read(replace(seeds.file, bytes), TextCorpus.HELD_OUT)
                    .training(8, 2, 1)
                    .batch(3);
        }
    },

    /** Weights that {@code rondo apply} runs a network with. */
    APPLY_WEIGHTS(true) {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            seeds.network = seeds.networks.get(random.nextInt(seeds.networks.size()));
            return bad(seeds.network.weights(), random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            replace(seeds.file, bytes);
            replace(seeds.other, seeds.network.input().bytes());
            seeds.apply(seeds.file, seeds.other);
        }
    },

    /** Arrays that {@code rondo apply} runs a network on. */
    APPLY_INPUT(true) {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            seeds.network = seeds.networks.get(random.nextInt(seeds.networks.size()));
            return bad(seeds.network.input(), random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            replace(seeds.file, bytes);
            replace(seeds.other, seeds.network.weights().bytes());
            seeds.apply(seeds.other, seeds.file);
        }
    },

    /** Weights of a language model for {@code rondo import}. */
    IMPORT_WEIGHTS(true) {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            return bad(seeds.languageModel, random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            replace(seeds.vocabulary, seeds.symbols);
            seeds.imported(replace(seeds.file, bytes), seeds.vocabulary);
        }
    },

    /** A vocabulary for {@code rondo import}: JSON. */
    VOCABULARY_JSON(true) {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            byte[] object = "{\"a\":0,\"b\":1,\"c\":2,\"\\n\":3}".getBytes(StandardCharsets.UTF_8);
            return Damage.of(random.nextBoolean() ? seeds.symbols : object, random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            replace(seeds.file, seeds.languageModel.bytes());
            seeds.imported(seeds.file, replace(seeds.vocabulary, bytes));
        }
    },

    /** A vocabulary for {@code rondo import}: a text. */
    VOCABULARY_TEXT(true) {
        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            return Damage.of("aäb\n".getBytes(StandardCharsets.UTF_8), random);
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            replace(seeds.file, seeds.languageModel.bytes());
            seeds.imported(seeds.file, replace(seeds.other, bytes));
        }
    },

    /** The description of a run that a command is to use, absurd and with the right checksum. */
    RUN_SETTINGS(true) {
        @Override
        long base() {
            return TRAINING;
        }

        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            seeds.choose(random);
            Map<String, Object> all = new LinkedHashMap<>(seeds.trained.description());
            // of the rest most is looked at when it is read, and tried by DESCRIPTION_ABSURD
            if (random.nextInt(8) == 0) {
                return seeds.sealed(HostileValues.changed(all, random));
            }
            all.put("model", HostileValues.changed(settings(all), random));
            return seeds.sealed(all);
        }

        @SuppressWarnings("unchecked") // JSON's objects have texts as keys
        private Map<String, Object> settings(Map<String, Object> description) {
            return (Map<String, Object>) description.get("model");
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            seeds.use(bytes, seeds.trained.weights().bytes());
        }
    },

    /** The weights of a run that a command is to use: others, too few, or not finite. */
    RUN_WEIGHTS(true) {
        @Override
        long base() {
            return TRAINING;
        }

        @Override
        byte[] make(Seeds seeds, SplittableRandom random) {
            seeds.choose(random);
            TensorFile weights = seeds.trained.weights();
            return (random.nextBoolean() ? weights.overflowing(random) : weights.changed(random))
                    .bytes();
        }

        @Override
        void read(Seeds seeds, byte[] bytes) throws IOException {
            Map<String, Object> all = new LinkedHashMap<>(seeds.trained.description());
            all.put("tensors", Map.of("bytes", (long) bytes.length, "sha256", sha256(bytes)));
            seeds.use(seeds.sealed(all), bytes);
        }
    };

    /** Bytes that a command may take, one after the other, that trains and draws its curves. */
    private static final long TRAINING = 1L << 29;

    private final boolean command;

    FileKind() {
        this(false);
    }

    FileKind(boolean command) {
        this.command = command;
    }

    /** Most often well-formed, with tensors that do not fit. */
    private static byte[] bad(TensorFile good, SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> Damage.of(good.bytes(), random);
            case 1 -> Damage.of(good.changed(random).bytes(), random);
            default -> good.changed(random).bytes();
        };
    }

    /** Bytes that reading even the smallest file may take: parsers have their buffers. */
    long base() {
        return command ? 48 << 20 : 2 << 20; // a command makes itself and a graph first
    }

    /** A bad file. */
    abstract byte[] make(Seeds seeds, SplittableRandom random);

    /** Reads it, and uses what was read. */
    abstract void read(Seeds seeds, byte[] bytes) throws IOException;

    /** Makes whole what reading the next kind of file needs. */
    void restore(Seeds seeds) throws IOException {}

    private static void readTensors(Path file) {
        Safetensors.read(file)
                .tensors()
                .forEach(
                        (name, a) -> {
                            if (a.size() != a.shape().size()) {
                                throw new AssertionError(name + " is " + a.shape());
                            }
                        });
    }

    private static void readRun(Seeds seeds) {
        Checkpoint c = RunDirectory.model(seeds.run);
        c.carried();
        TrainingState state = c.description().training();
        if (state.step() < 0 || !(state.epoch() >= 0) || !(state.seconds() >= 0)) {
            throw new AssertionError("a state that cannot be was taken: " + state);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** Deleted first: some file systems flush a file that is written over. */
    private static Path replace(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        return Files.write(file, bytes);
    }

    /** Good files, of which bad ones are made. */
    static final class Seeds {
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
                        lines.append(
                                Configuration.empty().with("step", step).with("loss", 1.0 / step));
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

        private void apply(Path weights, Path input) throws IOException {
            List<String> words = new ArrayList<>(network.options());
            words.addAll(List.of("--weights", weights.toString(), "--input", input.toString()));
            words.addAll(List.of("--output", output.toString()));
            Command.run(output, true, words);
        }

        private void imported(Path weights, Path vocab) throws IOException {
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
        private void choose(SplittableRandom random) {
            trained = runs.get(random.nextInt(runs.size()));
            line = trained.command(random);
        }

        /** Does it with a copy of the run. */
        private void use(byte[] described, byte[] tensors) throws IOException {
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
    }
}
