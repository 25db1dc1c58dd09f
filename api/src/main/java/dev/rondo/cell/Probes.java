package dev.rondo.cell;

import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Type;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Zeros that are added to states, and the values that a cell names: what a look inside needs. */
final class Probes {
    private Probes() {}

    /** Zeros [length, B, …] for each tensor of a state. */
    static <S extends Record> S zeros(Graph g, S state, int length) {
        return States.with(
                state,
                States.tensors(state).stream()
                        .map(t -> g.zeros(new Type(t.dtype(), t.shape().prepend(length))))
                        .toList());
    }

    /** The tensors that have a gradient. */
    static List<Tensor> floats(Record state) {
        return States.tensors(state).stream().filter(t -> t.dtype().isFloat()).toList();
    }

    /** A state with its probes, of which only floats have one. */
    static List<Tensor> added(List<Tensor> state, List<Tensor> probes) {
        Iterator<Tensor> probe = probes.iterator();
        return state.stream().map(t -> t.dtype().isFloat() ? t.plus(probe.next()) : t).toList();
    }

    /**
     * An output after probes were added: where it is a tensor of the state, it is moved with it.
     */
    static Tensor same(Tensor output, List<Tensor> state, List<Tensor> moved) {
        for (int i = 0; i < state.size(); i++) {
            if (state.get(i) == output) {
                return moved.get(i);
            }
        }
        return output;
    }

    /** The values that have a name among the nodes from one on; those of inner loops stay there. */
    static Map<String, Tensor> named(Graph body, int from) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (Node n : body.nodes().subList(from, body.nodes().size())) {
            if (n.name() == null || n.op() instanceof Op.Argument || n.op() instanceof Op.Scan) {
                continue;
            }
            String free = n.name();
            for (int i = 2; named.containsKey(free); i++) {
                free = n.name() + " (" + i + ")";
            }
            named.put(free, n.output());
        }
        return named;
    }
}
