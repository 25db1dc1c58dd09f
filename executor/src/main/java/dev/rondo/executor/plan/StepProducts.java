package dev.rondo.executor.plan;

import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds products [steps · rows, n] that only the steps of one loop read, each step its own rows.
 * The input projections of a recurrence are such products. The loop may compute them when it needs
 * them.
 */
final class StepProducts {
    private final Map<Tensor, List<Node>> users;
    private final Set<Tensor> kept;
    private Node loop;

    private StepProducts(Map<Tensor, List<Node>> users, Set<Tensor> kept) {
        this.users = users;
        this.kept = kept;
    }

    /**
     * The products of a graph that feed a loop.
     *
     * @param kept tensors that are results themselves
     */
    static Set<Node> of(Graph graph, Demand demand, Set<Tensor> kept) {
        List<Node> needed = graph.nodes().stream().filter(demand::needs).toList();
        StepProducts f = new StepProducts(Node.users(needed), kept);
        Set<Node> found = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Node n : needed) {
            f.loop = null;
            if (n.op() instanceof Op.MatMul
                    && n.output().rank() == 2
                    && n.output().shape().size() > 0
                    && f.feeds(n.output())
                    && f.loop != null) {
                found.add(n);
            }
        }
        return found;
    }

    private boolean feeds(Tensor t) {
        return !kept.contains(t)
                && users.getOrDefault(t, List.of()).stream().allMatch(n -> feeds(t, n));
    }

    private boolean feeds(Tensor t, Node user) {
        return switch (user.op()) {
            case Op.Slice s -> keepsRows(t, s) && feeds(user.output());
            case Op.Reshape r ->
                    t.rank() == 2
                            && r.shape().rank() == 3
                            && r.shape().dim(2) == t.dim(1)
                            && feeds(user.output());
            case Op.Scan s -> t.rank() == 3 && t.dim(0) == s.length() && isStepInput(t, user, s);
            case Op.Constant _,
                    Op.Input _,
                    Op.Read _,
                    Op.Argument _,
                    Op.MatMul _,
                    Op.Convolution _,
                    Op.Unary _,
                    Op.Binary _,
                    Op.Compare _,
                    Op.Select _,
                    Op.Cast _,
                    Op.Reduce _,
                    Op.Broadcast _,
                    Op.Transpose _,
                    Op.Concat _,
                    Op.Pad _,
                    Op.Gather _,
                    Op.ScatterAdd _,
                    Op.Iota _,
                    Op.RandomBits _,
                    Op.StopGradient _,
                    Op.Fused _ ->
                    false;
        };
    }

    private static boolean keepsRows(Tensor t, Op.Slice s) {
        for (int axis = 0; axis < t.rank() - 1; axis++) {
            if (s.sizes().get(axis) != t.dim(axis)) {
                return false;
            }
        }
        return true;
    }

    private boolean isStepInput(Tensor t, Node user, Op.Scan s) {
        for (int i = 0; i < user.inputs().size(); i++) {
            boolean perStep = i >= s.carries() && i < s.carries() + s.inputs();
            if (user.input(i) == t && !perStep) {
                return false;
            }
        }
        boolean same = loop == null || loop == user;
        loop = user;
        return same;
    }
}
