package dev.rondo.compiler;

import dev.rondo.array.Shape;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.ReduceOp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The carries of a loop that only sum up, such as the gradients of weights and biases: each is
 * replaced by one product or sum over all steps.
 */
final class StepSums {
    private final LoopFacts facts;
    private final Op.Scan op;
    private final Graph target;
    private final Set<Node> front;
    private final Map<Tensor, Tensor> stacked;

    /** The term of each summing carry. */
    private final Map<Integer, Tensor> sums = new LinkedHashMap<>();

    /** The forms of the terms, rebuilt after the loop. */
    private final Set<Tensor> summed = LoopFacts.set();

    /**
     * Finds the sums of a loop.
     *
     * @param target the graph around the loop that remains
     * @param front nodes that are moved in front of the loop
     * @param stacked values of all steps outside of the loop
     */
    StepSums(LoopFacts facts, Graph target, Set<Node> front, Map<Tensor, Tensor> stacked) {
        this.facts = facts;
        this.op = facts.op();
        this.target = target;
        this.front = front;
        this.stacked = stacked;
        find();
    }

    /** Whether a carry only sums up. */
    boolean isSum(int carry) {
        return sums.containsKey(carry);
    }

    /** Whether a value of the step is replaced by a sum over all steps. */
    boolean contains(Tensor t) {
        return summed.contains(t);
    }

    /** The terms. */
    Collection<Tensor> terms() {
        return sums.values();
    }

    /** Gives each summing carry and its sum over all steps. */
    void forEach(BiConsumer<Integer, Tensor> consumer) {
        sums.forEach((carry, term) -> consumer.accept(carry, total(term)));
    }

    /** Carries that are read only to be added to: result = carry + term. */
    private void find() {
        for (int i = 0; i < op.carries(); i++) {
            Tensor carry = facts.arguments().get(i);
            Tensor result = op.results().get(i);
            if (!facts.isNeeded(i)
                    || !(result.node().op() instanceof Op.Binary(BinaryOp f) && f == BinaryOp.ADD)
                    || facts.users(carry).size() != 1
                    || facts.users(carry).getFirst() != result
                    || !facts.users(result).isEmpty()
                    || facts.timesGiven(result) != 1
                    || facts.timesGiven(carry) > 0) {
                continue;
            }
            Tensor a = result.node().input(0);
            Tensor term = a == carry ? result.node().input(1) : a;
            if (term != carry && forms(term).stream().allMatch(this::addable)) {
                sums.put(i, term);
                summed.add(result);
                summed.addAll(forms(term));
            }
        }
    }

    /** A term and what it is only another form or the sum of, from left to right. */
    List<Tensor> forms(Tensor term) {
        Set<Tensor> forms = new LinkedHashSet<>();
        Deque<Tensor> open = new ArrayDeque<>(List.of(term));
        while (!open.isEmpty()) {
            Tensor t = open.pop();
            if (forms.add(t) && isForm(t)) {
                t.node().inputs().reversed().forEach(open::push);
            }
        }
        return List.copyOf(forms);
    }

    static boolean isForm(Tensor t) {
        return switch (t.node().op()) {
            case Op.Transpose _, Op.Reshape _, Op.Slice _ -> true;
            case Op.Binary(BinaryOp f) -> f == BinaryOp.ADD;
            default -> false;
        };
    }

    /** Whether the sum of a form over all steps is better taken after the loop. */
    private boolean addable(Tensor form) {
        if (facts.isInvariant(form)) {
            return false;
        }
        return isForm(form)
                || switch (form.node().op()) {
                    case Op.MatMul _ ->
                            form.rank() == 2
                                    && facts.fits(form.node().input(0))
                                    && facts.fits(form.node().input(1));
                    case Op.Reduce r when r.function() == ReduceOp.SUM ->
                            facts.fits(form.node().input(0));
                    // an inner loop has summed its own steps; its sums are no smaller when
                    // stacked
                    case Op.Scan _ -> false;
                    default -> facts.fits(form);
                };
    }

    /** A factor without a transposition, which is a view before the loop or after it. */
    Tensor plain(Tensor t) {
        return t.node().op() instanceof Op.Transpose p
                        && p.permutation().equals(List.of(1, 0))
                        && !front.contains(t.node())
                ? t.node().input(0)
                : t;
    }

    /** The sum of a term over all steps. */
    private Tensor total(Tensor term) {
        Map<Tensor, Tensor> totals = new IdentityHashMap<>();
        forms(term).stream()
                .sorted(Comparator.comparingInt(f -> f.node().id()))
                .forEach(f -> totals.put(f, total(f, totals)));
        return totals.get(term);
    }

    /** The sum of a form over all steps, made of those of its operands. */
    private Tensor total(Tensor form, Map<Tensor, Tensor> totals) {
        Node n = form.node();
        return switch (n.op()) {
            case Op.Transpose _, Op.Reshape _, Op.Slice _ -> add(n, n.op(), totals.get(n.input(0)));
            case Op.Binary(BinaryOp f) when f == BinaryOp.ADD ->
                    totals.get(n.input(0)).plus(totals.get(n.input(1)));
            case Op.MatMul m -> add(n, m, left(n.input(0)), right(n.input(1)));
            case Op.Reduce r when r.function() == ReduceOp.SUM -> {
                List<Integer> axes = new ArrayList<>(List.of(0));
                r.axes().forEach(a -> axes.add(a + 1));
                yield add(n, new Op.Reduce(ReduceOp.SUM, axes), stacked.get(n.input(0)));
            }
            default -> add(n, new Op.Reduce(ReduceOp.SUM, List.of(0)), stacked.get(form));
        };
    }

    /** Left factors [M, K] of all steps side by side: [M, T·K]. */
    private Tensor left(Tensor t) {
        Tensor p = plain(t);
        if (p != t) {
            Tensor x = stacked.get(p); // [T, K, M]
            return add(
                    t.node(),
                    new Op.Transpose(List.of(1, 0)),
                    rows(t.node(), x, p.dim(0), p.dim(1)));
        }
        Tensor x = add(t.node(), new Op.Transpose(List.of(1, 0, 2)), stacked.get(t));
        return add(t.node(), new Op.Reshape(Shape.of(t.dim(0), op.length() * t.dim(1))), x);
    }

    /** Right factors [K, N] of all steps one under the other: [T·K, N]. */
    private Tensor right(Tensor t) {
        Tensor p = plain(t);
        if (p != t) {
            Tensor x = add(t.node(), new Op.Transpose(List.of(0, 2, 1)), stacked.get(p));
            return rows(t.node(), x, t.dim(0), t.dim(1));
        }
        return rows(t.node(), stacked.get(t), t.dim(0), t.dim(1));
    }

    private Tensor rows(Node origin, Tensor x, int k, int width) {
        return add(origin, new Op.Reshape(Shape.of(op.length() * k, width)), x);
    }

    private Tensor add(Node origin, Op o, Tensor... in) {
        return target.add(o, List.of(in), origin).output();
    }
}
