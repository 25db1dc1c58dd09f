package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.tornado.schedule.Draft.Put;
import dev.rondo.backend.tornado.schedule.Draft.Sheet;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Lowers one loop: the work before it, its step, and the places of its results. */
final class Loops {
    private final Context context;
    private final Origins origins;
    private final GraphLowering outer;
    private final Origins.Level around;
    private final Origins.Level level;
    private final Counter counter;
    private final List<Sheet> before = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private Node node;
    private Op.Scan scan;
    private Formula steps;
    private Part.Trips trips;

    Loops(Context context, GraphLowering outer, Origins.Level around) {
        this.context = context;
        this.origins = context.origins();
        this.outer = outer;
        this.around = around;
        this.level = new Origins.Level(around);
        this.counter = origins.counter();
    }

    /** A value of the step, and where it must go. */
    private record Delivery(Tensor value, View target) {}

    /** Adds the loop to the drafts of its graph. */
    void lower(Node n, Op.Scan s, Demand demand) {
        node = n;
        scan = s;
        Demand inside = demand.body(n);
        List<Tensor> arguments = s.body().arguments();
        countSteps();
        Formula first =
                s.reverse()
                        ? new Formula.Binary(BinaryOp.SUB, steps, new Formula.Number(DType.I32, 1))
                        : new Formula.Number(DType.I32, 0);
        put(origins.cell(counter), first);

        Map<Tensor, View> goals = new IdentityHashMap<>();
        Map<Tensor, Formula> inner = new IdentityHashMap<>();
        for (int i = 0; i < s.carries(); i++) {
            boolean needed = demand.needs(n.outputs().get(i));
            if (inside.needs(arguments.get(i)) || needed) {
                View old = carry(i, needed, demand);
                inner.put(arguments.get(i), new Formula.Load(old));
            }
        }
        for (int i = s.carries(); i < arguments.size(); i++) {
            if (inside.needs(arguments.get(i))) {
                boolean stepped = i < s.carries() + s.inputs();
                inner.put(
                        arguments.get(i),
                        stepped
                                ? new Formula.Load(
                                        origins.row(level, outer.stored(n, n.input(i)), counter))
                                : outer.invariant(n, n.input(i)));
            }
        }
        for (int i = s.carries(); i < s.results().size(); i++) {
            Tensor stacked = n.outputs().get(i);
            if (demand.needs(stacked) && !outer.has(stacked)) {
                View whole = outer.placeOf(stacked);
                if (s.dynamic()) {
                    put(whole, new Formula.Number(whole.dtype(), 0));
                }
                deliveries.add(
                        new Delivery(s.results().get(i), origins.row(level, whole, counter)));
            }
        }
        outer.sheets(before.toArray(Sheet[]::new));

        deliveries.forEach(d -> goals.putIfAbsent(d.value, d.target));
        GraphLowering body = new GraphLowering(context, level, inside, goals);
        inner.forEach(body::given);
        body.lower(s.body(), deliveries.stream().map(Delivery::value).toList());
        deliveries.forEach(d -> body.deliver(d.value, d.target, n));
        outer.drafts()
                .add(
                        new Draft.Repeat(
                                n,
                                s.length(),
                                trips,
                                level,
                                counter,
                                s.reverse(),
                                Estimate.NONE,
                                body.drafts()));
    }

    private void put(View to, Formula value) {
        before.add(new Sheet(node, to.shape(), List.of(new Put(to, value))));
    }

    private void countSteps() {
        if (!scan.dynamic()) {
            steps = new Formula.Number(DType.I32, scan.length());
            trips = new Part.Trips.Always(scan.length());
            return;
        }
        Tensor t = node.inputs().getLast();
        steps = outer.value(t);
        if (steps instanceof Formula.Number(_, double count)) {
            trips = new Part.Trips.Always((int) count);
            return;
        }
        steps = new Formula.Load(outer.stored(node, t));
        if (steps instanceof Formula.Load(View v)
                && origins.of(v.storage()) instanceof Origins.Origin.Fixed(Arena a, int offset)
                && a.area() == Area.INPUTS) {
            trips = new Part.Trips.Given(scalar(a, offset + v.shift()));
        } else {
            View cell = origins.reserve(Area.OUTPUTS, DType.I32, Shape.SCALAR);
            var at = (Origins.Origin.Fixed) origins.of(cell.storage());
            put(cell, steps);
            trips = new Part.Trips.Computed(scalar(at.arena(), at.offset()));
        }
    }

    private static Place scalar(Arena arena, int offset) {
        return new Place(arena, DType.I32, Address.fixed(offset), List.of(), List.of());
    }

    /** The view of a carry's old value in a step. Registers the delivery of its new value. */
    private View carry(int i, boolean needed, Demand demand) {
        Tensor argument = scan.body().arguments().get(i);
        Tensor result = scan.results().get(i);
        View stack = stack(i, demand);
        return stack == null ? halves(i, argument, result, needed) : stacked(i, stack, needed);
    }

    /** Keeps all values in a stack [length + 1, …], where old and new value are adjacent. */
    private View stacked(int i, View stack, boolean needed) {
        int length = scan.length();
        View lower = stack.window(0, 0, length);
        View upper = stack.window(0, 1, length);
        boolean back = scan.reverse();
        put(row(stack, back ? length : 0), initial(i));
        if (needed) {
            outer.given(node.outputs().get(i), new Formula.Load(row(stack, back ? 0 : length)));
        }
        deliveries.add(
                new Delivery(
                        scan.results().get(i), origins.row(level, back ? lower : upper, counter)));
        return origins.row(level, back ? upper : lower, counter);
    }

    /** Keeps the old value in one of two halves and the new value in the other. */
    private View halves(int i, Tensor argument, Tensor result, boolean needed) {
        View pair = origins.own(around, argument.dtype(), argument.shape().prepend(2));
        boolean back = scan.reverse();
        boolean known = trips instanceof Part.Trips.Always;
        int odd = trips instanceof Part.Trips.Always(int count) ? count & 1 : 0;
        // forward, step t reads half t & 1; backward, where the last step is t = 0, it reads the
        // other half
        put(row(pair, back ? odd : 0), initial(i));
        if (back && !known) {
            put(row(pair, 1), initial(i));
        }
        View old = origins.half(level, pair, back ? 1 : 0, counter);
        deliveries.add(new Delivery(result, origins.half(level, pair, back ? 0 : 1, counter)));
        if (needed) {
            View last =
                    back
                            ? row(pair, 0)
                            : known ? row(pair, odd) : origins.half(around, pair, 0, counter);
            outer.given(node.outputs().get(i), new Formula.Load(last));
        }
        return old;
    }

    private Formula initial(int i) {
        return outer.invariant(node, node.input(i));
    }

    private static View row(View stack, int i) {
        View v = stack.window(0, i, 1);
        return v.reshape(stack.shape().tail());
    }

    /**
     * A stack of all values of a carry, if the loop emits them anyway, before or after each step.
     * The stacked outputs become views of it. Null if the loop does not emit them, or if the number
     * of steps is known only at run time, since rows after that number must be zero.
     */
    private View stack(int carry, Demand demand) {
        Tensor argument = scan.body().arguments().get(carry);
        Tensor result = scan.results().get(carry);
        boolean claimed = scan.results().subList(0, carry).contains(result);
        View stack = null;
        for (int i = scan.carries();
                i < scan.results().size() && !scan.dynamic() && !claimed;
                i++) {
            Tensor emitted = scan.results().get(i);
            Tensor stacked = node.outputs().get(i);
            if (demand.needs(stacked)
                    && !outer.has(stacked)
                    && (emitted == argument || emitted == result)) {
                if (stack == null) {
                    stack =
                            origins.own(
                                    around,
                                    argument.dtype(),
                                    argument.shape().prepend(scan.length() + 1));
                }
                boolean upper = (emitted == argument) == scan.reverse();
                outer.given(
                        stacked, new Formula.Load(stack.window(0, upper ? 1 : 0, scan.length())));
            }
        }
        return stack;
    }
}
