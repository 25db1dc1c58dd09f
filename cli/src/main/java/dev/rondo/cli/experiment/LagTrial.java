package dev.rondo.cli.experiment;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.cell.CellFactory;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;
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
import java.util.function.Supplier;
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

    /** Sequences after which it is seen whether the error still decreases. */
    private static final int WINDOW = 100;

    /** Part of the error before to which it must decrease for cells to wait. */
    private static final double DECREASE = 0.99;

    /** The paper's criteria ask for more digits than F32 keeps in a million updates. */
    private static final DType PRECISE = DType.F64;

    private static final String TRAIN = "train";
    private static final String TRAIN_FIRST = "train_first";
    private static final String MEASURE = "measure";

    private final LagRow row;
    private final Trial trial;
    private final Plan plan;
    private final Lab lab;
    private final LagGoal goal;
    private final LagSequences sequences;
    private final long start = System.nanoTime();
    private long read;

    LagTrial(LagRow row, Trial trial, Plan plan, Lab lab) {
        this.row = row;
        this.trial = trial;
        this.plan = plan;
        this.lab = lab;
        goal = row.task().goal();
        sequences = row.task().sequences().of(trial.length());
    }

    Configuration run() {
        return switch (row.solver()) {
            case ORIGINAL ->
                    switch (sequences) {
                        case LagSequences.AtTheEnd s -> original(s);
                        case LagSequences.EveryStep s -> predictor(s);
                    };
            case LSTM -> today(Cells.LSTM);
            case GRU -> today(Cells.GRU);
            case GUESSING -> guess();
        };
    }

    private LagNet net(Scope scope, LagSequences.AtTheEnd s) {
        LagTask task = row.task();
        return LagNet.original(scope, s, task.blocks(), task.outputBiases());
    }

    private Configuration original(LagSequences.AtTheEnd s) {
        Scope scope = Scope.root();
        LagNet net = net(scope.child("net"), s);
        TrainingStep descent = descent(scope);
        Program program =
                Program.of(PRECISE, scope, trial.seed())
                        .with(TRAIN, descent.minimizing(net::squaredError))
                        .with(MEASURE, t -> net.measure(t, BATCH));
        return train(scope, program, 1, TRAIN);
    }

    private Configuration predictor(LagSequences.EveryStep s) {
        Scope scope = Scope.root();
        LagPredictor net = LagPredictor.of(scope.child("net"), s, row.task().blocks());
        TrainingStep descent = descent(scope);
        Program program =
                Program.of(PRECISE, scope, trial.seed())
                        .with(TRAIN_FIRST, descent.minimizing(net::squaredErrorWithoutCells))
                        .with(TRAIN, descent.minimizing(net::squaredError))
                        .with(MEASURE, t -> net.measure(t, BATCH));
        return train(scope, program, 1, TRAIN_FIRST);
    }

    private static TrainingStep descent(Scope scope) {
        return new TrainingStep(scope, new Sgd(scope.child("sgd"), scope.parameters()));
    }

    private Configuration today(CellFactory cell) {
        Scope scope = Scope.root();
        LagNet net = LagNet.of(scope.child("net"), atTheEnd(), cell, UNITS);
        TrainingStep step =
                new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()))
                        .clippingAt(1);
        Program program =
                Program.of(DType.F32, scope, trial.seed())
                        .with(TRAIN, step.minimizing(t -> net.crossEntropy(t, BATCH)))
                        .with(MEASURE, t -> net.measure(t, BATCH));
        return train(scope, program, BATCH, TRAIN);
    }

    /** Tasks that are compared ask at the end; see {@link LagRow}. */
    private LagSequences.AtTheEnd atTheEnd() {
        return (LagSequences.AtTheEnd) sequences;
    }

    private Configuration train(Scope scope, Program program, int batch, String entry) {
        DType dtype = program.dtype();
        Batches batches = sequences.batches(batch, trial.trainingSeed(), dtype);
        Map<String, Array> inputs = new HashMap<>();
        inputs.put(TrainingStep.LEARNING_RATE, Array.scalar(dtype, trial.learningRate()));
        try (Executable executable = lab.backend().compile(program)) {
            LagJudge judge = judge(executable, dtype);
            Plateau plateau = new Plateau();
            String present = entry;
            long without = 0;
            boolean solved = false;
            for (long i = 0; !solved && goesOn(i, judge::state); i++) {
                inputs.putAll(batches.batch(i));
                Map<String, Array> results = executable.run(present, inputs);
                double loss = results.get(TrainingStep.LOSS).item();
                check(loss);
                read += batch;
                solved = judge.isSolved(results.get(LagNet.ERRORS));
                if (present != TRAIN && plateau.isReachedBy(loss)) {
                    present = TRAIN;
                    without = read;
                }
            }
            Configuration c = judge.addTo(measured(solved, scope, executable, dtype));
            return without == 0 ? c : c.with("without_cells", without);
        }
    }

    private LagJudge judge(Executable executable, DType dtype) {
        return switch (goal) {
            case LagGoal.Recent g -> new LagRecentJudge(g);
            case LagGoal.Test g -> {
                // others than those that a solved network is tested on
                Batches test = sequences.batches(BATCH, trial.testSeed(), dtype);
                yield new LagTestJudge(g, i -> errors(executable, test.batch(TEST / BATCH + i)));
            }
        };
    }

    private static Array errors(Executable executable, Map<String, Array> batch) {
        return executable.run(MEASURE, batch).get(LagNet.ERRORS);
    }

    /** Whether there is time and budget for more; gives up if it is to. */
    private boolean goesOn(long i, Supplier<String> state) {
        if (i % 1000 == 0) {
            lab.giveUpIfAsked();
            lab.tell(() -> String.format(Locale.ROOT, "%,d sequences, %s", read, state.get()));
            Duration past = Duration.ofNanos(System.nanoTime() - start);
            if (plan.longest().filter(most -> past.compareTo(most) >= 0).isPresent()) {
                return false;
            }
        }
        return read < plan.updates();
    }

    private static void check(double loss) {
        if (!Double.isFinite(loss)) {
            throw new NonFiniteException("the loss is " + loss);
        }
    }

    private Configuration measured(
            boolean solved, Scope scope, Executable executable, DType dtype) {
        return Configuration.empty()
                .with("solved", solved)
                .with("sequences", read)
                .with("weights", EqualWeights.of(scope))
                .with("test_wrong", wrong(executable, dtype));
    }

    /** How many of {@value #TEST} fresh sequences are wrong. */
    private long wrong(Executable executable, DType dtype) {
        Batches batches = sequences.batches(BATCH, trial.testSeed(), dtype);
        long wrong = 0;
        for (int i = 0; i < TEST / BATCH; i++) {
            lab.giveUpIfAsked();
            wrong += wrong(errors(executable, batches.batch(i)));
        }
        return wrong;
    }

    private int wrong(Array errors) {
        int wrong = 0;
        for (int i = 0; i < errors.size(); i++) {
            wrong += goal.isWrong(errors.get(i)) ? 1 : 0;
        }
        return wrong;
    }

    /**
     * Draws weights until those are found that are right for as many sequences as the criterion
     * looks at. Weights are given up with the first batch that has a wrong sequence.
     */
    private Configuration guess() {
        Scope scope = Scope.root();
        LagNet net = net(scope.child("net"), atTheEnd());
        Program program =
                Program.of(DType.F32, scope, trial.seed())
                        .with(MEASURE, t -> net.measure(t, BATCH));
        Batches batches = sequences.batches(BATCH, trial.trainingSeed(), DType.F32);
        try (Executable executable = lab.backend().compile(program)) {
            long guesses = 0;
            long batch = 0;
            int right = 0;
            while (right < goal.sequences() && goesOn(batch, () -> "guessing")) {
                if (right == 0) {
                    draw(executable, scope, guesses++);
                }
                int wrong = wrong(errors(executable, batches.batch(batch++)));
                read += BATCH;
                right = wrong == 0 ? right + BATCH : 0;
            }
            return measured(right >= goal.sequences(), scope, executable, DType.F32)
                    .with("guesses", guesses);
        }
    }

    private void draw(Executable executable, Scope scope, long guess) {
        Initializer any = Initializer.uniform(GUESS);
        for (Variable v : scope.parameters()) {
            RandomGenerator random = Mix.at(trial.seed() ^ v.name().hashCode(), guess);
            executable.write(v.name(), Array.of(any.draw(v.shape(), random), v.shape().dims()));
        }
    }

    /** Sees when the error of a training no longer decreases. */
    private static final class Plateau {
        private double before = Double.POSITIVE_INFINITY;
        private double sum;
        private int count;
        private boolean reached;

        boolean isReachedBy(double loss) {
            sum += loss;
            if (++count == WINDOW) {
                reached |= sum > DECREASE * before;
                before = sum;
                sum = 0;
                count = 0;
            }
            return reached;
        }
    }
}
