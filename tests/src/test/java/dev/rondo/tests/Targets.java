package dev.rondo.tests;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Device;
import dev.rondo.backend.scalar.ScalarKernels;
import dev.rondo.compiler.Passes;
import dev.rondo.contract.Target;
import dev.rondo.executor.KernelBackend;
import dev.rondo.graph.Entry;
import dev.rondo.kernels.Kernels;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The backends under test. */
final class Targets {
    static final Target SCALAR = Target.reference();
    static final Target SIMD = Target.named("simd");

    /**
     * The reference kernels after the compiler's passes, to tell a wrong pass from a wrong kernel.
     */
    static final Target COMPILED =
            kernels("scalar with passes", ScalarKernels::new, Passes.all()::apply);

    private Targets() {}

    /** Every backend. */
    static List<Target> all() {
        return List.of(SCALAR, SIMD);
    }

    /** What is compared with the reference. */
    static List<Target> others() {
        return List.of(COMPILED, SIMD);
    }

    /** A backend made of kernels and passes. */
    static Target kernels(String name, Supplier<Kernels> kernels, UnaryOperator<Entry> passes) {
        Device device = new Device("test", "cpu", name, Availability.yes());
        return new Target(name, options -> new KernelBackend(device, 1, kernels, _ -> passes));
    }
}
