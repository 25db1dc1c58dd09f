package dev.rondo.executor.plan;

import dev.rondo.graph.Op;
import dev.rondo.kernels.View;

/** How many of its steps a loop runs. */
sealed interface StepCount {
    /** The number of steps of the run that begins now. */
    int now();

    /** As many as were traced. */
    record Traced(int now) implements StepCount {}

    /**
     * As many as are given at run time.
     *
     * @param given an I32 scalar
     * @param most as were traced
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
