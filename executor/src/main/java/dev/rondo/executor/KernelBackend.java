package dev.rondo.executor;

import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendException;
import dev.rondo.backend.CompileOptions;
import dev.rondo.backend.Device;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.kernels.Kernels;

import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The backend that consists of a set of {@link Kernels}. */
public final class KernelBackend implements Backend {
    private final Device device;
    private final int threads;
    private final Supplier<? extends Kernels> kernels;
    private final Function<CompileOptions, UnaryOperator<Entry>> passes;

    /**
     * A backend without passes of its own.
     *
     * @param kernels makes the kernels of one executable, which may hold their scratch memory
     */
    public KernelBackend(Device device, int threads, Supplier<? extends Kernels> kernels) {
        this(device, threads, kernels, options -> none(device, options));
    }

    /**
     * A backend that rewrites each entry before it plans it.
     *
     * @param kernels makes the kernels of one executable, which may hold their scratch memory
     * @param passes gives an equivalent entry for an entry; throws {@link IllegalArgumentException}
     *     when the options name a rewrite that it does not know
     */
    public KernelBackend(
            Device device,
            int threads,
            Supplier<? extends Kernels> kernels,
            Function<CompileOptions, UnaryOperator<Entry>> passes) {
        this.device = device;
        this.threads = threads;
        this.kernels = kernels;
        this.passes = passes;
    }

    private static UnaryOperator<Entry> none(Device device, CompileOptions options) {
        if (!options.without().isEmpty()) {
            throw new BackendException(
                    device.id()
                            + " runs programs as they are written; there is no pass "
                            + String.join(", ", new TreeSet<>(options.without()))
                            + " to leave out");
        }
        return UnaryOperator.identity();
    }

    @Override
    public Device device() {
        return device;
    }

    @Override
    public int threads() {
        return threads;
    }

    @Override
    public Executable compile(Program program, CompileOptions options) {
        UnaryOperator<Entry> rewrite = passes.apply(options);
        Engine engine = new KernelEngine(program, kernels);
        return new CompiledProgram(program, engine, rewrite, options.debug());
    }
}
