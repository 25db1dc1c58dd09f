package dev.rondo.executor.plan;

import dev.rondo.graph.Op;
import dev.rondo.kernels.View;

/** How many of its steps a loop runs. */
sealed interface StepCount {
    /** The number of steps of the run that begins now. */
    int now();

    /** All steps that were traced. */
    record Traced(int now) implements StepCount {}

    /**
     * A number of steps that is given at run time.
     *
     * @param given an I32 scalar
     * @param most the number of steps that were traced
     */
    record Given(View given, int most) implements StepCount {
        @Override
        public int now() {
            int n = given.i32()[given.offset()];
            Op.Scan.checkSteps(n, most);
            return n;
        }
    }
}
