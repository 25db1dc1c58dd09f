import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.data.DateCorpus;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.seq2seq.GreedyDecoder;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A program of a user that trains the demo's model for a step, or loads it and predicts, for
 * scripts/start-up: what each phase took, in milliseconds. Arguments: train or predict, backend, run
 * directory, and when the process was started, in seconds since 1970.
 */
public final class StartUp {
    private static final int BATCH = 64;

    private final List<String> phases = new ArrayList<>();
    private double before;

    private StartUp(double started) {
        before = started;
    }

    private void phase(String name) {
        Instant now = Instant.now();
        double seconds = now.getEpochSecond() + now.getNano() * 1e-9;
        phases.add(String.format(Locale.ROOT, "\"%s\": %.1f", name, (seconds - before) * 1e3));
        before = seconds;
    }

    private static EncoderDecoder model(Scope scope, PairCodec codec) {
        return new EncoderDecoder(
                scope.child("model"),
                new EncoderDecoder.Config(
                        codec.sourceSymbols(),
                        codec.targetSymbols(),
                        32,
                        96,
                        1,
                        Cells.GRU,
                        Attentions.ADDITIVE,
                        AttentionPlace.BEFORE_CELL));
    }

    private void train(String backend) {
        PairCodec codec = DateCorpus.codec();
        Scope scope = Scope.root();
        var model = model(scope, codec);
        var training = new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()));
        int source = codec.longestSource();
        int target = codec.longestTarget();
        Program program =
                Program.of(DType.F32, scope, 1)
                        .with(
                                "train",
                                training.clippingAt(1)
                                        .minimizing(
                                                model.training(
                                                        source,
                                                        target,
                                                        BATCH,
                                                        CrossEntropy.IGNORED)));
        phase("tracing");
        try (Executable e = Backends.open(backend, BackendOptions.defaults()).compile(program)) {
            phase("compiling");
            int[] lengths = new int[BATCH];
            Arrays.fill(lengths, source);
            Map<String, Array> inputs =
                    Map.of(
                            EncoderDecoder.SOURCE, Array.zeros(DType.I32, Shape.of(source, BATCH)),
                            EncoderDecoder.SOURCE_LENGTHS, Array.of(lengths, BATCH),
                            EncoderDecoder.TARGET_IN,
                                    Array.zeros(DType.I32, Shape.of(target, BATCH)),
                            EncoderDecoder.TARGET_OUT,
                                    Array.zeros(DType.I32, Shape.of(target, BATCH)),
                            TrainingStep.LEARNING_RATE, Array.scalar(DType.F32, 1e-3));
            e.run("train", inputs);
            phase("first step");
            e.run("train", inputs);
            phase("second step");
        }
    }

    private void predict(String backend, Path run) {
        Checkpoint checkpoint = RunDirectory.model(run);
        phase("checkpoint");
        PairCodec codec = DateCorpus.codec();
        Scope scope = Scope.root();
        var model = model(scope, codec);
        int[] written = codec.encodeSource("3rd of May 2021");
        Program program =
                GreedyDecoder.addTo(Program.of(DType.F32, scope, 1), model, written.length, 1);
        phase("tracing");
        try (Executable e = Backends.open(backend, BackendOptions.defaults()).compile(program)) {
            phase("compiling");
            checkpoint.restorePart(e);
            phase("weights");
            var decoder = new GreedyDecoder(e, written.length, 1, codec.begin(), codec.end());
            decoder.decode(List.of(written), codec.longestTarget());
            phase("first prediction");
            decoder.decode(List.of(written), codec.longestTarget());
            phase("second prediction");
        }
    }

    public static void main(String[] args) {
        StartUp start = new StartUp(Double.parseDouble(args[3]));
        start.phase("Java");
        if (args[0].equals("train")) {
            start.train(args[1]);
        } else {
            start.predict(args[1], Path.of(args[2]));
        }
        System.out.println("{" + String.join(", ", start.phases) + "}");
    }
}
