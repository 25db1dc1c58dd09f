package dev.rondo.cli.experiment;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.CellFactory;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Mix;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.optimizer.TrainingStep;
import dev.rondo.models.training.Batches;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/** One trial of {@link Lag1997}: sequences are read until the task is solved, then fresh ones. */
final class LagTrial {
    /** Sequences that a solved network is tested on, as in the paper. */
    static final int TEST = 2560;

    /** Sequences at once where it does not matter that there is one. */
    private static final int BATCH = 20;

    /** Largest weight that is guessed. */
    private static final double GUESS = 10;

    /** Units of the cells of today. */
    private static final int UNITS = 16;

    private static final String TRAIN = "train";
    private static final String MEASURE = "measure";

    private final LagRow row;
    private final Trial trial;
    private final Plan plan;
    private final Lab lab;
    private final LagSequences sequences;
    private final LagCriterion criterion;
    private final long start = System.nanoTime();
    private long read;
    private long early;

    LagTrial(LagRow row, Trial trial, Plan plan, Lab lab) {
        this.row = row;
        this.trial = trial;
        this.plan = plan;
        this.lab = lab;
        sequences = row.task().sequences().of(trial.length());
        criterion = new LagCriterion(row.task().limits());
    }

    Configuration run() {
        return switch (row.solver()) {
            case ORIGINAL -> original();
            case LSTM -> today(Cells.LSTM);
            case GRU -> today(Cells.GRU);
            case GUESSING -> guess();
        };
    }

    private Configuration original() {
        Scope scope = Scope.root();
        LagNet net = LagNet.original(scope.child("net"), sequences, row.task().blocks());
        long weights = EqualWeights.of(scope);
        TrainingStep step =
                new TrainingStep(scope, new Sgd(scope.child("sgd"), scope.parameters()));
        // the paper's criterion asks for more digits than F32 keeps in a million updates
        Program program =
                Program.of(DType.F64, scope, trial.seed())
                        .with(TRAIN, step.minimizing(net::squaredError))
                        .with(MEASURE, t -> net.measure(t, BATCH));
        return train(program, DType.F64, 1, weights);
    }

    private Configuration today(CellFactory cell) {
        Scope scope = Scope.root();
        LagNet net = LagNet.of(scope.child("net"), sequences, cell, UNITS);
        long weights = EqualWeights.of(scope);
        TrainingStep step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(1);
        Program program =
                Program.of(DType.F32, scope, trial.seed())
                        .with(TRAIN, step.minimizing(t -> net.crossEntropy(t, BATCH)))
                        .with(MEASURE, t -> net.measure(t, BATCH));
        return train(program, DType.F32, BATCH, weights);
    }

    private Configuration train(Program program, DType dtype, int batch, long weights) {
        Batches batches = sequences.batches(batch, trial.trainingSeed(), dtype);
        Array rate = Array.scalar(dtype, trial.learningRate());
        Map<String, Array> inputs = new HashMap<>();
        inputs.put(TrainingStep.LEARNING_RATE, rate);
        try (Executable executable = lab.backend().compile(program)) {
            boolean solved = false;
            for (long i = 0; !solved && goesOn(i); i++) {
                inputs.putAll(batches.batch(i));
                Map<String, Array> results = executable.run(TRAIN, inputs);
                check(results.get(TrainingStep.LOSS).item());
                solved = takes(results.get(LagNet.ERRORS));
            }
            return measured(solved, weights).with("test_wrong", wrong(executable, dtype));
        }
    }

    /** Whether there is time and budget for more; gives up if it is to. */
    private boolean goesOn(long i) {
        if (i % 1000 == 0) {
            lab.giveUpIfAsked();
            lab.tell(this::state);
            Duration past = Duration.ofNanos(System.nanoTime() - start);
            if (plan.longest().filter(most -> past.compareTo(most) >= 0).isPresent()) {
                return false;
            }
        }
        return read < plan.updates();
    }

    private String state() {
        return String.format(
                Locale.ROOT,
                "%,d sequences, %,d of the last %,d wrong, mean error %.4f",
                read,
                criterion.wrong(),
                row.task().limits().recent(),
                criterion.mean());
    }

    private static void check(double loss) {
        if (!Double.isFinite(loss)) {
            throw new NonFiniteException("the loss is " + loss);
        }
    }

    /** Takes the errors of sequences that were trained on; whether the task is solved. */
    private boolean takes(Array errors) {
        boolean solved = false;
        for (int i = 0; i < errors.size(); i++) {
            solved = criterion.isMetBy(errors.get(i));
            read++;
            boolean full = read >= row.task().limits().recent();
            if (early == 0
                    && full
                    && row.task().early().isPresent()
                    && criterion.wrong() <= row.task().early().getAsInt()) {
                early = read;
            }
        }
        return solved;
    }

    private Configuration measured(boolean solved, long weights) {
        Configuration c =
                Configuration.empty()
                        .with("solved", solved)
                        .with("sequences", read)
                        .with("mean_error", criterion.mean())
                        .with("wrong", criterion.wrong())
                        .with("weights", weights);
        return early == 0 ? c : c.with("early", early);
    }

    /** How many of {@value #TEST} fresh sequences are wrong. */
    private long wrong(Executable executable, DType dtype) {
        Batches batches = sequences.batches(BATCH, trial.testSeed(), dtype);
        long wrong = 0;
        for (int i = 0; i < TEST / BATCH; i++) {
            lab.giveUpIfAsked();
            Array errors = executable.run(MEASURE, batches.batch(i)).get(LagNet.ERRORS);
            for (int b = 0; b < BATCH; b++) {
                wrong += criterion.isWrong(errors.get(b)) ? 1 : 0;
            }
        }
        return wrong;
    }

    /**
     * Draws weights until those are found that are right for as many sequences as the criterion
     * looks at. Weights are given up with the first batch that has a wrong sequence.
     */
    private Configuration guess() {
        Scope scope = Scope.root();
        LagNet net = LagNet.original(scope.child("net"), sequences, row.task().blocks());
        Program program =
                Program.of(DType.F32, scope, trial.seed())
                        .with(MEASURE, t -> net.measure(t, BATCH));
        Batches batches = sequences.batches(BATCH, trial.trainingSeed(), DType.F32);
        try (Executable executable = lab.backend().compile(program)) {
            long guesses = 0;
            long batch = 0;
            int right = 0;
            boolean solved = false;
            while (!solved && goesOn(batch)) {
                if (right == 0) {
                    draw(executable, scope, guesses++);
                }
                Array errors = executable.run(MEASURE, batches.batch(batch++)).get(LagNet.ERRORS);
                read += BATCH;
                right = isRight(errors) ? right + BATCH : 0;
                solved = right >= row.task().limits().recent();
            }
            return Configuration.empty()
                    .with("solved", solved)
                    .with("sequences", read)
                    .with("guesses", guesses)
                    .with("weights", EqualWeights.of(scope))
                    .with("test_wrong", wrong(executable, DType.F32));
        }
    }

    private void draw(Executable executable, Scope scope, long guess) {
        Initializer any = Initializer.uniform(GUESS);
        for (Variable v : scope.parameters()) {
            RandomGenerator random = Mix.at(trial.seed() ^ v.name().hashCode(), guess);
            executable.write(v.name(), Array.of(any.draw(v.shape(), random), v.shape().dims()));
        }
    }

    private boolean isRight(Array errors) {
        for (int b = 0; b < BATCH; b++) {
            if (criterion.isWrong(errors.get(b))) {
                return false;
            }
        }
        return true;
    }
}
