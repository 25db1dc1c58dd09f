package dev.rondo.executor.plan;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Interruption;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.ConcatSlots;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Turns a graph into instructions for {@link Kernels}. Every decision is made here, before the
 * first run. Operations of form (transpose, slice, broadcast, most reshapes) become views and cost
 * nothing at run time.
 */
public final class Planner {
    private final Kernels kernels;
    private final Demand demand;
    private final Map<Tensor, View> views;
    private final Map<Tensor, View> targets;
    private final Packings packings;
    private final boolean prepares;
    private final boolean debug;
    private final PlanBuilder plan;
    private final WaitingProducts waiting = new WaitingProducts();
    private final LoopPlanner loops;
    private final MovePlanner moves;
    private ConcatSlots slots;
    private Set<Node> stepProducts = Set.of();

    /**
     * A planner of an entry's graph.
     *
     * @param demand what is needed of the graph
     * @param views where inputs and variables lie; the planner adds all other tensors
     * @param targets where some tensors must be written, contiguous
     * @param prepares whether what does not depend on the inputs is planned as {@link
     *     Plan#preparation}
     * @param debug whether to check that every result is finite
     */
    public static Planner ofEntry(
            Kernels kernels,
            Demand demand,
            Map<Tensor, View> views,
            Map<Tensor, View> targets,
            boolean prepares,
            boolean debug) {
        Packings packings = prepares ? new Packings.Shared(kernels) : new Packings.None();
        return new Planner(kernels, demand, views, targets, packings, prepares, debug);
    }

    /** A planner of a loop's step, whose arguments lie in {@code views}. */
    static Planner ofStep(
            Kernels kernels,
            Demand demand,
            Map<Tensor, View> views,
            Map<Tensor, View> targets,
            Packings packings,
            boolean debug) {
        return new Planner(kernels, demand, views, targets, packings, false, debug);
    }

    private Planner(
            Kernels kernels,
            Demand demand,
            Map<Tensor, View> views,
            Map<Tensor, View> targets,
            Packings packings,
            boolean prepares,
            boolean debug) {
        this.kernels = kernels;
        this.demand = demand;
        this.views = views;
        this.targets = targets;
        this.packings = packings;
        this.prepares = prepares;
        this.debug = debug;
        this.plan = new PlanBuilder(kernels, prepares);
        this.moves = new MovePlanner(this, kernels, plan);
        this.loops = new LoopPlanner(this, kernels, plan, waiting, debug);
    }

    /**
     * Declares that a storage does not change: while the loop runs, or between two changes of
     * variables.
     */
    public void steady(Storage storage) {
        plan.steady(storage);
    }

    /** Plans every needed node. */
    public void plan(Graph graph) {
        slots = ConcatSlots.of(graph, demand);
        if (!debug) {
            stepProducts = StepProducts.of(graph, demand, targets.keySet());
        }
        for (Node n : graph.nodes()) {
            if (demand.needs(n)) {
                Interruption.check(n.id(), graph.name());
                node(n);
            }
        }
    }

    /** Puts a tensor where a target needs it, unless it was written there in the first place. */
    public void deliver(Tensor tensor, View target, Node origin) {
        View have = views.get(tensor);
        if (have.storage() != target.storage()) {
            plan.copy(origin, have, target);
        }
    }

    /** The planned instructions. */
    public Plan finish() {
        return plan.finish(prepares ? packings.instructions() : List.of());
    }

    private void node(Node n) {
        switch (n.op()) {
            case Op.Input _, Op.Read _, Op.Argument _ -> {} // placed by the caller
            case Op.Constant c -> views.put(n.output(), constant(c.value()));
            case Op.Iota i -> views.put(n.output(), constant(iota(i)));
            case Op.Broadcast b -> broadcast(n, b);
            case Op.Transpose t -> views.put(n.output(), in(n, 0).transpose(t.permutation()));
            case Op.Slice s -> views.put(n.output(), in(n, 0).slice(s.starts(), s.sizes()));
            case Op.StopGradient _ -> views.put(n.output(), in(n, 0));
            case Op.Reshape r -> reshape(n, r);
            case Op.Unary u -> elementwise(n, v -> () -> kernels.unary(u.function(), v[0], v[1]));
            case Op.Binary b ->
                    elementwise(n, v -> () -> kernels.binary(b.function(), v[0], v[1], v[2]));
            case Op.Compare c ->
                    elementwise(n, v -> () -> kernels.compare(c.function(), v[0], v[1], v[2]));
            case Op.Select _ -> elementwise(n, v -> () -> kernels.select(v[0], v[1], v[2], v[3]));
            case Op.Cast _ -> elementwise(n, v -> () -> kernels.cast(v[0], v[1]));
            case Op.MatMul _ -> matmul(n);
            case Op.Convolution c -> convolve(n, c);
            case Op.Reduce r -> reduce(n, r);
            case Op.Concat c -> moves.concat(n, c);
            case Op.Pad p -> moves.pad(n, p);
            case Op.Gather _ -> moves.gather(n);
            case Op.ScatterAdd _ -> moves.scatterAdd(n);
            case Op.RandomBits r -> moves.randomBits(n, r);
            case Op.Scan s -> loops.scan(n, s);
            case Op.Fused f -> fused(n, f);
        }
    }

    // ---- where tensors lie

    /** What is needed of the graph. */
    Demand demand() {
        return demand;
    }

    /** Where an operand lies. */
    View in(Node n, int i) {
        return views.get(n.input(i));
    }

    /** The views of all tensors that have a place so far. */
    Map<Tensor, View> views() {
        return views;
    }

    /** The view to which a node's result must be written. */
    private View out(Node n) {
        return out(n.output());
    }

    /** The view to which a tensor must be written. */
    View out(Tensor t) {
        View v = targets.get(t);
        if (v == null) {
            v = plan.own(t.dtype(), t.shape());
        }
        views.put(t, v);
        return v;
    }

    private View constant(Array a) {
        View v = PlanBuilder.fixed(a);
        plan.steady(v.storage());
        return v;
    }

    private static Array iota(Op.Iota op) {
        Array a = Array.zeros(DType.I32, op.shape());
        int inner = op.shape().strides()[op.axis()];
        int n = op.shape().dim(op.axis());
        for (int i = 0; i < a.size(); i++) {
            a.i32()[i] = i / inner % n;
        }
        return a;
    }

    // ---- operations of form

    private void broadcast(Node n, Op.Broadcast b) {
        Storage.elements(n.output().dtype(), b.shape());
        views.put(n.output(), in(n, 0).broadcast(b.shape()));
    }

    private void reshape(Node n, Op.Reshape r) {
        View v = in(n, 0).reshape(r.shape());
        if (v == null) {
            View flat = out(n).reshape(n.input(0).shape());
            plan.copy(n, in(n, 0), flat);
        } else {
            views.put(n.output(), v);
        }
    }

    // ---- elementwise operations

    private interface Code {
        Runnable of(View[] merged);
    }

    private void elementwise(Node n, Code code) {
        View[] operands = n.inputs().stream().map(views::get).toArray(View[]::new);
        View out = out(n);
        View[] all = Arrays.copyOf(operands, operands.length + 1);
        all[operands.length] = out;
        View[] merged = View.merge(all);
        List<Storage> reads = new ArrayList<>();
        List<Storage> inPlace = new ArrayList<>();
        for (View v : operands) {
            reads.add(v.storage());
            boolean whole = v.isContiguous() && v.shift() == 0;
            for (View w : operands) {
                whole &= w.storage() != v.storage() || w.isContiguous() && w.shift() == 0;
            }
            if (whole && v.dtype() == out.dtype()) {
                inPlace.add(v.storage());
            }
        }
        plan.emit(n, code.of(merged), out, reads, inPlace);
    }

    /**
     * Computes elementwise operations together, or one by one when the kernels cannot or in
     * debugging.
     */
    private void fused(Node n, Op.Fused f) {
        if (debug || !fuse(n, f)) {
            List<Tensor> arguments = f.body().arguments();
            for (int i = 0; i < arguments.size(); i++) {
                views.put(arguments.get(i), in(n, i));
            }
            for (int i = 0; i < f.results().size(); i++) {
                View target = targets.get(n.outputs().get(i));
                if (target != null) {
                    targets.put(f.results().get(i), target);
                }
            }
            f.body().nodes().forEach(this::node);
            for (int i = 0; i < f.results().size(); i++) {
                views.put(n.outputs().get(i), views.get(f.results().get(i)));
            }
        }
    }

    private boolean fuse(Node n, Op.Fused f) {
        List<View> all = new ArrayList<>();
        n.inputs().forEach(t -> all.add(views.get(t)));
        List<View> results = new ArrayList<>();
        for (Tensor t : n.outputs()) {
            results.add(place(t));
        }
        all.addAll(results);
        View[] merged = View.merge(all.toArray(View[]::new));
        int inputs = n.inputs().size();
        Runnable code =
                kernels.fuse(
                        Expressions.of(f),
                        Arrays.copyOf(merged, inputs),
                        Arrays.copyOfRange(merged, inputs, merged.length));
        if (code == null) {
            return false;
        }
        List<Storage> reads = all.subList(0, inputs).stream().map(View::storage).toList();
        List<Storage> writes = results.stream().map(View::storage).toList();
        for (int i = 0; i < results.size(); i++) {
            Tensor t = n.outputs().get(i);
            views.put(t, results.get(i));
            if (!targets.containsKey(t) && slots.of(t).isEmpty()) {
                plan.own(results.get(i));
            }
        }
        Runnable work = n.output().shape().size() > 0 ? code : () -> {};
        plan.add(new Instruction(n, work, reads, writes, results, List.of(), List.of()));
        return true;
    }

    /**
     * The view to which a result of fused operations must be written, possibly a part of a larger
     * tensor.
     */
    private View place(Tensor t) {
        View target = targets.get(t);
        if (target != null) {
            return target;
        }
        Optional<ConcatSlots.Slot> slot = slots.of(t);
        if (slot.isEmpty()) {
            return View.contiguous(new Storage(t.dtype()), t.shape());
        }
        ConcatSlots.Slot s = slot.get();
        View whole = views.get(s.whole());
        return (whole == null ? out(s.whole()) : whole).window(s.axis(), s.at(), t.dim(s.axis()));
    }

    // ---- products and reductions

    private void matmul(Node n) {
        View a = operand(n, in(n, 0));
        View b = operand(n, in(n, 1));
        if (stepProducts.contains(n)) {
            views.put(n.output(), waiting.add(n, a, b));
        } else {
            multiply(n, a, b, out(n));
        }
    }

    /** A batch of matrices in a form that a kernel can multiply. */
    private View operand(Node n, View x) {
        View v = x.batch();
        return v.isMultipliable() ? v : plan.contiguous(n, x).batch();
    }

    /** Computes a product. */
    void multiply(Node n, View a, View b, View out) {
        View c = out.batch();
        // a product that is itself a part of the preparation is computed once for each packing
        boolean many = plan.isSteady(b.storage()) && !(prepares && plan.isSteady(a.storage()));
        Optional<Packing> packing =
                many && out.size() > 0 ? packings.of(n, a, b) : Optional.empty();
        Runnable code =
                packing.<Runnable>map(p -> () -> p.multiply(kernels, a, b, c))
                        .orElse(() -> kernels.matmul(a, b, c));
        plan.emit(n, code, out, a, b);
    }

    private void convolve(Node n, Op.Convolution c) {
        View x = in(n, 0);
        boolean lies = x.dim(3) == 1 || x.stride(3) == 1 || x.dim(0) == 1 || x.stride(0) == 1;
        View image = lies ? x : plan.contiguous(n, x);
        View kernel = in(n, 1);
        View out = out(n);
        Runnable code =
                () -> kernels.convolve(image, kernel, c.rows(), c.columns(), c.groups(), out);
        plan.emit(n, code, out, image, kernel);
    }

    private void reduce(Node n, Op.Reduce r) {
        View x = in(n, 0);
        View out = out(n);
        List<Integer> kept =
                IntStream.range(0, x.rank()).filter(i -> !r.axes().contains(i)).boxed().toList();
        View[] outer = View.merge(x.axes(kept), out);
        View inner = View.merge(x.axes(r.axes()))[0];
        View both = outer[0].join(inner);
        int rank = outer[0].rank();
        plan.emit(n, () -> kernels.reduce(r.function(), both, rank, outer[1]), out, x);
    }
}
