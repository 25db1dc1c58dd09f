package dev.rondo.executor.plan;

import dev.rondo.array.Buffer;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.kernels.View;

/** Checks the result of every instruction. */
final class Debugger {
    private Debugger() {}

    /** The instruction's code, followed by a check of what it wrote. */
    static Runnable checked(Instruction i) {
        return () -> {
            i.code().run();
            i.results().forEach(v -> check(i, v));
            i.loops().forEach(loop -> loop.results().forEach(v -> check(i, v)));
        };
    }

    private static void check(Instruction i, View v) {
        if (!v.dtype().isFloat()) {
            return;
        }
        Buffer b = v.buffer();
        int n = v.size();
        for (int k = 0; k < n; k++) {
            double x = b.get(v.offset() + k);
            if (!Double.isFinite(x)) {
                throw new NonFiniteException(
                        "the first result that is not finite ("
                                + x
                                + " at position "
                                + k
                                + " of "
                                + v.dtype()
                                + v.shape()
                                + ") is that of "
                                + i.node().describe());
            }
        }
    }
}
