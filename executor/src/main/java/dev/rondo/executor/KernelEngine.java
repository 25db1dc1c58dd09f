package dev.rondo.executor;

import dev.rondo.array.Array;
import dev.rondo.backend.ExecutionReport;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Variable;
import dev.rondo.kernels.Kernels;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Plans entries for {@link Kernels} and runs them in host memory. */
final class KernelEngine implements Engine {
    private final Supplier<? extends Kernels> kernelsOfOne;
    private final Kernels kernels;
    private final Variables variables;
    private final boolean session;

    /** An engine whose variables have their first values. */
    KernelEngine(Program program, Supplier<? extends Kernels> kernelsOfOne) {
        this(kernelsOfOne, new Variables(program), false);
    }

    private KernelEngine(
            Supplier<? extends Kernels> kernelsOfOne, Variables variables, boolean session) {
        this.kernelsOfOne = kernelsOfOne;
        this.kernels = kernelsOfOne.get();
        this.variables = variables;
        this.session = session;
    }

    @Override
    public ReadyEntry prepare(Entry entry, boolean debug) {
        return new EntryPlanner(entry, kernels, variables, debug).plan();
    }

    @Override
    public Map<String, Array> inspect(Entry entry, Map<String, Array> inputs) {
        return prepare(entry, false).run(inputs);
    }

    @Override
    public Array read(Variable variable) {
        return variables.read(variable);
    }

    @Override
    public void write(Map<Variable, Array> values) {
        values.forEach(variables::write);
    }

    @Override
    public Engine session() {
        return new KernelEngine(kernelsOfOne, variables, true);
    }

    @Override
    public List<ExecutionReport.Holding> variableMemory() {
        return new Holdings()
                .with("variables", variables.bytes())
                .with("next values of variables", variables.nextBytes())
                .list();
    }

    @Override
    public List<ExecutionReport.Holding> otherMemory() {
        return new Holdings().with("packed operands of products", kernels.packedBytes()).list();
    }

    @Override
    public List<String> remarks() {
        return kernels.remarks();
    }

    @Override
    public void close() {
        if (!session) {
            variables.clear();
        }
    }
}
