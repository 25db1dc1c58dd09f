package dev.rondo.cli.apply;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Operand;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.torch.StateDict;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs a network with a user's weights on a user's arrays, and computes its gradients. */
public final class Apply {
    private static final String ENTRY = "apply";
    private static final String LENGTHS = "lengths";
    private static final String GRADIENT = "grad.";

    private final InputFile file;
    private final StateDict dict;
    private final Scope scope = Scope.root();
    private final Network network;
    private final DType dtype;
    private final boolean gradients;

    private Apply(
            ApplyRequest request,
            StateDict weights,
            InputFile file,
            DType dtype,
            boolean gradients) {
        this.file = file;
        this.dict = request.prefix().map(weights::under).orElse(weights);
        this.network = new Networks(request, dict, file, scope).make();
        this.dtype = dtype;
        this.gradients = gradients;
    }

    /**
     * Runs the network.
     *
     * @param weights the weights
     * @param input the arrays
     * @param dtype the type in which it computes
     * @param gradients whether to compute the gradients of sum(output · grad_output)
     * @return the results by name, and the gradients as {@code grad.} and a name
     * @throws dev.rondo.models.checkpoint.CheckpointException when weights or arrays do not fit
     */
    public static Map<String, Array> run(
            ApplyRequest request,
            StateDict weights,
            Path input,
            DType dtype,
            boolean gradients,
            Backend backend) {
        return new Apply(request, weights, InputFile.read(input), dtype, gradients).run(backend);
    }

    private Map<String, Array> run(Backend backend) {
        Map<String, Array> variables = network.layout().variables(dict, dtype);
        Map<String, Array> feeds = new LinkedHashMap<>();
        network.inputs(file)
                .forEach((name, a) -> feeds.put(name, a.dtype().isFloat() ? a.cast(dtype) : a));
        Program program = Program.of(dtype, scope, 0).with(ENTRY, trace -> trace(trace, feeds));
        file.checkNothingLeft();
        try (Executable executable = backend.compile(program)) {
            executable.load(variables);
            return named(executable.run(ENTRY, feeds));
        }
    }

    private void trace(Trace trace, Map<String, Array> feeds) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        feeds.forEach(
                (name, a) -> inputs.put(name, trace.input(name, a.dtype(), a.shape().dims())));
        Map<String, Tensor> results = network.over(inputs);
        results.forEach(trace::output);
        if (gradients) {
            Tensor output = results.get("output");
            Shape shape = output.shape();
            feeds.put(InputFile.GRAD_OUTPUT, file.floats(InputFile.GRAD_OUTPUT, shape).cast(dtype));
            Tensor weight = trace.input(InputFile.GRAD_OUTPUT, dtype, shape.dims());
            inputs.remove(LENGTHS);
            differentiate(trace, output.times(weight).sum(), inputs);
        }
    }

    private void differentiate(Trace trace, Tensor loss, Map<String, Tensor> inputs) {
        List<Operand> wrt = new ArrayList<>(inputs.values());
        List<String> names = new ArrayList<>(inputs.keySet());
        for (Variable v : scope.parameters()) {
            wrt.add(v);
            names.add(v.name());
        }
        List<Tensor> found = Gradients.of(loss, wrt);
        for (int i = 0; i < names.size(); i++) {
            trace.output(GRADIENT + names.get(i), found.get(i));
        }
    }

    /** The results with the weights' gradients under PyTorch's names. */
    private Map<String, Array> named(Map<String, Array> results) {
        Map<String, Array> named = new LinkedHashMap<>();
        Map<String, Array> byVariable = new LinkedHashMap<>();
        for (Variable v : scope.parameters()) {
            byVariable.put(v.name(), results.get(GRADIENT + v.name()));
        }
        results.forEach(
                (name, a) -> {
                    if (!name.startsWith(GRADIENT)
                            || !byVariable.containsKey(name.substring(GRADIENT.length()))) {
                        named.put(name, a.copy());
                    }
                });
        if (gradients) {
            network.layout()
                    .gradients(byVariable, dict)
                    .forEach((name, a) -> named.put(GRADIENT + name, a));
        }
        return named;
    }
}
