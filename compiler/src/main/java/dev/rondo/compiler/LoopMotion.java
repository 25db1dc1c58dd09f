package dev.rondo.compiler;

import dev.rondo.graph.Copier;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.ReduceOp;

import java.util.ArrayList;
import java.util.IdentityHashMap;
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
 *   <li>products that only feed outputs (the gradients of the inputs) move after the loop;
 *   <li>a carry that only sums up (the gradients of weights and biases) is replaced by one product
 *       or sum over all steps after the loop, where the stacked operands fit {@link #BUDGET}.
 * </ul>
 */
final class LoopMotion extends Rewriter {
    /** Bytes that a newly stacked tensor may take. */
    static final long BUDGET = 512L << 20;

    @Override
    void scan(Node n, Op.Scan scan, Copier copier, Demand demand) {
        new Loop(new LoopFacts(n, scan, demand), copier).rewrite();
    }

    private final class Loop {
        private final LoopFacts facts;
        private final Node node;
        private final Op.Scan op;
        private final Copier outer;
        private final Graph target;
        private final Vectorizer vectorizer;
        private final StepSums sums;
        private final Set<Node> front = LoopFacts.set();
        private final Set<Node> later = LoopFacts.set();

        /** Stacked values outside the loop, of step inputs and of what was moved or emitted. */
        private final Map<Tensor, Tensor> stacked = new IdentityHashMap<>();

        private final Set<Tensor> emitted = new LinkedHashSet<>();

        Loop(LoopFacts facts, Copier outer) {
            this.facts = facts;
            this.node = facts.node();
            this.op = facts.op();
            this.outer = outer;
            this.target = outer.target();
            this.vectorizer = new Vectorizer(target, op.length());
            this.sums = new StepSums(facts, target, front, stacked);
        }

        void rewrite() {
            for (int i = op.carries(); i < op.carries() + op.inputs(); i++) {
                Tensor argument = facts.arguments().get(i);
                if (facts.inside().needs(argument)) {
                    stacked.put(argument, outer.get(node.input(i)));
                }
            }
            moveInFront();
            findLater();
            collectEmitted();
            Node loop = loop();
            read(loop);
        }

        private boolean kept(int carry) {
            return !sums.isSum(carry)
                    && (facts.isNeeded(carry)
                            || facts.inside().needs(facts.arguments().get(carry)));
        }

        // ---- in front

        private void moveInFront() {
            for (Node n : op.body().nodes().reversed()) {
                if (!facts.inside().needs(n)
                        || !facts.isRow(n.output())
                        || n.op() instanceof Op.Argument) {
                    continue;
                }
                boolean product = isProduct(n) && facts.isInvariant(n.input(1));
                boolean feeds =
                        facts.users(n.output()).stream().anyMatch(u -> front.contains(u.node()));
                if (product || feeds) {
                    front.add(n);
                }
            }
            for (Node n : op.body().nodes()) {
                if (facts.isInvariant(n)) {
                    copyInvariant(n);
                } else if (front.contains(n)) {
                    vectorize(n);
                }
            }
        }

        private static boolean isProduct(Node n) {
            return n.op() instanceof Op.MatMul || n.op() instanceof Op.Convolution;
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
                flags[i] = !facts.isInvariant(n.input(i));
                in.add(flags[i] ? stacked.get(n.input(i)) : outer.get(n.input(i)));
            }
            stacked.put(n.output(), vectorizer.apply(n, in, flags));
        }

        // ---- after the loop

        /** Products no carry depends on, and what is made of them alone. */
        private void findLater() {
            if (op.dynamic()) {
                return; // outputs after the last step must stay zero
            }
            Set<Tensor> carried = LoopFacts.set();
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
                if (!facts.inside().needs(n)
                        || n.op() instanceof Op.Argument
                        || n.op() instanceof Op.Scan
                        || facts.isInvariant(n.output())
                        || front.contains(n)
                        || carried.contains(n.output())
                        || sums.contains(n.output())) {
                    continue;
                }
                boolean[] f = new boolean[n.inputs().size()];
                boolean after = false;
                for (int i = 0; i < f.length; i++) {
                    f[i] = !facts.isInvariant(n.input(i));
                    after |= later.contains(n.input(i).node());
                }
                boolean product = isProduct(n) && !f[1];
                boolean ready = true;
                for (Tensor t : n.inputs()) {
                    ready &= facts.isInvariant(t) || later.contains(t.node()) || facts.fits(t);
                }
                if ((product || after) && ready && Vectorizer.supports(n, f)) {
                    later.add(n);
                }
            }
            // what the loop itself still needs cannot move after it
            for (Node n : op.body().nodes().reversed()) {
                if (later.contains(n)) {
                    boolean needed =
                            facts.users(n.output()).stream()
                                    .anyMatch(u -> !later.contains(u.node()) && !sums.contains(u));
                    if (needed) {
                        later.remove(n);
                    }
                }
            }
        }

        // ---- the loop that remains

        private void collectEmitted() {
            for (int i = op.carries(); i < op.results().size(); i++) {
                if (facts.isNeeded(i)) {
                    emitFactor(op.results().get(i));
                }
            }
            for (Node n : later) {
                n.inputs().forEach(this::emit);
            }
            for (Tensor term : sums.terms()) {
                sums.forms(term).forEach(this::emitForm);
            }
        }

        /** What the sum of a form is made of, unless the sums of its own operands are. */
        private void emitForm(Tensor form) {
            if (StepSums.isForm(form)) {
                return;
            }
            switch (form.node().op()) {
                case Op.MatMul _ -> {
                    emitFactor(sums.plain(form.node().input(0)));
                    emitFactor(sums.plain(form.node().input(1)));
                }
                case Op.Reduce r when r.function() == ReduceOp.SUM ->
                        emitFactor(form.node().input(0));
                default -> emitFactor(form);
            }
        }

        /**
         * With a number of steps known only at run time, rows of an input after the last step may
         * hold anything; a factor is then emitted by the loop, whose rows after it are zero.
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
                    && !later.contains(t.node())
                    && !emitted.contains(t)
                    && !(facts.isInvariant(t) && isOperand(t))) {
                emitted.add(t);
            }
        }

        /** An invariant tensor is emitted only as an output of the loop, not as an operand. */
        private boolean isOperand(Tensor t) {
            return !facts.isOutput(t);
        }

        /** The loop without what was moved out of it; null when nothing is left. */
        private Node loop() {
            Graph body = target.body();
            Copier inner = new Copier(body);
            List<Tensor> operands = new ArrayList<>();
            int carries = addCarries(inner, operands);
            Set<Tensor> needed = neededInLoop();
            int inputs = addInputs(needed, inner, operands);
            for (Node n : op.body().nodes()) {
                if (n.outputs().stream().noneMatch(needed::contains)) {
                    continue;
                }
                if (facts.isInvariant(n)) {
                    n.outputs().forEach(t -> inner.map(t, body.capture(outer.get(t))));
                } else if (!front.contains(n) && !(n.op() instanceof Op.Argument)) {
                    copy(n, inner, facts.inside());
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

        private int addCarries(Copier inner, List<Tensor> operands) {
            int carries = 0;
            for (int i = 0; i < op.carries(); i++) {
                if (kept(i)) {
                    Tensor argument = facts.arguments().get(i);
                    inner.map(argument, argument(inner.target(), argument));
                    operands.add(outer.get(node.input(i)));
                    carries++;
                }
            }
            return carries;
        }

        private int addInputs(Set<Tensor> needed, Copier inner, List<Tensor> operands) {
            int inputs = 0;
            for (Node n : op.body().nodes()) {
                Tensor t = n.output();
                if (needed.contains(t)
                        && (front.contains(n) || n.op() instanceof Op.Argument && facts.isRow(t))) {
                    inner.map(t, argument(inner.target(), t));
                    operands.add(stacked.get(t));
                    inputs++;
                }
            }
            return inputs;
        }

        private Set<Tensor> neededInLoop() {
            Set<Tensor> needed = LoopFacts.set();
            for (int i = 0; i < op.carries(); i++) {
                if (kept(i)) {
                    needed.add(op.results().get(i));
                    needed.add(facts.arguments().get(i));
                }
            }
            needed.addAll(emitted);
            for (Node n : op.body().nodes().reversed()) {
                if (n.outputs().stream().anyMatch(needed::contains)
                        && !front.contains(n)
                        && !facts.isInvariant(n)) {
                    for (Tensor t : n.inputs()) {
                        if (facts.inside().needs(t)) {
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
                if (later.contains(n)) {
                    vectorize(n);
                }
            }
            for (int i = op.carries(); i < op.results().size(); i++) {
                if (facts.isNeeded(i)) {
                    outer.map(node.outputs().get(i), stacked.get(op.results().get(i)));
                }
            }
            sums.forEach(
                    (i, total) ->
                            outer.map(node.outputs().get(i), outer.get(node.input(i)).plus(total)));
        }
    }
}
