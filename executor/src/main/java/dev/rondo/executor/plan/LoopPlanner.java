package dev.rondo.executor.plan;

import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.LoopTuning;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans the loops of a graph: each as a whole, or in lanes that each take some rows of the batch.
 */
final class LoopPlanner {
    private final Planner around;
    private final Kernels kernels;
    private final PlanBuilder plan;
    private final WaitingProducts waiting;
    private final boolean debug;

    /**
     * A planner of the loops of a graph.
     *
     * @param around plans the graph
     * @param plan gets the instructions
     * @param waiting products that the loops may compute themselves
     */
    LoopPlanner(
            Planner around,
            Kernels kernels,
            PlanBuilder plan,
            WaitingProducts waiting,
            boolean debug) {
        this.around = around;
        this.kernels = kernels;
        this.plan = plan;
        this.waiting = waiting;
        this.debug = debug;
    }

    /** Plans a loop. */
    void scan(Node n, Op.Scan s) {
        Demand inside = around.demand().body(n);
        List<Storage> reads = reads(n, s, inside);
        LoopEnds ends = ends(n, s, inside, reads);
        Packings.Shared packings = new Packings.Shared(kernels);
        List<PlannedLoop> loops = lanes(ends, packings);
        if (loops.isEmpty()) {
            for (WaitingProducts.Product p : waiting.takeThoseOf(n, around.views())) {
                plan.own(p.out());
                around.multiply(p.node(), p.left(), p.right(), p.out());
            }
            Rows all = new Rows.All(s.body(), inside);
            loops = List.of(builder(ends, all, kernels, packings).build());
        } else {
            waiting.takeThoseOf(n, around.views());
        }
        packings.instructions().forEach(plan::add);
        Runnable[] tasks = loops.toArray(Runnable[]::new);
        Runnable code = tasks.length == 1 ? tasks[0] : () -> kernels.together(tasks);
        plan.add(new Instruction(n, code, reads, List.of(), List.of(), List.of(), loops));
    }

    /** The storages that must hold their values before the loop. */
    private List<Storage> reads(Node n, Op.Scan s, Demand inside) {
        List<Storage> reads = new ArrayList<>(waiting.operands());
        if (s.dynamic()) {
            reads.add(around.views().get(n.inputs().getLast()).storage());
        }
        List<Tensor> arguments = s.body().arguments();
        for (int i = 0; i < arguments.size(); i++) {
            if (inside.needs(arguments.get(i))) {
                reads.add(around.in(n, i).storage());
            }
        }
        return reads;
    }

    private LoopEnds ends(Node n, Op.Scan s, Demand inside, List<Storage> reads) {
        List<LoopEnds.Carry> carries = new ArrayList<>();
        for (int i = 0; i < s.carries(); i++) {
            boolean needed = around.demand().needs(n.outputs().get(i));
            if (inside.needs(s.body().arguments().get(i)) || needed) {
                Optional<View> last =
                        needed ? Optional.of(around.out(n.outputs().get(i))) : Optional.empty();
                carries.add(new LoopEnds.Carry(i, around.in(n, i), last, stack(n, s, i)));
                reads.add(around.in(n, i).storage());
            }
        }
        List<LoopEnds.Output> outputs = new ArrayList<>();
        for (int i = s.carries(); i < s.results().size(); i++) {
            Tensor stacked = n.outputs().get(i);
            if (around.demand().needs(stacked) && !around.views().containsKey(stacked)) {
                outputs.add(new LoopEnds.Output(i, around.out(stacked)));
            }
        }
        return new LoopEnds(n, s, inside, carries, outputs);
    }

    /**
     * A stack of all values of a carry, if the loop emits them anyway, before or after each step.
     * The stacked outputs become views of it. Empty if the loop does not emit them, or if the
     * number of steps is known only at run time, since rows after that number must be zero.
     */
    private Optional<View> stack(Node n, Op.Scan s, int carry) {
        Tensor argument = s.body().arguments().get(carry);
        Tensor result = s.results().get(carry);
        boolean claimed = s.results().subList(0, carry).contains(result);
        View stack = null;
        for (int i = s.carries(); i < s.results().size() && !s.dynamic() && !claimed; i++) {
            Tensor emitted = s.results().get(i);
            Tensor stacked = n.outputs().get(i);
            if (around.demand().needs(stacked) && (emitted == argument || emitted == result)) {
                if (stack == null) {
                    stack = plan.own(argument.dtype(), argument.shape().prepend(s.length() + 1));
                }
                boolean upper = (emitted == argument) == s.reverse();
                around.views().put(stacked, stack.window(0, upper ? 1 : 0, s.length()));
            }
        }
        return Optional.ofNullable(stack);
    }

    /**
     * One loop for each lane, with some rows of the batch. Empty when rows depend on each other, or
     * when lanes do not pay.
     */
    private List<PlannedLoop> lanes(LoopEnds ends, Packings.Shared packings) {
        List<Kernels> lanes = debug ? List.of(kernels) : kernels.lanes();
        if (lanes.size() == 1 || ends.carries().isEmpty()) {
            return List.of();
        }
        Op.Scan scan = ends.scan();
        Tensor first = scan.body().arguments().get(ends.carries().getFirst().position());
        int rows = first.rank() == 0 ? 0 : first.dim(0);
        LoopTuning tuning = kernels.tuning();
        int parts = Math.min(lanes.size(), rows / tuning.laneRows());
        if (parts < 2 || ends.work() < tuning.laneWork()) {
            return List.of();
        }
        Optional<RowAxes> axes = RowAxes.of(scan, ends.demand(), ends.kept(), rows);
        List<PlannedLoop> loops = new ArrayList<>();
        for (int p = 0; axes.isPresent() && p < parts; p++) {
            Rows.Range range = Rows.Range.share(rows, p, parts);
            Rows some = Rows.Some.of(scan, ends.demand(), ends.kept(), axes.get(), range);
            loops.add(builder(ends, some, lanes.get(p), packings).build());
        }
        return loops;
    }

    private LoopBuilder builder(LoopEnds ends, Rows rows, Kernels lane, Packings.Shared packings) {
        return new LoopBuilder(around.views(), waiting, ends, rows, lane, packings, debug);
    }
}
