package dev.rondo.cli.fuzz;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
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
import java.util.LinkedHashMap;
import java.util.Map;
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
            all.put("tensors", Map.of("bytes", (long) bytes.length, "sha256", Seeds.sha256(bytes)));
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

    /** Deleted first: some file systems flush a file that is written over. */
    private static Path replace(Path file, byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        return Files.write(file, bytes);
    }
}
