package dev.rondo.compiler;

import dev.rondo.graph.Copier;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.BinaryOp;

import java.util.List;
import java.util.Map;

/**
 * Leaves out what changes nothing: sums with zeros, also those of padding, products with ones,
 * transpositions that cancel. A product that is only wanted transposed is computed so, (A·B)ᵀ =
 * Bᵀ·Aᵀ: gradients of weights come out as the weights lie.
 */
final class Folding extends Rewriter {
    private Map<Tensor, List<Node>> users = Map.of();

    @Override
    void copyAll(Graph graph, Copier copier, Demand demand) {
        Map<Tensor, List<Node>> outside = users;
        users = Node.users(graph.nodes().stream().filter(demand::needs).toList());
        super.copyAll(graph, copier, demand);
        users = outside;
    }

    @Override
    void copy(Node n, Copier copier, Demand demand) {
        copier.follow(n);
        Tensor folded =
                switch (n.op()) {
                    case Op.Binary(BinaryOp f) -> binary(f, n, copier);
                    case Op.Transpose t -> turn(n.input(0), t.permutation(), n, copier);
                    default -> null;
                };
        if (folded == null) {
            super.copy(n, copier, demand);
        } else {
            copier.map(n.output(), folded);
        }
    }

    private static Tensor binary(BinaryOp f, Node n, Copier copier) {
        Tensor a = copier.get(n.input(0));
        Tensor b = copier.get(n.input(1));
        return switch (f) {
            case ADD -> isAll(b, 0) ? a : isAll(a, 0) ? b : PaddedSums.beside(a, b, n);
            case SUB -> isAll(b, 0) ? a : null;
            case MUL -> isAll(b, 1) ? a : isAll(a, 1) ? b : null;
            case DIV -> isAll(b, 1) ? a : null;
            default -> null;
        };
    }

    /** Whether every element is one number, as far as that can be seen. */
    private static boolean isAll(Tensor t, double value) {
        return switch (t.node().op()) {
            case Op.Constant c -> c.value().size() == 1 && c.value().get(0) == value;
            case Op.Broadcast _, Op.Reshape _, Op.Transpose _, Op.Slice _ ->
                    isAll(t.node().input(0), value);
            default -> false;
        };
    }

    /** A tensor with its axes in another order. */
    private Tensor turn(Tensor x, List<Integer> order, Node origin, Copier copier) {
        Node n = x.node();
        if (n.op() instanceof Op.MatMul && swapsMatrices(order) && isOnlyTurned(x)) {
            Tensor left = turned(copier.get(n.input(1)), order, origin);
            Tensor right = turned(copier.get(n.input(0)), order, origin);
            return copier.target().add(n.op(), List.of(left, right), origin).output();
        }
        return turned(copier.get(x), order, origin);
    }

    /** Axes reordered, through a transposition that may be there already. */
    private static Tensor turned(Tensor x, List<Integer> order, Node origin) {
        List<Integer> all = order;
        Tensor from = x;
        if (x.node().op() instanceof Op.Transpose t) {
            all = permute(t.permutation(), order);
            from = x.node().input(0);
        }
        boolean same = true;
        for (int i = 0; i < all.size(); i++) {
            same &= all.get(i) == i;
        }
        return same ? from : x.graph().add(new Op.Transpose(all), List.of(from), origin).output();
    }

    private static <T> List<T> permute(List<T> values, List<Integer> order) {
        return order.stream().map(values::get).toList();
    }

    private static boolean swapsMatrices(List<Integer> order) {
        return order.equals(List.of(1, 0)) || order.equals(List.of(0, 2, 1));
    }

    private boolean isOnlyTurned(Tensor product) {
        return !isResult(product)
                && users.getOrDefault(product, List.of()).stream().allMatch(Folding::isSwap);
    }

    private static boolean isSwap(Node n) {
        return n.op() instanceof Op.Transpose t && swapsMatrices(t.permutation());
    }
}
