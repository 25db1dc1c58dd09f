package dev.rondo.compiler;

import dev.rondo.array.Shape;
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
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Moves work out of loops, where it can be done for all steps at once (Appleyard et al. 2016,
 * "Optimizing performance of recurrent neural networks on GPUs", for any cell):
 *
 * <ul>
 *   <li>what depends on captured tensors alone is computed once;
 *   <li>products that depend on step inputs alone (a cell's input projections) move in front;
 *   <li>products that only feed outputs (the gradients of the inputs) move behind;
 *   <li>a carry that only sums up (the gradients of weights and biases) is replaced by one product
 *       or sum over all steps behind the loop, where the stacked operands fit {@link #BUDGET}.
 * </ul>
 */
final class LoopMotion extends Rewriter {
    /** Bytes that a newly stacked tensor may take. */
    static final long BUDGET = 512L << 20;

    @Override
    void scan(Node n, Op.Scan scan, Copier copier, Demand demand) {
        new Loop(n, scan, copier, demand).rewrite();
    }

    private final class Loop {
        private final Node node;
        private final Op.Scan op;
        private final Copier outer;
        private final Graph target;
        private final Demand demand;
        private final Demand inside;
        private final List<Tensor> arguments;
        private final Vectorizer vectorizer;

        private final Set<Tensor> invariant = set();
        private final Set<Tensor> rows = set();
        private final Set<Node> front = set();
        private final Set<Node> behind = set();
        private final Map<Tensor, List<Tensor>> users = new IdentityHashMap<>();
        private final Map<Integer, Tensor> sums = new LinkedHashMap<>();

        /** The forms of the sums' terms, rebuilt behind the loop. */
        private final Set<Tensor> summed = set();

        private final Set<Tensor> outputs = set();

        /** How often the step gives a tensor, as carry or output. */
        private final Map<Tensor, Integer> given = new IdentityHashMap<>();

        /** Stacked values outside the loop, of step inputs and of what was moved or emitted. */
        private final Map<Tensor, Tensor> stacked = new IdentityHashMap<>();

        private final Set<Tensor> emitted = new LinkedHashSet<>();

        Loop(Node node, Op.Scan op, Copier outer, Demand demand) {
            this.node = node;
            this.op = op;
            this.outer = outer;
            this.target = outer.target();
            this.demand = demand;
            this.inside = demand.body(node);
            this.arguments = op.body().arguments();
            this.vectorizer = new Vectorizer(target, op.length());
        }

        private static <T> Set<T> set() {
            return Collections.newSetFromMap(new IdentityHashMap<>());
        }

        void rewrite() {
            classify();
            findSums();
            moveInFront();
            findBehind();
            collectEmitted();
            Node loop = loop();
            read(loop);
        }

        private boolean kept(int carry) {
            return !sums.containsKey(carry)
                    && (demand.needs(node.outputs().get(carry))
                            || inside.needs(arguments.get(carry)));
        }

        // ---- analysis

        private void classify() {
            StepDependence dependence = StepDependence.of(op, inside);
            invariant.addAll(dependence.invariant());
            rows.addAll(dependence.rows());
            for (int i = op.carries(); i < op.carries() + op.inputs(); i++) {
                if (inside.needs(arguments.get(i))) {
                    stacked.put(arguments.get(i), outer.get(node.input(i)));
                }
            }
            outputs.addAll(op.results().subList(op.carries(), op.results().size()));
            op.results().forEach(t -> given.merge(t, 1, Integer::sum));
            for (Node n : op.body().nodes()) {
                if (inside.needs(n)) {
                    for (Tensor t : n.inputs()) {
                        users.computeIfAbsent(t, _ -> new ArrayList<>()).add(n.output());
                    }
                }
            }
        }

        /** Carries that are read only to be added to: result = carry + term. */
        private void findSums() {
            for (int i = 0; i < op.carries(); i++) {
                Tensor carry = arguments.get(i);
                Tensor result = op.results().get(i);
                if (!demand.needs(node.outputs().get(i))
                        || !(result.node().op() instanceof Op.Binary(BinaryOp f)
                                && f == BinaryOp.ADD)
                        || users.getOrDefault(carry, List.of()).size() != 1
                        || users.get(carry).getFirst() != result
                        || users.containsKey(result)
                        || given.get(result) != 1
                        || given.containsKey(carry)) {
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
        private List<Tensor> forms(Tensor term) {
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

        private static boolean isForm(Tensor t) {
            return switch (t.node().op()) {
                case Op.Transpose _, Op.Reshape _, Op.Slice _ -> true;
                case Op.Binary(BinaryOp f) -> f == BinaryOp.ADD;
                default -> false;
            };
        }

        /** Whether the sum of a form over all steps is better taken behind the loop. */
        private boolean addable(Tensor form) {
            if (invariant.contains(form)) {
                return false;
            }
            return isForm(form)
                    || switch (form.node().op()) {
                        case Op.MatMul _ ->
                                form.rank() == 2
                                        && fits(form.node().input(0))
                                        && fits(form.node().input(1));
                        case Op.Reduce r when r.function() == ReduceOp.SUM ->
                                fits(form.node().input(0));
                        // an inner loop has summed its own steps; its sums are no smaller when
                        // stacked
                        case Op.Scan _ -> false;
                        default -> fits(form);
                    };
        }

        private boolean fits(Tensor t) {
            return rows.contains(t)
                    || !invariant.contains(t)
                            && t.shape().size() * t.dtype().bytes() * op.length() <= BUDGET;
        }

        // ---- in front

        private void moveInFront() {
            for (Node n : op.body().nodes().reversed()) {
                if (!inside.needs(n)
                        || !rows.contains(n.output())
                        || n.op() instanceof Op.Argument) {
                    continue;
                }
                boolean product = n.op() instanceof Op.MatMul && invariant.contains(n.input(1));
                boolean feeds =
                        users.getOrDefault(n.output(), List.of()).stream()
                                .anyMatch(u -> front.contains(u.node()));
                if (product || feeds) {
                    front.add(n);
                }
            }
            for (Node n : op.body().nodes()) {
                if (isInvariant(n)) {
                    copyInvariant(n);
                } else if (front.contains(n)) {
                    vectorize(n);
                }
            }
        }

        private boolean isInvariant(Node n) {
            return inside.needs(n) && invariant.contains(n.output());
        }

        /** Invariants are computed in the outer graph; the loop captures what it uses of them. */
        private void copyInvariant(Node n) {
            if (n.op() instanceof Op.Argument a) {
                outer.map(n.output(), outer.get(node.input(a.position())));
            } else {
                outer.copy(n);
            }
        }

        private void vectorize(Node n) {
            List<Tensor> in = new ArrayList<>();
            boolean[] flags = new boolean[n.inputs().size()];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = !invariant.contains(n.input(i));
                in.add(flags[i] ? stacked.get(n.input(i)) : outer.get(n.input(i)));
            }
            stacked.put(n.output(), vectorizer.apply(n, in, flags));
        }

        // ---- behind

        /** Products no carry depends on, and what is made of them alone. */
        private void findBehind() {
            if (op.dynamic()) {
                return; // outputs behind the last step must stay zero
            }
            Set<Tensor> carried = set();
            for (int i = 0; i < op.carries(); i++) {
                if (kept(i)) {
                    carried.add(op.results().get(i));
                }
            }
            for (Node n : op.body().nodes().reversed()) {
                if (n.outputs().stream().anyMatch(carried::contains)) {
                    carried.addAll(n.inputs());
                }
            }
            for (Node n : op.body().nodes()) {
                if (!inside.needs(n)
                        || n.op() instanceof Op.Argument
                        || n.op() instanceof Op.Scan
                        || invariant.contains(n.output())
                        || front.contains(n)
                        || carried.contains(n.output())
                        || summed.contains(n.output())) {
                    continue;
                }
                boolean[] f = new boolean[n.inputs().size()];
                boolean after = false;
                for (int i = 0; i < f.length; i++) {
                    f[i] = !invariant.contains(n.input(i));
                    after |= behind.contains(n.input(i).node());
                }
                boolean product = n.op() instanceof Op.MatMul && !f[1];
                boolean ready = true;
                for (Tensor t : n.inputs()) {
                    ready &= invariant.contains(t) || behind.contains(t.node()) || fits(t);
                }
                if ((product || after) && ready && Vectorizer.supports(n, f)) {
                    behind.add(n);
                }
            }
            // what the loop itself still needs cannot move behind it
            for (Node n : op.body().nodes().reversed()) {
                if (behind.contains(n)) {
                    boolean needed =
                            users.getOrDefault(n.output(), List.of()).stream()
                                    .anyMatch(
                                            u -> !behind.contains(u.node()) && !summed.contains(u));
                    if (needed) {
                        behind.remove(n);
                    }
                }
            }
        }

        // ---- the loop that remains

        private void collectEmitted() {
            for (int i = op.carries(); i < op.results().size(); i++) {
                if (demand.needs(node.outputs().get(i))) {
                    emitFactor(op.results().get(i));
                }
            }
            for (Node n : behind) {
                n.inputs().forEach(this::emit);
            }
            for (Tensor term : sums.values()) {
                forms(term).forEach(this::emitForm);
            }
        }

        /** What the sum of a form is made of, unless the sums of its own operands are. */
        private void emitForm(Tensor form) {
            if (isForm(form)) {
                return;
            }
            switch (form.node().op()) {
                case Op.MatMul _ -> {
                    emitFactor(plain(form.node().input(0)));
                    emitFactor(plain(form.node().input(1)));
                }
                case Op.Reduce r when r.function() == ReduceOp.SUM ->
                        emitFactor(form.node().input(0));
                default -> emitFactor(form);
            }
        }

        /** A factor without a transposition, which is a view in front of the loop or behind it. */
        private Tensor plain(Tensor t) {
            return t.node().op() instanceof Op.Transpose p
                            && p.permutation().equals(List.of(1, 0))
                            && !front.contains(t.node())
                    ? t.node().input(0)
                    : t;
        }

        /**
         * With a number of steps known only at run time, rows of an input behind the last step may
         * hold anything; a factor is then emitted by the loop, whose rows behind it are zero.
         */
        private void emitFactor(Tensor t) {
            if (op.dynamic() && !emitted.contains(t)) {
                emitted.add(t);
            } else {
                emit(t);
            }
        }

        private void emit(Tensor t) {
            if (!stacked.containsKey(t)
                    && !behind.contains(t.node())
                    && !emitted.contains(t)
                    && !(invariant.contains(t) && isOperand(t))) {
                emitted.add(t);
            }
        }

        /** An invariant tensor is emitted only as an output of the loop, not as an operand. */
        private boolean isOperand(Tensor t) {
            return !outputs.contains(t);
        }

        private Node loop() {
            Graph body = target.body();
            Copier inner = new Copier(body);
            List<Tensor> operands = new ArrayList<>();
            int carries = 0;
            for (int i = 0; i < op.carries(); i++) {
                if (kept(i)) {
                    inner.map(arguments.get(i), argument(body, arguments.get(i)));
                    operands.add(outer.get(node.input(i)));
                    carries++;
                }
            }
            Set<Tensor> needed = neededInLoop();
            int inputs = 0;
            for (Node n : op.body().nodes()) {
                Tensor t = n.output();
                if (needed.contains(t)
                        && (front.contains(n)
                                || n.op() instanceof Op.Argument && rows.contains(t))) {
                    inner.map(t, argument(body, t));
                    operands.add(stacked.get(t));
                    inputs++;
                }
            }
            for (Node n : op.body().nodes()) {
                if (n.outputs().stream().noneMatch(needed::contains)) {
                    continue;
                }
                if (isInvariant(n)) {
                    n.outputs().forEach(t -> inner.map(t, body.capture(outer.get(t))));
                } else if (!front.contains(n) && !(n.op() instanceof Op.Argument)) {
                    copy(n, inner, inside);
                }
            }
            List<Tensor> results = new ArrayList<>();
            for (int i = 0; i < op.carries(); i++) {
                if (kept(i)) {
                    results.add(inner.get(op.results().get(i)));
                }
            }
            emitted.forEach(t -> results.add(inner.get(t)));
            if (results.isEmpty()) {
                return null;
            }
            operands.addAll(body.captured());
            if (op.dynamic()) {
                operands.add(outer.get(node.inputs().getLast()));
            }
            return target.add(
                    new Op.Scan(
                            body,
                            List.copyOf(results),
                            op.length(),
                            carries,
                            inputs,
                            op.reverse(),
                            op.dynamic(),
                            op.recompute()),
                    operands,
                    node);
        }

        private Set<Tensor> neededInLoop() {
            Set<Tensor> needed = set();
            for (int i = 0; i < op.carries(); i++) {
                if (kept(i)) {
                    needed.add(op.results().get(i));
                    needed.add(arguments.get(i));
                }
            }
            needed.addAll(emitted);
            for (Node n : op.body().nodes().reversed()) {
                if (n.outputs().stream().anyMatch(needed::contains)
                        && !front.contains(n)
                        && !isInvariant(n)) {
                    for (Tensor t : n.inputs()) {
                        if (inside.needs(t)) {
                            needed.add(t);
                        }
                    }
                }
            }
            return needed;
        }

        // ---- results

        private void read(Node loop) {
            int at = 0;
            for (int i = 0; i < op.carries(); i++) {
                if (kept(i)) {
                    outer.map(node.outputs().get(i), loop.outputs().get(at++));
                }
            }
            Map<Tensor, Tensor> fromLoop = new IdentityHashMap<>();
            for (Tensor t : emitted) {
                fromLoop.put(t, loop.outputs().get(at++));
            }
            stacked.putAll(fromLoop);
            for (Node n : op.body().nodes()) {
                if (behind.contains(n)) {
                    vectorize(n);
                }
            }
            for (int i = op.carries(); i < op.results().size(); i++) {
                if (demand.needs(node.outputs().get(i))) {
                    outer.map(node.outputs().get(i), stacked.get(op.results().get(i)));
                }
            }
            sums.forEach(
                    (i, term) ->
                            outer.map(
                                    node.outputs().get(i),
                                    outer.get(node.input(i)).plus(total(term))));
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
                case Op.Transpose _, Op.Reshape _, Op.Slice _ ->
                        add(n, n.op(), totals.get(n.input(0)));
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
}
