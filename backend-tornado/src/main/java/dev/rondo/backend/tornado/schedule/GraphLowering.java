package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.Array;
import dev.rondo.array.Shape;
import dev.rondo.backend.tornado.schedule.Draft.Put;
import dev.rondo.backend.tornado.schedule.Draft.Sheet;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.ConcatSlots;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Turns a graph into drafts of tasks. An elementwise result stays a {@link Formula} until it is
 * needed in memory. A result that is used once becomes part of the task that uses it, even of a
 * reduction.
 */
final class GraphLowering {
    /** A formula of this cost is computed at each use, however many there are. */
    static final int TRIVIAL = 1;

    /**
     * A single number whose formula costs at most this much is computed at each use, too: to wait
     * for the task that puts it into memory would take longer.
     */
    private static final int CHEAP = 40;

    /**
     * A formula of a higher cost than this is put into memory, because kernels must not grow
     * without limit.
     */
    private static final int LARGEST = 600;

    private final Context context;
    private final Origins.Level level;
    private final Demand demand;
    private final Map<Tensor, Formula> values = new IdentityHashMap<>();
    private final Map<Tensor, View> targets;

    /** Tensors that were written to their targets, though their formulas are used further. */
    private final Set<Tensor> delivered = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Map<Tensor, Integer> uses = new IdentityHashMap<>();
    private final IndexLowering indices;
    private ConcatSlots slots;
    private final Map<Tensor, View> wholes = new IdentityHashMap<>();
    private final List<Draft> drafts = new ArrayList<>();

    /**
     * A lowering of one graph.
     *
     * @param targets where some tensors must be written; each target is the whole of a storage
     */
    GraphLowering(Context context, Origins.Level level, Demand demand, Map<Tensor, View> targets) {
        this.context = context;
        this.level = level;
        this.demand = demand;
        this.targets = targets;
        this.indices = new IndexLowering(this, context, level);
    }

    /** Gives the formula of a tensor that is not computed here. */
    void given(Tensor t, Formula value) {
        values.put(t, value);
    }

    /**
     * Lowers every needed node.
     *
     * @param results the tensors that are needed outside
     */
    void lower(Graph graph, List<Tensor> results) {
        countUses(graph, results);
        slots = ConcatSlots.of(graph, demand);
        for (Node n : graph.nodes()) {
            if (demand.needs(n)) {
                node(n);
            }
        }
    }

    /** The drafts so far, in order. More may be added to the list. */
    List<Draft> drafts() {
        return drafts;
    }

    /** Puts a tensor where a target needs it, unless it was written there in the first place. */
    void deliver(Tensor tensor, View target, Node origin) {
        Formula have = values.get(tensor);
        if (delivered.contains(tensor) && targets.get(tensor).storage() == target.storage()) {
            return;
        }
        if (!(have instanceof Formula.Load l && l.view().storage() == target.storage())) {
            sheets(sheet(origin, target, have));
        }
    }

    /** The formula of a tensor. */
    Formula value(Tensor t) {
        return values.get(t);
    }

    private void countUses(Graph graph, List<Tensor> results) {
        results.forEach(t -> uses.merge(t, 1, Integer::sum));
        for (Node n : graph.nodes()) {
            if (!demand.needs(n)) {
                continue;
            }
            Demand inside = demand.body(n);
            for (int i = 0; i < n.inputs().size(); i++) {
                if (!(n.op() instanceof Op.Scan s)
                        || i >= s.body().arguments().size()
                        || inside.needs(s.body().arguments().get(i))
                        || i < s.carries()) {
                    uses.merge(n.input(i), 1, Integer::sum);
                }
            }
        }
    }

    // ---- memory

    /** The view to which a tensor must be written. */
    View place(Tensor t) {
        View target = targets.get(t);
        if (target != null) {
            return target;
        }
        Optional<ConcatSlots.Slot> slot = slots.of(t);
        if (slot.isPresent()) {
            ConcatSlots.Slot s = slot.get();
            return whole(s.whole()).window(s.axis(), s.at(), t.dim(s.axis()));
        }
        return context.origins().own(level, t.dtype(), t.shape());
    }

    private View whole(Tensor t) {
        View v = wholes.get(t);
        if (v == null) {
            v = place(t);
            wholes.put(t, v);
        }
        return v;
    }

    /** A tensor in memory. */
    View stored(Node n, Tensor t) {
        Formula f = values.get(t);
        if (f instanceof Formula.Load(View view)) {
            return view;
        }
        return keep(n, t, f);
    }

    private View keep(Node n, Tensor t, Formula f) {
        View to = place(t);
        sheets(sheet(n, to, f));
        values.put(t, new Formula.Load(to));
        return to;
    }

    static Sheet sheet(Node n, View to, Formula value) {
        return new Sheet(n, to.shape(), List.of(new Put(to, value)));
    }

    /** Adds a draft. */
    void draft(Draft draft) {
        drafts.add(draft);
    }

    /** Adds elementwise work, unless it has no elements. */
    void sheets(Sheet... all) {
        List<Sheet> some = Arrays.stream(all).filter(s -> s.shape().size() > 0).toList();
        if (!some.isEmpty()) {
            drafts.add(new Draft.Point(some));
        }
    }

    // ---- operations

    private Formula in(Node n, int i) {
        return values.get(n.input(i));
    }

    private void node(Node n) {
        n.outputs().forEach(t -> Storage.elements(t.dtype(), t.shape()));
        switch (n.op()) {
            case Op.Input _, Op.Read _, Op.Argument _ -> {} // given
            case Op.Constant c -> values.put(n.output(), constant(c.value()));
            case Op.Iota i -> values.put(n.output(), iota(i));
            case Op.StopGradient _ -> values.put(n.output(), in(n, 0));
            case Op.Broadcast b -> {
                Formula x = in(n, 0);
                if (x.cost() > TRIVIAL && n.input(0).shape().size() < b.shape().size()) {
                    x = new Formula.Load(stored(n, n.input(0)));
                }
                form(n, x, v -> v.broadcast(b.shape()));
            }
            case Op.Transpose t -> form(n, in(n, 0), v -> v.transpose(t.permutation()));
            case Op.Slice s -> form(n, in(n, 0), v -> v.slice(s.starts(), s.sizes()));
            case Op.Reshape r -> {
                if (!form(n, in(n, 0), v -> v.reshape(r.shape()))) {
                    View out = place(n.output());
                    sheets(sheet(n, out.reshape(n.input(0).shape()), in(n, 0)));
                    values.put(n.output(), new Formula.Load(out));
                }
            }
            case Op.Unary u -> settle(n, new Formula.Unary(u.function(), in(n, 0)));
            case Op.Binary b -> settle(n, new Formula.Binary(b.function(), in(n, 0), in(n, 1)));
            case Op.Compare c -> settle(n, new Formula.Compare(c.function(), in(n, 0), in(n, 1)));
            case Op.Select _ -> settle(n, new Formula.Select(in(n, 0), in(n, 1), in(n, 2)));
            case Op.Cast c ->
                    settle(
                            n,
                            c.dtype() == n.input(0).dtype()
                                    ? in(n, 0)
                                    : new Formula.Cast(c.dtype(), in(n, 0)));
            case Op.MatMul _ -> matmul(n);
            case Op.Convolution c -> convolve(n, c);
            case Op.Reduce r -> {
                Shape all = n.input(0).shape();
                task(n, out -> new Draft.Fold(n, r.function(), in(n, 0), all, r.axes(), out));
            }
            case Op.Concat c -> concat(n, c);
            case Op.Pad p -> pad(n, p);
            case Op.Gather _ -> settle(n, indices.gather(n));
            case Op.ScatterAdd _ -> indices.scatterAdd(n);
            case Op.RandomBits r ->
                    settle(
                            n,
                            new Formula.Bits(
                                    stored(n, n.input(0)), r.site(), Formula.position(r.shape())));
            case Op.Scan s -> new Loops(context, this, level).lower(n, s, demand);
            case Op.Fused f -> fused(n, f);
        }
    }

    /** Applies an operation of form to the views if they can express it. */
    private boolean form(Node n, Formula x, UnaryOperator<View> form) {
        Formula f = x.reshaped(form);
        if (f == null) {
            return false;
        }
        settle(n, f);
        return true;
    }

    /** Decides whether an elementwise result goes into memory at once. */
    private void settle(Node n, Formula f) {
        Tensor t = n.output();
        int cost = f.cost();
        boolean cheap = t.shape().size() == 1 && cost <= CHEAP && !context.debug();
        boolean again = uses.getOrDefault(t, 1) > 1 && cost > TRIVIAL && !cheap;
        if (cost > 0 && (again || cost > LARGEST || targets.containsKey(t) || context.debug())) {
            keep(n, t, context.watched(n, f));
            if (cheap) {
                delivered.add(t);
                values.put(t, f);
            }
        } else {
            values.put(t, f);
        }
    }

    /** Declares a result that a task has written. In debugging the result is checked. */
    void done(Node n, View out) {
        Formula written = new Formula.Load(out);
        Formula watched = context.watched(n, written);
        if (watched != written) {
            sheets(sheet(n, out, watched));
        }
        values.put(n.output(), written);
    }

    private Formula constant(Array a) {
        boolean same = true;
        for (int i = 1; i < a.size() && same; i++) {
            same = Double.doubleToRawLongBits(a.get(i)) == Double.doubleToRawLongBits(a.get(0));
        }
        if (same) {
            return new Formula.Number(a.dtype(), a.size() == 0 ? 0 : a.get(0));
        }
        return new Formula.Load(context.constant(a));
    }

    private static Formula iota(Op.Iota op) {
        int[] strides = new int[op.shape().rank()];
        strides[op.axis()] = 1;
        return new Formula.Position(new View(Formula.NUMBERS, 0, op.shape().dims(), strides));
    }

    private void fused(Node n, Op.Fused f) {
        List<Tensor> arguments = f.body().arguments();
        for (int i = 0; i < arguments.size(); i++) {
            values.put(arguments.get(i), in(n, i));
        }
        if (context.debug()) {
            f.body().nodes().forEach(this::node);
            for (int i = 0; i < f.results().size(); i++) {
                values.put(n.outputs().get(i), values.get(f.results().get(i)));
            }
            return;
        }
        f.body().nodes().forEach(this::inline);
        if (f.results().size() == 1) {
            settle(n, values.get(f.results().getFirst()));
        } else {
            List<Put> puts = new ArrayList<>();
            for (int i = 0; i < f.results().size(); i++) {
                puts.add(new Put(place(n.outputs().get(i)), values.get(f.results().get(i))));
            }
            sheets(new Sheet(n, n.output().shape(), puts));
            for (int i = 0; i < puts.size(); i++) {
                values.put(n.outputs().get(i), new Formula.Load(puts.get(i).to()));
            }
        }
    }

    /** An operation within fused operations. Its value is never put into memory by itself. */
    private void inline(Node n) {
        switch (n.op()) {
            case Op.Argument _ -> {}
            case Op.Unary u -> values.put(n.output(), new Formula.Unary(u.function(), in(n, 0)));
            case Op.Binary b ->
                    values.put(n.output(), new Formula.Binary(b.function(), in(n, 0), in(n, 1)));
            case Op.Compare c ->
                    values.put(n.output(), new Formula.Compare(c.function(), in(n, 0), in(n, 1)));
            case Op.Select _ ->
                    values.put(n.output(), new Formula.Select(in(n, 0), in(n, 1), in(n, 2)));
            default -> throw new IllegalStateException("cannot be fused: " + n);
        }
    }

    private void matmul(Node n) {
        View left = stored(n, n.input(0)).batch();
        View right = stored(n, n.input(1)).batch();
        task(n, out -> new Draft.Product(n, left, right, out.batch()));
    }

    private void convolve(Node n, Op.Convolution c) {
        View image = stored(n, n.input(0));
        View kernel = stored(n, n.input(1));
        task(n, out -> new Draft.Convolution(n, c, image, kernel, out));
    }

    /** Adds a task that writes a node's result; what has no elements needs none. */
    private void task(Node n, Function<View, Draft> draft) {
        View out = place(n.output());
        if (out.size() > 0) {
            drafts.add(draft.apply(out));
        }
        done(n, out);
    }

    private void concat(Node n, Op.Concat c) {
        View out = whole(n.output());
        List<Sheet> parts = new ArrayList<>();
        int at = 0;
        for (Tensor part : n.inputs()) {
            View to = out.window(c.axis(), at, part.dim(c.axis()));
            at += part.dim(c.axis());
            boolean there =
                    values.get(part) instanceof Formula.Load(View from)
                            && from.storage() == to.storage()
                            && from.shift() == to.shift();
            if (!there) {
                parts.add(sheet(n, to, values.get(part)));
            }
        }
        sheets(parts.toArray(Sheet[]::new));
        values.put(n.output(), new Formula.Load(out));
    }

    /** The operand, with zeros before and after it along each axis. */
    private void pad(Node n, Op.Pad p) {
        View out = place(n.output());
        Formula zero = new Formula.Number(out.dtype(), 0);
        int[] dims = n.input(0).shape().dims();
        List<Integer> starts = new ArrayList<>(p.low());
        List<Integer> sizes = new ArrayList<>(IntStream.of(dims).boxed().toList());
        List<Sheet> parts = new ArrayList<>();
        parts.add(sheet(n, out.slice(starts, sizes), in(n, 0)));
        for (int axis = 0; axis < dims.length; axis++) {
            starts.set(axis, 0);
            sizes.set(axis, p.low().get(axis));
            parts.add(sheet(n, out.slice(starts, sizes), zero));
            starts.set(axis, p.low().get(axis) + dims[axis]);
            sizes.set(axis, p.high().get(axis));
            parts.add(sheet(n, out.slice(starts, sizes), zero));
            starts.set(axis, 0);
            sizes.set(axis, out.dim(axis));
        }
        sheets(parts.toArray(Sheet[]::new));
        values.put(n.output(), new Formula.Load(out));
    }

    /** Whether a result is needed that already lies elsewhere. */
    boolean has(Tensor t) {
        return values.containsKey(t);
    }

    /** The view to which a loop's result must be written. */
    View placeOf(Tensor t) {
        View v = place(t);
        values.put(t, new Formula.Load(v));
        return v;
    }

    /** A formula that a loop's body may use as it is. Any other formula is put into memory. */
    Formula invariant(Node n, Tensor t) {
        Formula f = values.get(t);
        return f.cost() == 0 ? f : new Formula.Load(stored(n, t));
    }
}
