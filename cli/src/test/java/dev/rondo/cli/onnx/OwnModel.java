package dev.rondo.cli.onnx;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cli.DrawnWeights;
import dev.rondo.cli.task.TextModel;
import dev.rondo.graph.Program;
import dev.rondo.models.cell.StatePorts;

import java.util.LinkedHashMap;
import java.util.Map;

/** What our own runs compute, to be compared with ONNX Runtime's. */
final class OwnModel {
    private OwnModel() {}

    /** Values for all variables, biases included. */
    static Map<String, Array> drawn(Program program) {
        return DrawnWeights.of(program, 5);
    }

    /** The logits of symbols [T, B] and the states after them. */
    static Map<String, Array> read(TextModel model, Map<String, Array> weights, Array symbols) {
        int length = symbols.shape().dim(0);
        int batch = symbols.shape().dim(1);
        Program program =
                model.program()
                        .with(
                                "read",
                                t -> {
                                    var m = model.model();
                                    var read =
                                            m.over(
                                                    t.input("symbols", DType.I32, length, batch),
                                                    m.initialState(t.graph(), batch));
                                    t.output("logits", read.logits());
                                    StatePorts.output(t, "state", read.last());
                                });
        try (Executable executable = Backends.open("scalar").compile(program)) {
            executable.load(weights);
            Map<String, Array> results = new LinkedHashMap<>();
            executable
                    .run("read", Map.of("symbols", symbols))
                    .forEach((name, a) -> results.put(name, a.copy()));
            return results;
        }
    }
}
