package dev.rondo.executor.plan;

import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.analysis.Demand;
import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds one loop: all rows of the batch, or those of one lane. */
final class LoopBuilder {
    private final Map<Tensor, View> around;
    private final WaitingProducts waiting;
    private final LoopEnds ends;
    private final Op.Scan scan;
    private final Rows rows;
    private final Kernels kernels;
    private final Packings.Shared packings;
    private final boolean debug;
    private final PlannedLoop loop;

    /** Where the arguments of the step lie. */
    private final Map<Tensor, View> inner = new IdentityHashMap<>();

    private final List<Delivery> deliveries = new ArrayList<>();
    private final Map<Storage, ChunkedProduct> chunked = new IdentityHashMap<>();

    /** A value of the step, and where it must go. */
    private record Delivery(Tensor value, View target) {}

    /**
     * A builder of one loop.
     *
     * @param around where tensors outside the loop lie
     * @param kernels the kernels of the lane
     */
    LoopBuilder(
            Map<Tensor, View> around,
            WaitingProducts waiting,
            LoopEnds ends,
            Rows rows,
            Kernels kernels,
            Packings.Shared packings,
            boolean debug) {
        this.around = around;
        this.waiting = waiting;
        this.ends = ends;
        this.scan = ends.scan();
        this.rows = rows;
        this.kernels = kernels;
        this.packings = packings;
        this.debug = debug;
        this.loop = new PlannedLoop(kernels, scan.length(), scan.reverse(), steps());
    }

    private StepCount steps() {
        return scan.dynamic()
                ? new StepCount.Given(around.get(ends.node().inputs().getLast()), scan.length())
                : new StepCount.Traced(scan.length());
    }

    /** The planned loop. */
    PlannedLoop build() {
        ends.carries().forEach(this::carry);
        for (int i = scan.carries(); i < scan.carries() + scan.inputs(); i++) {
            Tensor argument = scan.body().arguments().get(i);
            if (ends.demand().needs(argument)) {
                stepInput(argument, around.get(ends.node().input(i)));
            }
        }
        ends.outputs().forEach(this::output);
        loop.seal(step(), debug);
        return loop;
    }

    private void carry(LoopEnds.Carry c) {
        Tensor argument = scan.body().arguments().get(c.position());
        View initial = rows.of(c.initial(), 0);
        View old = View.contiguous(new Storage(argument.dtype()), initial.shape());
        View fresh = View.contiguous(new Storage(argument.dtype()), initial.shape());
        Optional<View> last = c.last().map(v -> rows.of(v, 0));
        if (c.stack().isPresent()) {
            View stack = rows.of(c.stack().get(), 1);
            loop.stacks(initial, stack, old.storage(), fresh.storage(), last);
        } else {
            loop.carries(initial, old, fresh, last);
        }
        if (ends.demand().needs(argument)) {
            inner.put(rows.image(argument), old);
        }
        deliveries.add(new Delivery(rows.image(scan.results().get(c.position())), fresh));
    }

    private void stepInput(Tensor argument, View stacked) {
        Optional<WaitingProducts.Product> product = waiting.of(stacked);
        if (product.isPresent() && rows instanceof Rows.Some some) {
            chunkedInput(argument, stacked, product.get(), some);
            return;
        }
        View whole = rows.of(stacked, argument, 1);
        Storage row = new Storage(argument.dtype());
        int[] strides = Arrays.copyOfRange(whole.strides(), 1, whole.rank());
        int[] dims = whole.shape().tail().dims();
        inner.put(rows.image(argument), new View(row, 0, dims, strides));
        loop.reads(whole, row);
    }

    /** An input that is computed for some steps at a time, when the loop comes to them. */
    private void chunkedInput(
            Tensor argument, View stacked, WaitingProducts.Product p, Rows.Some some) {
        int times = stacked.dim(1) / some.axes().rows();
        int count = some.count() * times;
        ChunkedProduct product =
                chunked.computeIfAbsent(
                        stacked.storage(), _ -> chunked(p, some.from() * times, count));
        Storage row = new Storage(argument.dtype());
        loop.reads(product, stacked.shift(), row);
        inner.put(
                rows.image(argument),
                new View(
                        row,
                        0,
                        new int[] {count, stacked.dim(2)},
                        new int[] {stacked.stride(1), stacked.stride(2)}));
    }

    private ChunkedProduct chunked(WaitingProducts.Product p, int from, int count) {
        var operands =
                new ChunkedProduct.Operands(
                        p.left(), p.right(), packings.shared(p.node(), p.left(), p.right()));
        var product =
                new ChunkedProduct(kernels, operands, scan.length(), new Rows.Range(from, count));
        loop.computes(product);
        return product;
    }

    private void output(LoopEnds.Output o) {
        Tensor value = scan.results().get(o.position());
        View stacked = rows.of(o.stacked(), 1);
        Storage row = new Storage(value.dtype());
        loop.writes(stacked, row);
        View target = View.contiguous(row, stacked.shape().tail());
        deliveries.add(new Delivery(rows.image(value), target));
    }

    /** Plans the step. */
    private Plan step() {
        Map<Tensor, View> targets = new IdentityHashMap<>();
        deliveries.forEach(d -> targets.putIfAbsent(d.value(), d.target()));
        Demand demand = rows.demand();
        Planner step = Planner.ofStep(kernels, demand, inner, targets, packings, debug);
        List<Tensor> arguments = scan.body().arguments();
        for (int i = scan.carries() + scan.inputs(); i < arguments.size(); i++) {
            Tensor argument = arguments.get(i);
            if (ends.demand().needs(argument)) {
                View v = around.get(ends.node().input(i));
                inner.put(rows.image(argument), rows.of(v, argument, 0));
                step.steady(v.storage());
            }
        }
        step.plan(rows.step());
        deliveries.forEach(d -> step.deliver(d.value(), d.target(), ends.node()));
        return step.finish();
    }
}
