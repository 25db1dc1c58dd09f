package dev.rondo.cell;

import dev.rondo.graph.Gradients;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Probes every recurrence of a model, which need not know of it:
 *
 * <pre>{@code
 * var probes = StateProbes.ofAllPaths();
 * Tensor loss = probes.in(() -> model.training(50, 16, -1).apply(trace));
 * List<Map<String, Tensor>> d = probes.gradients(loss);    // d.get(0).get("h"): [T, B, H]
 * }</pre>
 *
 * <p>A cell of one's own in a single {@link Recurrence} needs only {@link Recurrence#probing}. For
 * one trace; not safe for use by several threads at once.
 */
public final class StateProbes {
    private static final ScopedValue<StateProbes> OPEN = ScopedValue.newInstance();

    private final boolean carriedOnly;
    private final List<StateProbe> all = new ArrayList<>();

    private StateProbes(boolean carriedOnly) {
        this.carriedOnly = carriedOnly;
    }

    /** Probes through which the gradient takes all its paths. */
    public static StateProbes ofAllPaths() {
        return new StateProbes(false);
    }

    /**
     * Probes through which the gradient takes one path from step to step: that on which a cell
     * carries its state on without a product, such as c of an LSTM or z∘h of a GRU. Where the
     * previous state enters products, its gradient is stopped ({@link MaskableCell}). Recurrences
     * of other cells are traced as they are, and have no probes.
     */
    public static StateProbes ofTheCarriedPath() {
        return new StateProbes(true);
    }

    /** What is open on this thread. */
    static Optional<StateProbes> open() {
        return OPEN.isBound() ? Optional.of(OPEN.get()) : Optional.empty();
    }

    /**
     * Traces something. Every recurrence in it is probed, except within the steps of another loop:
     * those states are no values of the graph that the loss is in.
     *
     * @return what the trace returns
     */
    public <T> T in(Supplier<T> trace) {
        return ScopedValue.where(OPEN, this).call(trace::get);
    }

    /** The recurrences that were traced, in that order. */
    public List<StateProbe> all() {
        return List.copyOf(all);
    }

    /**
     * The gradients with respect to the states after every step.
     *
     * @param loss a float scalar
     * @return for each of {@link #all} the gradients [T, B, …], by the names of its probes
     * @throws dev.rondo.graph.TraceException if the loss is not a float scalar of the same graph
     */
    public List<Map<String, Tensor>> gradients(Tensor loss) {
        List<Tensor> at = all.stream().flatMap(p -> p.probes().values().stream()).toList();
        var found = Gradients.of(loss, at).iterator();
        List<Map<String, Tensor>> gradients = new ArrayList<>();
        for (StateProbe p : all) {
            Map<String, Tensor> ofOne = new LinkedHashMap<>();
            p.probes().keySet().forEach(name -> ofOne.put(name, found.next()));
            gradients.add(ofOne);
        }
        return gradients;
    }

    /** Traces a recurrence, and remembers it. */
    <S extends Record> Recurrence.Result<S> trace(Recurrence<S> recurrence, Tensor xs) {
        if (xs.graph().parent() != null) {
            return recurrence.trace(xs).result();
        }
        Cell<S> cell = recurrence.cell();
        if (carriedOnly && !MaskableCell.isMaskable(cell)) {
            Recurrence.Result<S> plain = recurrence.trace(xs).result();
            add(recurrence, plain, Map.of(), Map.of());
            return plain;
        }
        Cell<S> followed = carriedOnly ? MaskableCell.masked(cell, Tensor::stopGradient) : cell;
        Recurrence.Traced<S> traced = recurrence.running(followed).probing().trace(xs);
        Map<String, Tensor> probes = new LinkedHashMap<>();
        States.parts(traced.result().probes())
                .forEach(
                        (name, zeros) -> {
                            if (zeros.dtype().isFloat()) {
                                probes.put(name, zeros);
                            }
                        });
        add(recurrence, traced.result(), probes, traced.named());
        return traced.result();
    }

    private <S extends Record> void add(
            Recurrence<S> recurrence,
            Recurrence.Result<S> result,
            Map<String, Tensor> probes,
            Map<String, Tensor> named) {
        all.add(
                new StateProbe(
                        recurrence.cell().title(),
                        recurrence.isBackwards(),
                        result.outputs(),
                        probes,
                        named));
    }
}
