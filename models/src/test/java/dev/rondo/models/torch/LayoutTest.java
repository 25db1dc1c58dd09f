package dev.rondo.models.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;
import dev.rondo.models.attention.MultiHeadAttention;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.Embedding;
import dev.rondo.models.layer.LayerNorm;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

class LayoutTest {
    /**
     * Every layout names exactly the variables of its layer, in their shapes, and loses nothing.
     */
    private static void holds(Layout layout, Scope scope) {
        Random random = new Random(3);
        Map<String, Array> values = new LinkedHashMap<>();
        for (Variable v : scope.variables()) {
            Array a = Array.zeros(DType.F64, v.shape());
            for (int i = 0; i < a.size(); i++) {
                a.set(i, random.nextGaussian());
            }
            values.put(v.name(), a);
        }
        StateDict dict = new StateDict("dict", layout.stateDict(values));
        for (Weight w : layout.weights()) {
            assertThat(dict.tensors().get(w.name()).shape()).isEqualTo(w.shape());
        }
        Map<String, Array> back = layout.variables(dict, DType.F64);
        assertThat(back.keySet()).isEqualTo(values.keySet());
        values.forEach((name, a) -> assertThat(back.get(name).sameBits(a)).as(name).isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void recurrent_networks(RecurrentKind kind) {
        RecurrentForm form = new RecurrentForm(kind, 3, 5, 0, 3, true);
        Scope scope = Scope.root();
        new RecurrentNetwork(scope.child("net"), form);
        Layout layout = form.layout("encoder.rnn.", "net.");

        holds(layout, scope);
        Map<String, Array> zeros = new LinkedHashMap<>();
        layout.weights().forEach(w -> zeros.put(w.name(), Array.zeros(DType.F32, w.shape())));
        StateDict dict = new StateDict("dict", zeros);
        assertThat(dict.prefixesOf("weight_ih_l0")).containsExactly("encoder.rnn.");
        assertThat(RecurrentForm.of(kind, dict, "encoder.rnn.")).isEqualTo(form);
    }

    @Test
    void projected_networks() {
        RecurrentForm form = new RecurrentForm(RecurrentKind.LSTM, 3, 5, 2, 2, false);
        Scope scope = Scope.root();
        new RecurrentNetwork(scope, form);
        holds(form.layout("", ""), scope);
    }

    @Test
    void layers_without_time() {
        Scope scope = Scope.root();
        new Embedding(scope.child("e"), 7, 3);
        holds(Layouts.embedding("x.", "e.", 7, 3), scope);
        Scope dense = Scope.root();
        new Dense(dense.child("d"), 3, 4);
        holds(Layouts.linear("x.", "d.", 3, 4), dense);
        Scope norm = Scope.root();
        new LayerNorm(norm, 4);
        holds(Layouts.layerNorm("x.", "", 4), norm);
        Scope attention = Scope.root();
        new MultiHeadAttention(attention, new MultiHeadAttention.Sizes(6, 5, 4, 6), 2, true);
        holds(Layouts.multiheadAttention("x.", "", 6, 5, 4), attention);
        Scope same = Scope.root();
        new MultiHeadAttention(same, new MultiHeadAttention.Sizes(6, 6, 6, 6), 2, true);
        holds(Layouts.multiheadAttention("", "", 6, 6, 6), same);
    }

    @Test
    void all_that_does_not_fit_is_told_at_once() {
        Layout layout = new RecurrentForm(RecurrentKind.GRU, 3, 2, 0, 1, false).layout("", "");
        StateDict dict =
                new StateDict(
                        "w.safetensors",
                        Map.of(
                                "weight_ih_l0", Array.zeros(DType.F32, Shape.of(6, 4)),
                                "bias_hh_l0", Array.zeros(DType.I32, Shape.of(6)),
                                "extra", Array.zeros(DType.F32, Shape.of(1))));

        assertThatThrownBy(() -> layout.variables(dict, DType.F32))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("w.safetensors does not fit nn.GRU(3, 2): ")
                .hasMessageContaining("'weight_ih_l0': expected float[6, 3], found F32[6, 4]")
                .hasMessageContaining("'weight_hh_l0' [6, 2] is missing")
                .hasMessageContaining("'bias_hh_l0': expected float[6], found I32[6]")
                .hasMessageContaining("'extra' [1] is left over");
    }

    @Test
    void a_gradient_reaches_both_biases_and_only_those_that_are_there() {
        Layout layout = new RecurrentForm(RecurrentKind.RNN_TANH, 1, 2, 0, 1, false).layout("", "");
        Array u = Array.of(new double[] {1, 2}, 2, 1);
        Array w = Array.of(new double[] {3, 4, 5, 6}, 2, 2);
        Array b = Array.of(new double[] {7, 8}, 2);
        Map<String, Array> byVariable = Map.of("0.U", u, "0.W", w, "0.b", b);
        StateDict dict =
                new StateDict(
                        "dict", Map.of("weight_ih_l0", u, "weight_hh_l0", w, "bias_hh_l0", b));

        Map<String, Array> gradients = layout.gradients(byVariable, dict);

        assertThat(gradients.keySet())
                .containsExactlyElementsOf(List.of("weight_ih_l0", "weight_hh_l0", "bias_hh_l0"));
        assertThat(gradients.get("bias_hh_l0").sameBits(b)).isTrue();
    }

    @Test
    void a_variable_that_is_missing_is_named() {
        Array weight = Array.zeros(DType.F32, Shape.of(1, 3));

        assertThatThrownBy(
                        () ->
                                Layouts.linear("out.", "d.", 3, 1)
                                        .stateDict(Map.of("d.weight", weight)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "nn.Linear(3, 1) needs variable 'd.bias' for 'out.bias'; given are"
                                + " d.weight");
    }
}
