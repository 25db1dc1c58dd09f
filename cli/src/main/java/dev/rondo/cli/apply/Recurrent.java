package dev.rondo.cli.apply;

import dev.rondo.array.Array;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.torch.Layout;
import dev.rondo.models.torch.RecurrentForm;
import dev.rondo.models.torch.RecurrentNetwork;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code nn.RNN}, {@code nn.LSTM} or {@code nn.GRU}. */
final class Recurrent implements Network {
    private final RecurrentForm form;
    private final Layout layout;
    private final TimeAxis axis;
    private final RecurrentNetwork network;

    Recurrent(Scope scope, RecurrentForm form, Layout layout, TimeAxis axis) {
        this.form = form;
        this.layout = layout;
        this.axis = axis;
        network = new RecurrentNetwork(scope, form);
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public Map<String, Array> inputs(InputFile file) {
        Map<String, Array> given = new LinkedHashMap<>();
        Array input =
                file.floats(
                        "input",
                        axis.extents(
                                Extent.any("T"),
                                Extent.any("B"),
                                new Extent("I", form.inputSize())));
        given.put("input", input);
        Extent count = new Extent("L", form.layers() * form.directions());
        Extent batch = new Extent("B", axis.batch(input));
        file.optionalFloats("h_0", count, batch, new Extent("H", form.outputSize()))
                .ifPresent(a -> given.put("h_0", a));
        if (form.kind().hasCellState()) {
            file.optionalFloats("c_0", count, batch, new Extent("H", form.hiddenSize()))
                    .ifPresent(a -> given.put("c_0", a));
        }
        file.lengths(axis.batch(input), axis.time(input)).ifPresent(a -> given.put("lengths", a));
        return given;
    }

    @Override
    public Map<String, Tensor> over(Map<String, Tensor> inputs) {
        var result =
                network.over(
                        axis.turn(inputs.get("input")),
                        inputs.get("lengths"),
                        Arrays.asList(inputs.get("h_0"), inputs.get("c_0")));
        Map<String, Tensor> results = new LinkedHashMap<>();
        results.put("output", axis.turn(result.outputs()));
        results.put("h_n", result.states().getFirst());
        if (form.kind().hasCellState()) {
            results.put("c_n", result.states().getLast());
        }
        return results;
    }
}
