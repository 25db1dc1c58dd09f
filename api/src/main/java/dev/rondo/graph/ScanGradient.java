package dev.rondo.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The gradient of a loop is a loop in the other direction. Its carries are the cotangents of the
 * forward carries and the sums of the cotangents of captured tensors; it reads the cotangents of
 * the step outputs and what the step's own gradient needs of the forward values ("residuals"),
 * which the forward loop is extended to emit. Of these, step inputs are read where they are,
 * captured tensors are captured again, and what is free to compute from those is computed again.
 */
final class ScanGradient {
    private ScanGradient() {}

    /** Which arguments of the body depend on active operands; a fixed point over the carries. */
    private static boolean[] activeArguments(Node node, Op.Scan op, Set<Tensor> active) {
        boolean[] args = new boolean[op.body().arguments().size()];
        for (int i = 0; i < args.length; i++) {
            args[i] = active.contains(node.input(i));
        }
        for (boolean changed = true; changed; ) {
            changed = false;
            Set<Tensor> inside = inside(op, args);
            for (int i = 0; i < op.carries(); i++) {
                if (!args[i] && inside.contains(op.results().get(i))) {
                    args[i] = true;
                    changed = true;
                }
            }
        }
        return args;
    }

    private static Set<Tensor> inside(Op.Scan op, boolean[] args) {
        List<Tensor> sources = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (args[i]) {
                sources.add(op.body().arguments().get(i));
            }
        }
        return Gradients.active(op.body(), sources);
    }

    /** Which results of the loop depend on active operands. */
    static boolean[] activeResults(Node node, Op.Scan op, Set<Tensor> active) {
        boolean[] args = activeArguments(node, op, active);
        Set<Tensor> inside = inside(op, args);
        boolean[] results = new boolean[op.results().size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = inside.contains(op.results().get(i)) || i < op.carries() && args[i];
        }
        return results;
    }

    /** Appends the reversed loop and sets the cotangents {@code dx} of the loop's operands. */
    static void pullBack(
            Node node, Op.Scan op, Map<Tensor, Tensor> flow, Set<Tensor> active, Tensor[] dx) {
        new Builder(node, op, flow, activeArguments(node, op, active)).build(dx);
    }

    private static final class Builder {
        private final Node node;
        private final Op.Scan op;
        private final Map<Tensor, Tensor> flow;
        private final boolean[] activeArgs;
        private final Graph outer;

        /** One step, forward and then its gradient. */
        private final Graph joint;

        private final Map<Node, Node> original = new IdentityHashMap<>();
        private final Map<Tensor, Boolean> free = new IdentityHashMap<>();
        private int forwardNodes;

        Builder(Node node, Op.Scan op, Map<Tensor, Tensor> flow, boolean[] activeArgs) {
            this.node = node;
            this.op = op;
            this.flow = flow;
            this.activeArgs = activeArgs;
            this.outer = node.graph();
            this.joint = outer.body();
        }

        void build(Tensor[] dx) {
            Copier forward = copyForward();

            // the step's cotangents, and through them the gradient of one step
            List<Integer> carries = new ArrayList<>();
            List<Integer> seededOutputs = new ArrayList<>();
            List<Tensor> seeds = new ArrayList<>();
            List<Tensor> seeded = new ArrayList<>();
            for (int i = 0; i < op.results().size(); i++) {
                boolean carry = i < op.carries();
                Tensor cotangent = flow.get(node.outputs().get(i));
                if (carry ? activeArgs[i] : cotangent != null) {
                    (carry ? carries : seededOutputs).add(i);
                    seeded.add(forward.get(op.results().get(i)));
                    seeds.add(joint.argument(op.results().get(i).type()));
                }
            }
            List<Integer> wanted = new ArrayList<>();
            List<Tensor> wrt = new ArrayList<>();
            for (int i = 0; i < activeArgs.length; i++) {
                if (activeArgs[i]) {
                    wanted.add(i);
                    wrt.add(forward.get(op.body().arguments().get(i)));
                }
            }
            List<Tensor> found = Gradients.pullBack(joint, seeded, seeds, wrt);
            Map<Integer, Tensor> gradient = new LinkedHashMap<>();
            for (int i = 0; i < wanted.size(); i++) {
                if (found.get(i) != null) {
                    gradient.put(wanted.get(i), found.get(i));
                }
            }

            // the reversed loop's arguments: carries and sums, then rows, then captured tensors
            Graph body = outer.body();
            Copier backward = new Copier(body);
            List<Tensor> initial = new ArrayList<>();
            for (int k = 0; k < carries.size(); k++) {
                Tensor last = flow.get(node.outputs().get(carries.get(k)));
                initial.add(last == null ? outer.zeros(seeds.get(k).type()) : last);
                backward.map(seeds.get(k), body.argument(seeds.get(k).type()));
            }
            Map<Integer, Tensor> sums = new LinkedHashMap<>();
            for (int i : gradient.keySet()) {
                if (i >= op.carries() + op.inputs()) {
                    Type type = op.body().arguments().get(i).type();
                    initial.add(outer.zeros(type));
                    sums.put(i, body.argument(type));
                }
            }
            List<Tensor> rows = new ArrayList<>();
            for (int k = 0; k < seededOutputs.size(); k++) {
                Tensor seed = seeds.get(carries.size() + k);
                rows.add(flow.get(node.outputs().get(seededOutputs.get(k))));
                backward.map(seed, body.argument(seed.type()));
            }
            cut(List.copyOf(gradient.values()), body, backward, rows);

            List<Tensor> results = new ArrayList<>();
            for (int i : carries) {
                Tensor t = gradient.get(i);
                results.add(
                        t == null
                                ? body.zeros(op.body().arguments().get(i).type())
                                : backward.get(t));
            }
            sums.forEach((i, sum) -> results.add(sum.plus(backward.get(gradient.get(i)))));
            List<Integer> inputs = new ArrayList<>();
            for (int i : gradient.keySet()) {
                if (i >= op.carries() && i < op.carries() + op.inputs()) {
                    inputs.add(i);
                    results.add(backward.get(gradient.get(i)));
                }
            }
            for (int i = 0; i < results.size(); i++) {
                results.set(i, body.capture(results.get(i)));
            }

            List<Tensor> operands = new ArrayList<>(initial);
            operands.addAll(rows);
            operands.addAll(body.captured());
            if (op.dynamic()) {
                operands.add(node.inputs().getLast());
            }
            body.close();
            joint.close();
            Op.Scan reversed =
                    new Op.Scan(
                            body,
                            List.copyOf(results),
                            op.length(),
                            initial.size(),
                            rows.size(),
                            !op.reverse(),
                            op.dynamic(),
                            op.recompute());
            List<Tensor> out = outer.add(reversed, operands).outputs();
            int at = 0;
            for (int i : carries) {
                dx[i] = out.get(at++);
            }
            for (int i : sums.keySet()) {
                dx[i] = out.get(at++);
            }
            for (int i : inputs) {
                dx[i] = out.get(at++);
            }
        }

        private Copier copyForward() {
            Copier copier = new Copier(joint);
            for (Node n : op.body().nodes()) {
                if (n.outputs().isEmpty()) {
                    continue; // a loop that gives nothing
                }
                if (n.op() instanceof Op.Argument) {
                    copier.map(n.output(), joint.argument(n.output().type()));
                } else {
                    copier.copy(n);
                }
                original.put(copier.get(n.outputs().getFirst()).node(), n);
            }
            forwardNodes = joint.nodes().size();
            return copier;
        }

        /**
         * Moves the gradient's nodes into the reversed body; forward values they need become rows
         * or captured tensors of it.
         */
        private void cut(List<Tensor> targets, Graph body, Copier backward, List<Tensor> rows) {
            Set<Tensor> needed = Collections.newSetFromMap(new IdentityHashMap<>());
            needed.addAll(targets);
            for (Node n : joint.nodes().reversed()) {
                if (isNeeded(n, needed) && (n.id() >= forwardNodes || recomputed(n))) {
                    needed.addAll(n.inputs());
                }
            }
            // the rows of a loop precede its captured tensors, so they are made first
            for (Node n : joint.nodes().subList(0, forwardNodes)) {
                boolean row =
                        n.op() instanceof Op.Argument a
                                && a.position() < op.carries() + op.inputs();
                boolean kept = !(n.op() instanceof Op.Argument) && !recomputed(n);
                if (row || kept) {
                    for (Tensor t : n.outputs()) {
                        if (needed.contains(t)) {
                            backward.map(t, body.argument(t.type()));
                            rows.add(stacked(t));
                        }
                    }
                }
            }
            for (Node n : joint.nodes()) {
                if (!isNeeded(n, needed)) {
                    continue;
                }
                if (n.op() instanceof Op.Argument a) {
                    if (n.id() < forwardNodes && a.position() >= op.carries() + op.inputs()) {
                        backward.map(n.output(), body.capture(node.input(a.position())));
                    }
                } else if (n.id() >= forwardNodes || recomputed(n)) {
                    backward.copy(n);
                }
            }
        }

        private static boolean isNeeded(Node n, Set<Tensor> needed) {
            return n.outputs().stream().anyMatch(needed::contains);
        }

        /** Whether a forward node is done again in the reversed loop instead of being kept. */
        private boolean recomputed(Node n) {
            return switch (n.op()) {
                case Op.Constant _,
                        Op.Iota _,
                        Op.Broadcast _,
                        Op.Reshape _,
                        Op.Transpose _,
                        Op.StopGradient _ ->
                        true;
                case Op.Argument _ -> false;
                case Op.Input _,
                        Op.Read _,
                        Op.MatMul _,
                        Op.Convolution _,
                        Op.Unary _,
                        Op.Binary _,
                        Op.Compare _,
                        Op.Select _,
                        Op.Cast _,
                        Op.Reduce _,
                        Op.Slice _,
                        Op.Concat _,
                        Op.Pad _,
                        Op.Gather _,
                        Op.ScatterAdd _,
                        Op.RandomBits _,
                        Op.Scan _,
                        Op.Fused _ ->
                        op.recompute() || isFree(n.output());
            };
        }

        /** Whether a value follows from step inputs and captured tensors by trifling work. */
        private boolean isFree(Tensor t) {
            Boolean known = free.get(t);
            if (known == null) {
                known =
                        switch (t.node().op()) {
                            case Op.Argument a -> a.position() >= op.carries();
                            case Op.Constant _, Op.Iota _ -> true;
                            case Op.Broadcast _,
                                    Op.Reshape _,
                                    Op.Transpose _,
                                    Op.StopGradient _,
                                    Op.Slice _,
                                    Op.Cast _ ->
                                    t.node().inputs().stream().allMatch(this::isFree);
                            case Op.Compare _, Op.Unary _, Op.Binary _, Op.Select _ ->
                                    !t.dtype().isFloat()
                                            && t.node().inputs().stream().allMatch(this::isFree);
                            case Op.Input _,
                                    Op.Read _,
                                    Op.MatMul _,
                                    Op.Convolution _,
                                    Op.Reduce _,
                                    Op.Concat _,
                                    Op.Pad _,
                                    Op.Gather _,
                                    Op.ScatterAdd _,
                                    Op.RandomBits _,
                                    Op.Scan _,
                                    Op.Fused _ ->
                                    false;
                        };
                free.put(t, known);
            }
            return known;
        }

        /**
         * The rows of a forward value over all steps; the forward loop is extended to emit them.
         */
        private Tensor stacked(Tensor value) {
            if (value.node().op() instanceof Op.Argument a && a.position() >= op.carries()) {
                return node.input(a.position());
            }
            Node source = original.get(value.node());
            if (value.node().op() instanceof Op.Scan inner) {
                source.extend(inner);
            }
            Tensor inBody = source.outputs().get(value.index());
            Op.Scan now = (Op.Scan) node.op();
            for (int i = now.carries(); i < now.results().size(); i++) {
                if (now.results().get(i) == inBody) {
                    return node.outputs().get(i);
                }
            }
            List<Tensor> results = new ArrayList<>(now.results());
            results.add(inBody);
            node.extend(now.with(results));
            return node.outputs().getLast();
        }
    }
}
