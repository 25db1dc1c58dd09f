package dev.rondo.cli.experiment;

import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.Optimizer;
import dev.rondo.models.optimizer.TrainingStep;
import dev.rondo.models.training.Batches;
import dev.rondo.models.training.LearningRate;
import dev.rondo.models.training.StepReport;
import dev.rondo.models.training.StopReason;
import dev.rondo.models.training.Trainer;
import dev.rondo.models.training.TrainingListener;
import dev.rondo.models.training.TrainingResult;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Trains the network of a trial until it is good enough or its budget is used up.
 *
 * @param updates that were done
 * @param reached whether it became good enough
 * @param outOfTime whether the time limit ended it
 * @param loss the mean over the last window of updates
 * @param largestNorm the largest norm of a gradient, before clipping
 * @param losses the mean of each window
 */
record Training(
        long updates,
        boolean reached,
        boolean outOfTime,
        double loss,
        double largestNorm,
        List<Double> losses) {
    private static final String TRAIN = "train";

    /**
     * A program whose entry {@code train} takes a step of Adam with clipped gradients.
     *
     * @param scope has the parameters
     * @param clip the longest gradient
     * @param loss the mean loss of a batch
     */
    static Program adam(Trial trial, Scope scope, double clip, Function<Trace, Tensor> loss) {
        return program(trial, scope, new Adam(scope.child("adam"), scope.parameters()), clip, loss);
    }

    /**
     * A program whose entry {@code train} takes a step of an optimizer.
     *
     * @param clip the longest gradient; {@link Double#POSITIVE_INFINITY} for any
     */
    static Program program(
            Trial trial,
            Scope scope,
            Optimizer optimizer,
            double clip,
            Function<Trace, Tensor> loss) {
        TrainingStep step = new TrainingStep(scope, optimizer).clippingAt(clip);
        return Program.of(DType.F32, scope, trial.seed()).with(TRAIN, step.minimizing(loss));
    }

    /** Says at the end of a window of updates whether training may end. */
    @FunctionalInterface
    interface Goal {
        /**
         * Whether the network is good enough.
         *
         * @param updates done so far
         * @param loss the mean over the updates of the window
         */
        boolean isReached(long updates, double loss);
    }

    /**
     * Trains.
     *
     * @param window updates after which the goal is asked, and losses are averaged over
     * @throws dev.rondo.models.training.DivergenceException when a loss is not finite
     * @throws java.util.concurrent.CancellationException when the trial is to be given up
     */
    static Training run(
            Trial trial,
            Plan plan,
            Lab lab,
            Program program,
            Executable executable,
            Batches batches,
            int window,
            Goal goal) {
        Watch watch = new Watch(lab, window, goal);
        Trainer trainer =
                Trainer.of(lab.backend(), program, executable, batches)
                        .learningRate(LearningRate.constant(trial.learningRate()))
                        .stopAfterSteps(plan.updates())
                        .stopWhen(() -> lab.stop().getAsBoolean() || watch.reached)
                        .listener(watch);
        plan.longest().ifPresent(trainer::stopAfter);
        TrainingResult result = trainer.run();
        if (!watch.reached) {
            lab.giveUpIfAsked();
        }
        return new Training(
                result.state().step(),
                watch.reached,
                result.reason() == StopReason.TIME,
                watch.loss,
                watch.largestNorm,
                List.copyOf(watch.losses));
    }

    private static final class Watch implements TrainingListener {
        private final Lab lab;
        private final int window;
        private final Goal goal;
        private final List<Double> losses = new ArrayList<>();
        private double sum;
        private long count;
        private double loss = Double.NaN;
        private double largestNorm;
        private boolean reached;

        Watch(Lab lab, int window, Goal goal) {
            this.lab = lab;
            this.window = window;
            this.goal = goal;
        }

        @Override
        public void step(StepReport report) {
            sum += report.loss();
            largestNorm = Math.max(largestNorm, report.gradientNorm());
            count++;
            if (count == window) {
                loss = sum / count;
                losses.add(loss);
                sum = 0;
                count = 0;
                lab.tell(
                        () ->
                                String.format(
                                        Locale.ROOT, "update %,d, loss %.4g", report.step(), loss));
                reached = goal.isReached(report.step(), loss);
            }
        }
    }
}
