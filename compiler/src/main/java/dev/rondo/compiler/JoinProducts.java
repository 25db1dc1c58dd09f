package dev.rondo.compiler;

import dev.rondo.graph.Copier;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.ReduceOp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * In the step of a loop, makes one product of a sum of products with weights: a·A + b·B is [a b]
 * times A over B. That is the gradient of a cell's state, which comes through all its gates. What
 * else is made of a and b is then made of [a b] at once: products aᵀ·x, bᵀ·x (gradients of weights)
 * and sums over rows (gradients of biases).
 *
 * <p>Only operands that change with a carry are joined: what depends on step inputs alone leaves
 * the loop by itself.
 */
final class JoinProducts extends Rewriter {
    private static final List<Integer> SWAP = List.of(1, 0);

    private Loop loop;

    @Override
    void scan(Node n, Op.Scan scan, Copier outer, Demand demand) {
        Loop around = loop;
        loop = new Loop(n, scan, outer, demand.body(n));
        super.scan(n, scan, outer, demand);
        loop = around;
    }

    @Override
    void copyAll(Graph graph, Copier copier, Demand demand) {
        Loop here = loop;
        if (here == null || here.graph != graph) {
            super.copyAll(graph, copier, demand);
            return;
        }
        here.find();
        here.copier = copier;
        for (Node n : graph.nodes()) {
            if (demand.needs(n)) {
                here.copyOnce(n);
            }
        }
    }

    /** Operands side by side. */
    private record Joined(List<Tensor> parts) {
        int position(Tensor part) {
            int at = 0;
            for (Tensor p : parts) {
                if (p == part) {
                    return at;
                }
                at += p.dim(1);
            }
            return -1;
        }
    }

    /** A sum of products and other terms. */
    private record Sum(List<Node> products, Joined left, List<Tensor> others) {}

    /** One loop, whose step is rewritten. */
    private final class Loop {
        private final Node node;
        private final Op.Scan op;
        private final Graph graph;
        private final Copier outer;
        private final Demand demand;
        private final StepDependence dependence;
        private final Map<Tensor, List<Node>> users;
        // in order: between equals the first is taken
        private final Map<List<Tensor>, Joined> known = new LinkedHashMap<>();
        private final Map<Tensor, List<Joined>> containing = new IdentityHashMap<>();
        private final Map<Node, Sum> sums = new IdentityHashMap<>();
        private final Map<Node, Joined> products = new IdentityHashMap<>();
        private final Map<Node, Joined> reductions = new IdentityHashMap<>();
        private final Map<Joined, Tensor> images = new HashMap<>();
        private Copier copier;

        Loop(Node node, Op.Scan op, Copier outer, Demand demand) {
            this.node = node;
            this.op = op;
            this.graph = op.body();
            this.outer = outer;
            this.demand = demand;
            this.dependence = StepDependence.of(op, demand);
            this.users = Node.users(graph.nodes().stream().filter(demand::needs).toList());
        }

        // ---- what there is to join

        void find() {
            for (Node n : graph.nodes()) {
                if (demand.needs(n) && isSum(n) && !isPartOfSum(n)) {
                    findSum(n);
                }
            }
            if (!sums.isEmpty()) {
                findProducts();
                findReductions();
            }
        }

        private static boolean isSum(Node n) {
            return n.op() instanceof Op.Binary(BinaryOp f) && f == BinaryOp.ADD;
        }

        private boolean isUsedOnce(Tensor t) {
            return !isResult(t) && users.getOrDefault(t, List.of()).size() == 1;
        }

        private boolean isPartOfSum(Node n) {
            return isUsedOnce(n.output()) && isSum(users.get(n.output()).getFirst());
        }

        private void findSum(Node n) {
            List<Node> joined = new ArrayList<>();
            List<Tensor> others = new ArrayList<>();
            terms(n, joined, others);
            if (joined.size() < 2) {
                return;
            }
            joined.sort(
                    Comparator.comparingInt((Node p) -> p.input(0).node().id())
                            .thenComparingInt(p -> p.input(0).index()));
            List<Tensor> left = joined.stream().map(p -> p.input(0)).toList();
            Joined parts = known.computeIfAbsent(left, Joined::new);
            for (Tensor t : left) {
                containing.computeIfAbsent(t, _ -> new ArrayList<>()).add(parts);
            }
            sums.put(n, new Sum(joined, parts, others));
        }

        private void terms(Node sum, List<Node> joined, List<Tensor> others) {
            Deque<Tensor> open = new ArrayDeque<>(sum.inputs());
            while (!open.isEmpty()) {
                Tensor t = open.pop();
                if (isSum(t.node()) && isPartOfSum(t.node())) {
                    t.node().inputs().reversed().forEach(open::push);
                } else if (isJoinable(t)) {
                    joined.add(t.node());
                } else {
                    others.add(t);
                }
            }
        }

        private boolean isJoinable(Tensor t) {
            Node n = t.node();
            return n.op() instanceof Op.MatMul
                    && t.rank() == 2
                    && isUsedOnce(t)
                    && captured(n.input(1)) != null
                    && !dependence.rows().contains(n.input(0))
                    && !dependence.invariant().contains(n.input(0));
        }

        /** The tensor outside that an argument stands for; null where it is none. */
        private Tensor captured(Tensor t) {
            int first = op.carries() + op.inputs();
            return t.node().op() instanceof Op.Argument a && a.position() >= first
                    ? node.input(a.position())
                    : null;
        }

        /** Products aᵀ·x, bᵀ·x that share their right operand. */
        private void findProducts() {
            Map<Tensor, List<Node>> byRight = new LinkedHashMap<>();
            for (Node n : graph.nodes()) {
                if (n.op() instanceof Op.MatMul
                        && demand.needs(n)
                        && containing.containsKey(turned(n.input(0)))) {
                    byRight.computeIfAbsent(n.input(1), _ -> new ArrayList<>()).add(n);
                }
            }
            for (List<Node> group : byRight.values()) {
                Joined best = null;
                long most = 1;
                for (Joined j : known.values()) {
                    long n =
                            group.stream().filter(p -> j.position(turned(p.input(0))) >= 0).count();
                    if (n > most) {
                        best = j;
                        most = n;
                    }
                }
                for (Node n : group) {
                    if (best != null && best.position(turned(n.input(0))) >= 0) {
                        products.put(n, best);
                    }
                }
            }
        }

        /** The matrix whose transpose this is; null where it is none. */
        private static Tensor turned(Tensor t) {
            return t.node().op() instanceof Op.Transpose p && p.permutation().equals(SWAP)
                    ? t.node().input(0)
                    : null;
        }

        private void findReductions() {
            for (Node n : graph.nodes()) {
                if (n.op() instanceof Op.Reduce r
                        && r.function() == ReduceOp.SUM
                        && r.axes().equals(List.of(0))
                        && demand.needs(n)
                        && containing.containsKey(n.input(0))) {
                    reductions.put(n, containing.get(n.input(0)).getFirst());
                }
            }
        }

        // ---- joining

        /** Copies a node unless that has been done, and what it needs before it. */
        private void copyOnce(Node n) {
            if (n.outputs().stream().anyMatch(copier::has)) {
                return;
            }
            copier.follow(n);
            Sum sum = sums.get(n);
            if (sum != null) {
                copier.map(n.output(), sum(n, sum));
            } else if (products.containsKey(n)) {
                copier.map(n.output(), product(n, products.get(n)));
            } else if (reductions.containsKey(n)) {
                copier.map(n.output(), reduction(n, reductions.get(n)));
            } else {
                // of a loop not every operand is needed
                n.inputs().stream().filter(demand::needs).forEach(this::image);
                copy(n, copier, demand);
            }
        }

        private Tensor image(Tensor t) {
            copyOnce(t.node());
            return copier.get(t);
        }

        private Tensor image(Joined joined, Node origin) {
            Tensor known = images.get(joined);
            if (known == null) {
                List<Tensor> parts = joined.parts().stream().map(this::image).toList();
                known = copier.target().add(new Op.Concat(1), parts, origin).output();
                images.put(joined, known);
            }
            return known;
        }

        private Tensor sum(Node n, Sum sum) {
            Tensor left = image(sum.left(), n);
            List<Tensor> weights =
                    sum.products().stream().map(p -> outer.get(captured(p.input(1)))).toList();
            Tensor right = outer.target().add(new Op.Concat(0), weights, n).output();
            Tensor total =
                    copier.target()
                            .add(new Op.MatMul(), List.of(left, copier.target().capture(right)), n)
                            .output();
            for (Tensor t : sum.others()) {
                total = total.plus(image(t));
            }
            return total;
        }

        private Tensor product(Node n, Joined joined) {
            Tensor left =
                    copier.target()
                            .add(new Op.Transpose(SWAP), List.of(image(joined, n)), n)
                            .output();
            Tensor right = image(n.input(1));
            Tensor wide = copier.target().add(n.op(), List.of(left, right), n).output();
            int at = joined.position(turned(n.input(0)));
            return slice(n, wide, List.of(at, 0), n.output().shape().dims());
        }

        private Tensor reduction(Node n, Joined joined) {
            Tensor wide = copier.target().add(n.op(), List.of(image(joined, n)), n).output();
            int at = joined.position(n.input(0));
            return slice(n, wide, List.of(at), n.output().shape().dims());
        }

        private Tensor slice(Node n, Tensor wide, List<Integer> starts, int[] sizes) {
            Op slice = new Op.Slice(starts, Arrays.stream(sizes).boxed().toList());
            return copier.target().add(slice, List.of(wide), n).output();
        }
    }
}
