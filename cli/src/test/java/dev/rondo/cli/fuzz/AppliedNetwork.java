package dev.rondo.cli.fuzz;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.models.torch.Layout;
import dev.rondo.models.torch.Layouts;
import dev.rondo.models.torch.RecurrentForm;
import dev.rondo.models.torch.RecurrentKind;
import dev.rondo.models.torch.Weight;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A network that {@code rondo apply} runs, with files that fit.
 *
 * @param options of the command
 */
record AppliedNetwork(List<String> options, TensorFile weights, TensorFile input) {
    private static final int TIME = 3;
    private static final int BATCH = 2;

    /** One for each of the layouts. */
    static List<AppliedNetwork> all() {
        Layout none = Layouts.dotAttention();
        return List.of(
                recurrent("lstm", new RecurrentForm(RecurrentKind.LSTM, 2, 3, 0, 2, true), ""),
                recurrent("lstm", new RecurrentForm(RecurrentKind.LSTM, 2, 4, 3, 1, false), ""),
                recurrent("gru", new RecurrentForm(RecurrentKind.GRU, 2, 3, 0, 1, true), "a.gru."),
                recurrent("rnn", new RecurrentForm(RecurrentKind.RNN_TANH, 2, 3, 0, 3, false), ""),
                attention(
                        "multihead-attention --heads 2",
                        Layouts.multiheadAttention("", "", 4, 4, 4),
                        4,
                        4),
                attention(
                        "multihead-attention --heads 1",
                        Layouts.multiheadAttention("b.", "", 3, 2, 2),
                        3,
                        2),
                attention("additive-attention", Layouts.additiveAttention("", "", 3, 2, 4), 3, 2),
                attention("luong-attention", Layouts.additiveAttention("", "", 3, 2, 4), 3, 2),
                attention(
                        "luong-attention --score general",
                        Layouts.generalAttention("c.", "", 3, 2),
                        3,
                        2),
                attention("luong-attention --score dot", none, 3, 3));
    }

    private static AppliedNetwork recurrent(String cell, RecurrentForm form, String prefix) {
        int outputs = form.projectedSize() > 0 ? form.projectedSize() : form.hiddenSize();
        int rows = form.layers() * (form.bidirectional() ? 2 : 1);
        Map<String, Array> input = new LinkedHashMap<>();
        input.put("input", drawn(TIME, BATCH, form.inputSize()));
        input.put("h_0", drawn(rows, BATCH, outputs));
        if (form.kind().hasCellState()) {
            input.put("c_0", drawn(rows, BATCH, form.hiddenSize()));
        }
        input.put("lengths", Array.of(new int[] {2, 3}));
        input.put("grad_output", drawn(TIME, BATCH, outputs * (form.bidirectional() ? 2 : 1)));
        return new AppliedNetwork(
                options(cell), weights(form.layout(prefix, "")), TensorFile.of(input));
    }

    private static AppliedNetwork attention(
            String cell, Layout layout, int querySize, int keySize) {
        Map<String, Array> input = new LinkedHashMap<>();
        input.put("query", drawn(2, BATCH, querySize));
        input.put("key", drawn(TIME, BATCH, keySize));
        input.put("value", drawn(TIME, BATCH, keySize));
        input.put("lengths", Array.of(new int[] {2, 3}));
        input.put("grad_output", drawn(2, BATCH, cell.startsWith("multi") ? querySize : keySize));
        return new AppliedNetwork(options(cell), weights(layout), TensorFile.of(input));
    }

    private static List<String> options(String cell) {
        return List.of(("apply --grad --backend scalar --cell " + cell).split(" "));
    }

    private static TensorFile weights(Layout layout) {
        Map<String, Array> weights = new LinkedHashMap<>();
        for (Weight w : layout.weights()) {
            weights.put(w.name(), drawn(w.shape().dims()));
        }
        return TensorFile.of(weights);
    }

    private static Array drawn(int... dims) {
        SplittableRandom random = new SplittableRandom(dims.length);
        Array a = Array.zeros(DType.F32, Shape.of(dims));
        for (int i = 0; i < a.size(); i++) {
            a.set(i, random.nextDouble(-1, 1));
        }
        return a;
    }
}
