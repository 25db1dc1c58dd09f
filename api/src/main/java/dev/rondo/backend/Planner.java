package dev.rondo.backend;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Copier;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Interruption;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Turns a graph into instructions for {@link Kernels}: what is decided, is decided here. Operations
 * of form (transpose, slice, broadcast, most reshapes) become views and cost nothing at run time.
 */
final class Planner {
    /** Rows for which a loop of their own pays: those of a product's tile. */
    private static final int FEWEST_ROWS = 8;

    /** Multiply-adds from which on waking other threads for a loop pays. */
    private static final long WORTH_WAKING = 1 << 20;

    private final Kernels kernels;
    private final Demand demand;
    private final Map<Tensor, View> views;
    private final Map<Tensor, View> targets;
    private final List<Instruction> instructions = new ArrayList<>();
    private final Map<Storage, Integer> owned = new IdentityHashMap<>();
    private final Set<Storage> invariant = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<Tensor, Slot> slots = new IdentityHashMap<>();
    private final Map<Storage, Waiting> waiting = new IdentityHashMap<>();
    private Set<Node> feeding = Set.of();
    private final Map<Object, Packing> packings;
    private final Kernels packer;
    private final boolean debug;

    /**
     * A planner of one graph.
     *
     * @param views where inputs, variables and arguments lie; filled with all other tensors
     * @param targets where some tensors are to be written, contiguous
     * @param packings what is packed before the loop whose body this is, by place; null for a graph
     *     that is no loop's body
     * @param packer packs
     * @param debug whether every result is checked to be finite
     */
    Planner(
            Kernels kernels,
            Demand demand,
            Map<Tensor, View> views,
            Map<Tensor, View> targets,
            Map<Object, Packing> packings,
            Kernels packer,
            boolean debug) {
        this.kernels = kernels;
        this.demand = demand;
        this.views = views;
        this.targets = targets;
        this.packings = packings;
        this.packer = packer;
        this.debug = debug;
    }

    /** Declares a storage that does not change while the loop runs. */
    void invariant(Storage storage) {
        invariant.add(storage);
    }

    /** Plans every needed node. */
    void plan(Graph graph) {
        findSlots(graph);
        feeding = debug ? Set.of() : Feeding.of(graph, demand, targets.keySet());
        for (Node n : graph.nodes()) {
            if (demand.needs(n)) {
                Interruption.check(n.id(), graph.name());
                node(n);
            }
        }
    }

    /** Puts a tensor where a target wants it, unless it was written there at once. */
    void deliver(Tensor tensor, View target, Node origin) {
        View have = views.get(tensor);
        if (have.storage() != target.storage()) {
            copy(origin, have, target);
        }
    }

    /** The planned instructions. */
    Plan finish() {
        return new Plan(List.copyOf(instructions), owned);
    }

    private void node(Node n) {
        switch (n.op()) {
            case Op.Input _, Op.Read _, Op.Argument _ -> {} // placed by the caller
            case Op.Constant c -> views.put(n.output(), fixed(c.value()));
            case Op.Iota i -> views.put(n.output(), fixed(iota(i)));
            case Op.Broadcast b -> {
                Elements.toAllocate(n.output().dtype(), b.shape());
                views.put(n.output(), Views.broadcast(in(n, 0), b.shape()));
            }
            case Op.Transpose t ->
                    views.put(n.output(), Views.transpose(in(n, 0), t.permutation()));
            case Op.Slice s -> views.put(n.output(), Views.slice(in(n, 0), s.starts(), s.sizes()));
            case Op.StopGradient _ -> views.put(n.output(), in(n, 0));
            case Op.Reshape r -> {
                View v = Views.reshape(in(n, 0), r.shape());
                if (v == null) {
                    View out = out(n);
                    View flat = Views.reshape(out, n.input(0).shape());
                    copy(n, in(n, 0), flat);
                } else {
                    views.put(n.output(), v);
                }
            }
            case Op.Unary u ->
                    elementwise(n, v -> () -> kernels.unary(u.function(), v[0], v[1]), in(n, 0));
            case Op.Binary b ->
                    elementwise(
                            n,
                            v -> () -> kernels.binary(b.function(), v[0], v[1], v[2]),
                            in(n, 0),
                            in(n, 1));
            case Op.Compare c ->
                    elementwise(
                            n,
                            v -> () -> kernels.compare(c.function(), v[0], v[1], v[2]),
                            in(n, 0),
                            in(n, 1));
            case Op.Select _ ->
                    elementwise(
                            n,
                            v -> () -> kernels.select(v[0], v[1], v[2], v[3]),
                            in(n, 0),
                            in(n, 1),
                            in(n, 2));
            case Op.Cast _ -> elementwise(n, v -> () -> kernels.cast(v[0], v[1]), in(n, 0));
            case Op.MatMul _ -> matmul(n);
            case Op.Reduce r -> reduce(n, r);
            case Op.Concat c -> concat(n, c);
            case Op.Pad p -> pad(n, p);
            case Op.Gather _ -> gather(n);
            case Op.ScatterAdd _ -> scatterAdd(n);
            case Op.RandomBits r -> {
                View key = packed(n, in(n, 0));
                View out = out(n);
                View flat = Views.reshape(out, Shape.of(out.size()));
                emit(n, () -> kernels.randomBits(key, r.site(), flat), out, key);
            }
            case Op.Scan s -> scan(n, s);
            case Op.Fused f -> fused(n, f);
        }
    }

    // ---- storages and views

    private View in(Node n, int i) {
        return views.get(n.input(i));
    }

    private View own(DType dtype, Shape shape) {
        Storage s = new Storage(dtype);
        owned.put(s, Elements.toAllocate(dtype, shape));
        return View.contiguous(s, shape);
    }

    /** Where a node's result is to be written. */
    private View out(Node n) {
        return out(n.output());
    }

    private View out(Tensor t) {
        View v = targets.get(t);
        if (v == null) {
            v = own(t.dtype(), t.shape());
        }
        views.put(t, v);
        return v;
    }

    private View fixed(Array a) {
        Storage s = new Storage(a.dtype());
        s.place(a.buffer(), 0);
        invariant.add(s);
        return View.contiguous(s, a.shape());
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

    /** The view itself when contiguous, else a copy that is. */
    private View packed(Node n, View x) {
        if (x.isContiguous()) {
            return x;
        }
        View copy = own(x.dtype(), x.shape());
        copy(n, x, copy);
        return copy;
    }

    // ---- instructions

    private void emit(Node n, Runnable code, View out, View... reads) {
        List<Storage> from = new ArrayList<>();
        for (View v : reads) {
            from.add(v.storage());
        }
        add(n, code, from, out, List.of());
    }

    private void add(Node n, Runnable code, List<Storage> reads, View out, List<Storage> inPlace) {
        // what has no elements needs no work, but its storage is read all the same
        Runnable work = out.size() > 0 ? code : () -> {};
        instructions.add(
                new Instruction(
                        n, work, reads, List.of(out.storage()), List.of(out), inPlace, List.of()));
    }

    private void copy(Node n, View from, View to) {
        View[] v = Views.merge(from, to);
        emit(n, () -> kernels.move(v[0], v[1]), to, from);
    }

    private interface Code {
        Runnable of(View[] merged);
    }

    private void elementwise(Node n, Code code, View... operands) {
        View out = out(n);
        View[] all = Arrays.copyOf(operands, operands.length + 1);
        all[operands.length] = out;
        View[] merged = Views.merge(all);
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
        add(n, code.of(merged), reads, out, inPlace);
    }

    private void matmul(Node n) {
        View a = operand(n, in(n, 0));
        View b = operand(n, in(n, 1));
        if (feeding.contains(n)) {
            View out = View.contiguous(new Storage(a.dtype()), n.output().shape());
            views.put(n.output(), out);
            waiting.put(out.storage(), new Waiting(n, a, b, out));
            return;
        }
        multiply(n, a, b, out(n));
    }

    /** A product that waits for the loop that reads it. */
    private record Waiting(Node node, View left, View right, View out) {}

    /** Computes the products that a loop does not compute itself. */
    private void computeWaiting(Node loop) {
        for (Tensor t : loop.inputs()) {
            View v = views.get(t);
            Waiting w = v == null ? null : waiting.remove(v.storage());
            if (w != null) {
                owned.put(w.out().storage(), Elements.toAllocate(w.out().dtype(), w.out().shape()));
                multiply(w.node(), w.left(), w.right(), w.out());
            }
        }
    }

    private void multiply(Node n, View a, View b, View out) {
        View c = Views.batch(out);
        if (packings != null && invariant.contains(b.storage()) && out.size() > 0) {
            Packing packing = packings.computeIfAbsent(Place.of(b), _ -> new Packing(packer, a, b));
            emit(n, () -> packing.multiply(kernels, a, b, c), out, a, b);
        } else {
            emit(n, () -> kernels.matmul(a, b, c, false), out, a, b);
        }
    }

    private View operand(Node n, View x) {
        View v = Views.batch(x);
        return Views.multiplies(v) ? v : Views.batch(packed(n, x));
    }

    /** What a view shows. */
    private record Place(Storage storage, int shift, List<Integer> dims, List<Integer> strides) {
        static Place of(View v) {
            return new Place(
                    v.storage(),
                    v.shift(),
                    IntStream.of(v.shape().dims()).boxed().toList(),
                    IntStream.of(v.strides()).boxed().toList());
        }
    }

    private void reduce(Node n, Op.Reduce r) {
        View x = in(n, 0);
        View out = out(n);
        List<Integer> kept =
                IntStream.range(0, x.rank()).filter(i -> !r.axes().contains(i)).boxed().toList();
        View[] outer = Views.merge(Views.axes(x, kept), out);
        View inner = Views.merge(Views.axes(x, r.axes()))[0];
        View both = Views.join(outer[0], inner);
        int rank = outer[0].rank();
        emit(n, () -> kernels.reduce(r.function(), both, rank, outer[1]), out, x);
    }

    /** Elementwise operations in one go, or one by one where the kernels cannot or in debugging. */
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
        View[] merged = Views.merge(all.toArray(View[]::new));
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
        List<Storage> writes = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            Tensor t = n.outputs().get(i);
            View v = results.get(i);
            views.put(t, v);
            if (!targets.containsKey(t) && !slots.containsKey(t)) {
                owned.put(v.storage(), Elements.toAllocate(t.dtype(), t.shape()));
            }
            writes.add(v.storage());
        }
        Runnable work = n.output().shape().size() > 0 ? code : () -> {};
        instructions.add(new Instruction(n, work, reads, writes, results, List.of(), List.of()));
        return true;
    }

    /** Where a result of fused operations is to be written: it may be a part of a larger tensor. */
    private View place(Tensor t) {
        View target = targets.get(t);
        if (target != null) {
            return target;
        }
        Slot slot = slots.get(t);
        if (slot == null) {
            return View.contiguous(new Storage(t.dtype()), t.shape());
        }
        View whole = views.get(slot.whole());
        return Views.window(
                whole == null ? out(slot.whole()) : whole,
                slot.axis(),
                slot.at(),
                t.dim(slot.axis()));
    }

    /** A tensor's place within another, made of several along an axis. */
    private record Slot(Tensor whole, int axis, int at) {}

    /** Which results of fused operations are put side by side, each at most once. */
    private void findSlots(Graph graph) {
        for (Node n : graph.nodes()) {
            if (n.op() instanceof Op.Concat c && demand.needs(n) && n.output().shape().size() > 0) {
                int at = 0;
                for (Tensor part : n.inputs()) {
                    if (part.node().op() instanceof Op.Fused && part.shape().size() > 0) {
                        slots.putIfAbsent(part, new Slot(n.output(), c.axis(), at));
                    }
                    at += part.dim(c.axis());
                }
            }
        }
    }

    private void concat(Node n, Op.Concat c) {
        View placed = views.get(n.output());
        View out = placed == null ? out(n) : placed;
        List<Runnable> moves = new ArrayList<>();
        List<View> reads = new ArrayList<>();
        int at = 0;
        for (Tensor part : n.inputs()) {
            View from = views.get(part);
            View to = Views.window(out, c.axis(), at, part.dim(c.axis()));
            at += part.dim(c.axis());
            boolean there = from.storage() == to.storage() && from.shift() == to.shift();
            if (part.shape().size() > 0 && !there) {
                View[] v = Views.merge(from, to);
                moves.add(() -> kernels.move(v[0], v[1]));
                reads.add(v[0]);
            }
        }
        if (!moves.isEmpty() || placed == null) {
            emit(n, sequence(moves), out, reads.toArray(View[]::new));
        }
    }

    private static Runnable sequence(List<Runnable> parts) {
        Runnable[] all = parts.toArray(Runnable[]::new);
        return () -> {
            for (Runnable r : all) {
                r.run();
            }
        };
    }

    private Runnable clear(View out) {
        int size = out.size();
        return () -> Zeros.fill(out.buffer(), out.offset(), size);
    }

    private void pad(Node n, Op.Pad p) {
        View x = in(n, 0);
        View out = out(n);
        List<Runnable> moves = new ArrayList<>();
        moves.add(clear(out));
        if (x.size() > 0) {
            List<Integer> sizes = IntStream.of(n.input(0).shape().dims()).boxed().toList();
            View[] v = Views.merge(x, Views.slice(out, p.low(), sizes));
            moves.add(() -> kernels.move(v[0], v[1]));
        }
        emit(n, sequence(moves), out, x);
    }

    private void gather(Node n) {
        View table = rows(packed(n, in(n, 0)));
        View indices = in(n, 1);
        View out = out(n);
        View flat = rows(out);
        Runnable gather = () -> kernels.gather(table, indices, flat);
        emit(n, () -> located(n, gather), out, table, indices);
    }

    private static void located(Node n, Runnable byIndex) {
        try {
            byIndex.run();
        } catch (IndexOutOfBoundsException e) {
            throw Requests.located(e, n);
        }
    }

    private void scatterAdd(Node n) {
        View updates = rows(packed(n, in(n, 0)));
        View indices = in(n, 1);
        View out = out(n);
        View flat = rows(out);
        Runnable clear = clear(out);
        Runnable scatter = () -> kernels.scatterAdd(updates, indices, flat);
        Runnable add = () -> located(n, scatter);
        emit(n, updates.size() == 0 ? clear : sequence(List.of(clear, add)), out, updates, indices);
    }

    private static View rows(View x) {
        int width = 1;
        for (int i = 1; i < x.rank(); i++) {
            width *= x.dim(i);
        }
        return new View(x.storage(), x.shift(), new int[] {x.dim(0), width}, new int[] {width, 1});
    }

    // ---- loops

    /** What a loop takes and leaves behind, outside of its step. */
    private record Ends(
            Node node, Op.Scan op, Demand inside, List<CarryEnd> carries, List<OutputEnd> outputs) {
        /** The values of the step that are kept. */
        List<Tensor> kept() {
            List<Tensor> all = new ArrayList<>();
            carries.forEach(c -> all.add(op.results().get(c.position())));
            outputs.forEach(o -> all.add(op.results().get(o.position())));
            return all;
        }
    }

    /**
     * A carry: where it starts from, its last value or null, the stack of all its values or null.
     */
    private record CarryEnd(int position, View initial, View last, View stack) {}

    /** A step output: where it is stacked. */
    private record OutputEnd(int position, View stacked) {}

    private void scan(Node n, Op.Scan s) {
        Demand inside = demand.body(n);
        List<Tensor> arguments = s.body().arguments();
        List<Storage> reads = new ArrayList<>();
        waiting.values()
                .forEach(
                        w -> {
                            reads.add(w.left().storage());
                            reads.add(w.right().storage());
                        });
        if (s.dynamic()) {
            reads.add(views.get(n.inputs().getLast()).storage());
        }
        for (int i = 0; i < arguments.size(); i++) {
            if (inside.needs(arguments.get(i))) {
                reads.add(in(n, i).storage());
            }
        }
        List<CarryEnd> carries = new ArrayList<>();
        for (int i = 0; i < s.carries(); i++) {
            boolean needed = demand.needs(n.outputs().get(i));
            if (inside.needs(arguments.get(i)) || needed) {
                View last = needed ? out(n.outputs().get(i)) : null;
                carries.add(new CarryEnd(i, in(n, i), last, stack(n, s, i)));
                reads.add(in(n, i).storage());
            }
        }
        List<OutputEnd> outputs = new ArrayList<>();
        for (int i = s.carries(); i < s.results().size(); i++) {
            Tensor stacked = n.outputs().get(i);
            if (demand.needs(stacked) && !views.containsKey(stacked)) {
                outputs.add(new OutputEnd(i, out(stacked)));
            }
        }
        Ends ends = new Ends(n, s, inside, carries, outputs);
        Map<Object, Packing> shared = new LinkedHashMap<>();
        List<LoopPlan> loops = sideBySide(ends, shared);
        if (loops.isEmpty()) {
            computeWaiting(n);
            loops = List.of(loop(ends, kernels, shared, null, 0, 0));
        }
        n.inputs().stream()
                .map(views::get)
                .filter(Objects::nonNull)
                .forEach(v -> waiting.remove(v.storage()));
        Packing[] prepare = shared.values().toArray(Packing[]::new);
        Runnable[] tasks = loops.toArray(Runnable[]::new);
        Runnable run = tasks.length == 1 ? tasks[0] : () -> kernels.together(tasks);
        Runnable code =
                () -> {
                    for (Packing p : prepare) {
                        p.run();
                    }
                    run.run();
                };
        instructions.add(new Instruction(n, code, reads, List.of(), List.of(), List.of(), loops));
    }

    /** Loops that each take some rows of the batch, where rows do not depend on each other. */
    private List<LoopPlan> sideBySide(Ends ends, Map<Object, Packing> shared) {
        List<Kernels> lanes = debug ? List.of(kernels) : kernels.lanes();
        if (lanes.size() == 1 || ends.carries().isEmpty()) {
            return List.of();
        }
        Tensor first = ends.op().body().arguments().get(ends.carries().getFirst().position());
        int rows = first.rank() == 0 ? 0 : first.dim(0);
        int parts = Math.min(lanes.size(), rows / FEWEST_ROWS);
        if (parts < 2 || work(ends) < WORTH_WAKING) {
            return List.of();
        }
        RowAxes axes = RowAxes.of(ends.op(), ends.inside(), ends.kept(), rows);
        List<LoopPlan> loops = new ArrayList<>();
        for (int p = 0; axes != null && p < parts; p++) {
            int from = rows * p / parts;
            int count = rows * (p + 1) / parts - from;
            loops.add(loop(ends, lanes.get(p), shared, axes, from, count));
        }
        return loops;
    }

    /** Multiply-adds and elements of all steps. */
    private static long work(Ends ends) {
        long work = 0;
        for (Node n : ends.op().body().nodes()) {
            if (ends.inside().needs(n)) {
                long size = n.output().shape().size();
                work += n.op() instanceof Op.MatMul ? size * n.input(0).dim(-1) : size;
            }
        }
        return work * ends.op().length();
    }

    /**
     * Plans a loop, or some rows of it.
     *
     * @param axes where the rows are; null for the whole loop
     * @param from the first row
     * @param count how many
     */
    private LoopPlan loop(
            Ends ends,
            Kernels own,
            Map<Object, Packing> shared,
            RowAxes axes,
            int from,
            int count) {
        Op.Scan s = ends.op();
        Node n = ends.node();
        UnaryOperator<Tensor> image = t -> t;
        Demand inside = ends.inside();
        if (axes != null) {
            Copier copier = FewerRows.of(s, inside, axes, count);
            image = copier::get;
            inside = Demand.of(copier.target(), copier.get(ends.kept()));
        }
        UnaryOperator<View> time = v -> axes == null ? v : some(v, 1, axes, from, count);
        UnaryOperator<View> rows = v -> axes == null ? v : some(v, 0, axes, from, count);
        View steps = s.dynamic() ? views.get(n.inputs().getLast()) : null;
        LoopPlan loop = new LoopPlan(own, s.length(), s.reverse(), steps);
        Map<Tensor, View> inner = new IdentityHashMap<>();
        Map<Tensor, View> goals = new IdentityHashMap<>();
        List<Delivery> deliveries = new ArrayList<>();
        List<Tensor> arguments = s.body().arguments();

        Map<Storage, Feed> feeds = new IdentityHashMap<>();
        for (CarryEnd c : ends.carries()) {
            Tensor argument = arguments.get(c.position());
            View initial = rows.apply(c.initial());
            View old = View.contiguous(new Storage(argument.dtype()), initial.shape());
            View fresh = View.contiguous(new Storage(argument.dtype()), initial.shape());
            View last = c.last() == null ? null : rows.apply(c.last());
            if (c.stack() == null) {
                loop.carries(initial, old, fresh, last);
            } else {
                loop.stacks(initial, time.apply(c.stack()), old.storage(), fresh.storage(), last);
            }
            if (ends.inside().needs(argument)) {
                inner.put(image.apply(argument), old);
            }
            deliveries.add(new Delivery(image.apply(s.results().get(c.position())), fresh));
        }
        for (int i = s.carries(); i < s.carries() + s.inputs(); i++) {
            Tensor argument = arguments.get(i);
            if (ends.inside().needs(argument)) {
                View whole = in(n, i);
                Waiting fed = waiting.get(whole.storage());
                if (fed != null) {
                    Storage row = new Storage(argument.dtype());
                    int times = whole.dim(1) / axes.rows();
                    Feed feed =
                            feeds.computeIfAbsent(
                                    whole.storage(),
                                    _ ->
                                            feed(
                                                    loop,
                                                    own,
                                                    fed,
                                                    shared,
                                                    s,
                                                    from * times,
                                                    count * times));
                    loop.reads(feed, whole.shift(), row);
                    inner.put(
                            image.apply(argument),
                            new View(
                                    row,
                                    0,
                                    new int[] {count * times, whole.dim(2)},
                                    new int[] {whole.stride(1), whole.stride(2)}));
                    continue;
                }
                whole = axes != null && axes.of(argument) >= 0 ? time.apply(whole) : whole;
                Storage row = new Storage(argument.dtype());
                int[] strides = Arrays.copyOfRange(whole.strides(), 1, whole.rank());
                int[] dims = whole.shape().tail().dims();
                inner.put(image.apply(argument), new View(row, 0, dims, strides));
                loop.reads(whole, row);
            }
        }
        for (OutputEnd o : ends.outputs()) {
            Tensor value = s.results().get(o.position());
            View stacked = time.apply(o.stacked());
            Storage row = new Storage(value.dtype());
            loop.writes(stacked, row);
            deliveries.add(
                    new Delivery(image.apply(value), View.contiguous(row, stacked.shape().tail())));
        }
        for (Delivery d : deliveries) {
            goals.putIfAbsent(d.value, d.target);
        }

        Planner body = new Planner(own, inside, inner, goals, shared, kernels, debug);
        for (int i = s.carries() + s.inputs(); i < arguments.size(); i++) {
            Tensor argument = arguments.get(i);
            if (ends.inside().needs(argument)) {
                View v = in(n, i);
                int axis = axes == null ? -1 : axes.of(argument);
                inner.put(image.apply(argument), axis < 0 ? v : some(v, axis, axes, from, count));
                body.invariant(v.storage());
            }
        }
        body.plan(axes == null ? s.body() : image.apply(ends.kept().getFirst()).graph());
        for (Delivery d : deliveries) {
            body.deliver(d.value, d.target, n);
        }
        loop.seal(body.finish(), debug);
        return loop;
    }

    private Feed feed(
            LoopPlan loop,
            Kernels own,
            Waiting w,
            Map<Object, Packing> shared,
            Op.Scan s,
            int from,
            int rows) {
        Packing packing =
                shared.computeIfAbsent(
                        Place.of(w.right()), _ -> new Packing(kernels, w.left(), w.right()));
        Feed feed =
                new Feed(
                        own,
                        new Feed.Product(w.left(), w.right(), packing),
                        s.length(),
                        from,
                        rows);
        loop.feeds(feed);
        return feed;
    }

    /** A value of the step, and where it is to be. */
    private record Delivery(Tensor value, View target) {}

    /** Some rows of a view, of which several may belong to a row of the batch. */
    private static View some(View v, int axis, RowAxes axes, int from, int count) {
        int times = v.dim(axis) / axes.rows();
        return Views.window(v, axis, from * times, count * times);
    }

    /**
     * A stack of all values of a carry, when the loop emits them anyway before or after each step;
     * the stacked outputs become views of it. Null when it does not, or when rows behind a number
     * of steps known only at run time must be zero.
     */
    private View stack(Node n, Op.Scan s, int carry) {
        Tensor argument = s.body().arguments().get(carry);
        Tensor result = s.results().get(carry);
        boolean claimed = s.results().subList(0, carry).contains(result);
        View stack = null;
        for (int i = s.carries(); i < s.results().size() && !s.dynamic() && !claimed; i++) {
            Tensor emitted = s.results().get(i);
            Tensor stacked = n.outputs().get(i);
            if (demand.needs(stacked) && (emitted == argument || emitted == result)) {
                if (stack == null) {
                    stack = own(argument.dtype(), argument.shape().prepend(s.length() + 1));
                }
                boolean upper = (emitted == argument) == s.reverse();
                views.put(stacked, Views.window(stack, 0, upper ? 1 : 0, s.length()));
            }
        }
        return stack;
    }

    /** A buffer of its own for a type and shape, placed at once. */
    static View placed(DType dtype, Shape shape) {
        Storage s = new Storage(dtype);
        s.place(Buffer.allocate(dtype, Elements.toAllocate(dtype, shape)), 0);
        return View.contiguous(s, shape);
    }
}
