package dev.rondo.cli.onnx;

import dev.rondo.cli.UsageException;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * An entry whose sizes are partly free, such as the batch. A graph has fixed sizes, so the entry is
 * traced for several; where the graphs differ, the numbers are functions of the free sizes. One
 * more trace checks these functions.
 */
final class FreeEntry {
    /** No size is 1, and none is one more than another. */
    private static final int[] BASES = {5, 3, 8, 11};

    /** Traces an entry. */
    @FunctionalInterface
    interface Tracer {
        /** The entry for given free sizes. */
        Entry trace(int... sizes);
    }

    private final List<String> names;
    private final int[] bases;
    private final int[] check;
    private final List<Entry> traces;

    /**
     * Traces an entry for several sizes.
     *
     * @param names names of the free sizes, for messages
     */
    FreeEntry(List<String> names, Tracer tracer) {
        this.names = List.copyOf(names);
        bases = IntStream.range(0, names.size()).map(i -> BASES[i]).toArray();
        check = IntStream.range(0, names.size()).map(i -> bases[i] + 6 + i).toArray();
        traces = new ArrayList<>();
        for (int corner = 0; corner < 1 << bases.length; corner++) {
            int[] sizes = bases.clone();
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] += corner >> i & 1;
            }
            traces.add(tracer.trace(sizes));
        }
        traces.add(tracer.trace(check));
    }

    /** The entry for one choice of the sizes. */
    Entry first() {
        return traces.getFirst();
    }

    /** The graph for each choice of the sizes. */
    List<Graph> graphs() {
        return traces.stream().map(Entry::graph).toList();
    }

    /**
     * The nodes at one position of all graphs.
     *
     * @throws UsageException when they do not compute the same but for sizes
     */
    List<Node> twins(List<Graph> graphs, int position) {
        Node first = graphs.getFirst().nodes().get(position);
        List<Node> twins = new ArrayList<>();
        for (Graph g : graphs) {
            if (g.nodes().size() != graphs.getFirst().nodes().size()) {
                throw different(first);
            }
            twins.add(g.nodes().get(position));
        }
        for (Node n : twins) {
            if (!places(n.inputs()).equals(places(first.inputs())) || !alike(first.op(), n.op())) {
                throw different(first);
            }
        }
        return twins;
    }

    private static List<List<Integer>> places(List<Tensor> tensors) {
        return tensors.stream().map(t -> List.of(t.node().id(), t.index())).toList();
    }

    /** Whether two operations are one but for sizes, which {@link #size} checks. */
    private static boolean alike(Op a, Op b) {
        return switch (a) {
            case Op.Constant c -> b instanceof Op.Constant d && c.value().sameBits(d.value());
            case Op.Input i -> b instanceof Op.Input j && i.name().equals(j.name());
            case Op.Scan s ->
                    b instanceof Op.Scan t
                            && s.carries() == t.carries()
                            && s.inputs() == t.inputs()
                            && s.reverse() == t.reverse()
                            && s.dynamic() == t.dynamic()
                            && places(s.results()).equals(places(t.results()));
            case Op.Argument _,
                    Op.Broadcast _,
                    Op.Reshape _,
                    Op.Slice _,
                    Op.Pad _,
                    Op.ScatterAdd _,
                    Op.Iota _,
                    Op.RandomBits _,
                    Op.Fused _ ->
                    a.getClass() == b.getClass();
            case Op.Read _,
                    Op.MatMul _,
                    Op.Convolution _,
                    Op.Unary _,
                    Op.Binary _,
                    Op.Compare _,
                    Op.Select _,
                    Op.Cast _,
                    Op.Reduce _,
                    Op.Transpose _,
                    Op.Concat _,
                    Op.Gather _,
                    Op.StopGradient _ ->
                    a.equals(b);
        };
    }

    /**
     * A number of a node as a function of the free sizes.
     *
     * @throws UsageException when it is none
     */
    SizeFormula size(List<Node> twins, ToLongFunction<Node> number) {
        long[] values = twins.stream().mapToLong(number).toArray();
        SizeFormula found = SizeFormula.through(Arrays.copyOf(values, values.length - 1), bases);
        if (found.at(check) != values[values.length - 1]) {
            throw different(twins.getFirst());
        }
        return found;
    }

    /** Numbers of a node as functions of the free sizes. */
    List<SizeFormula> sizes(List<Node> twins, Function<Node, List<Integer>> numbers) {
        return IntStream.range(0, numbers.apply(twins.getFirst()).size())
                .mapToObj(i -> size(twins, n -> numbers.apply(n).get(i)))
                .toList();
    }

    private UsageException different(Node n) {
        return new UsageException(
                "ONNX cannot hold this model for every "
                        + String.join(" and ", names)
                        + ": how it computes "
                        + n.describe()
                        + " depends on them");
    }
}
