package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A task, or a loop of tasks, before memory is assigned. */
sealed interface Draft {
    /** Elementwise work on one shape. */
    record Sheet(Node node, Shape shape, List<Put> puts) {}

    /** A value and its destination. */
    record Put(View to, Formula value) {}

    /** See {@link Task.Pointwise}. */
    record Point(List<Sheet> sheets) implements Draft {}

    /** See {@link Task.Reduce}. */
    record Fold(Node node, ReduceOp op, Formula value, Shape shape, List<Integer> axes, View out)
            implements Draft {}

    /** See {@link Task.MatMul}. */
    record Product(Node node, View left, View right, View out) implements Draft {}

    /** See {@link Task.Convolution}. */
    record Convolution(Node node, Op.Convolution op, View image, View kernel, View out)
            implements Draft {}

    /** See {@link Task.ScatterAdd}. */
    record Scatter(Node node, View updates, View indices, View out, Fault.Outside fault)
            implements Draft {}

    /** See {@link Task.Beside}. */
    record Beside(List<Draft> parts) implements Draft {}

    /** See {@link Task.InTurn}. */
    record InTurn(List<Draft> turns) implements Draft {}

    /**
     * See {@link Part.Loop}. The body does not count the steps.
     *
     * @param reverse whether the counter goes down to 0
     * @param estimate the estimated times of a step
     */
    record Repeat(
            Node node,
            int length,
            Part.Trips trips,
            Origins.Level level,
            Counter counter,
            boolean reverse,
            Estimate estimate,
            List<Draft> body)
            implements Draft {
        /** The same loop with another body. */
        Repeat with(List<Draft> other) {
            return new Repeat(node, length, trips, level, counter, reverse, estimate, other);
        }

        /** The same loop with another estimate. */
        Repeat with(Estimate other) {
            return new Repeat(node, length, trips, level, counter, reverse, other, body);
        }

        /** The work that counts a step. */
        Draft counting(Origins origins) {
            Formula next =
                    new Formula.Binary(
                            reverse ? BinaryOp.SUB : BinaryOp.ADD,
                            new Formula.Count(counter),
                            new Formula.Number(DType.I32, 1));
            return new Point(
                    List.of(
                            new Sheet(
                                    node,
                                    Shape.SCALAR,
                                    List.of(new Put(origins.cell(counter), next)))));
        }
    }

    /**
     * See {@link Task.Steps}.
     *
     * @param loop its body has one draft for each turn
     * @param groups number of work-groups
     */
    record Steps(Repeat loop, int groups) implements Draft {
        /** The same loop, done by one work-group. */
        Steps alone() {
            return new Steps(loop, 1);
        }
    }

    /** The drafts that are done beside each other: those of {@link Beside}, otherwise this one. */
    default List<Draft> parts() {
        return List.of(this);
    }

    /** The storages that it reads, including counters in addresses, as seen from its level. */
    default Set<Storage> reads(Origins origins) {
        Set<Storage> all = new LinkedHashSet<>();
        switch (this) {
            case Point p ->
                    p.sheets.forEach(
                            s ->
                                    s.puts.forEach(
                                            put -> {
                                                reads(put.value, origins, all);
                                                all.addAll(origins.addressed(put.to.storage()));
                                            }));
            case Beside b -> b.parts.forEach(d -> all.addAll(d.reads(origins)));
            case InTurn i -> i.turns.forEach(d -> all.addAll(d.reads(origins)));
            case Fold f -> {
                reads(f.value, origins, all);
                all.addAll(origins.addressed(f.out.storage()));
            }
            case Product p -> {
                all.addAll(origins.touched(p.left.storage()));
                all.addAll(origins.touched(p.right.storage()));
                all.addAll(origins.addressed(p.out.storage()));
            }
            case Convolution c -> {
                all.addAll(origins.touched(c.image.storage()));
                all.addAll(origins.touched(c.kernel.storage()));
                all.addAll(origins.addressed(c.out.storage()));
            }
            case Scatter s -> {
                all.addAll(origins.touched(s.updates.storage()));
                all.addAll(origins.touched(s.indices.storage()));
                all.addAll(origins.touched(s.out.storage()));
            }
            case Repeat r -> r.body.forEach(d -> outside(r, d.reads(origins), origins, all));
            case Steps s -> all.addAll(s.loop.reads(origins));
        }
        return all;
    }

    /** The storages that it writes, as seen from its level. */
    default Set<Storage> writes(Origins origins) {
        Set<Storage> all = new LinkedHashSet<>();
        switch (this) {
            case Point p ->
                    p.sheets.forEach(
                            s ->
                                    s.puts.forEach(
                                            put -> {
                                                faults(put.value, origins, all);
                                                all.add(put.to.storage());
                                            }));
            case Beside b -> b.parts.forEach(d -> all.addAll(d.writes(origins)));
            case InTurn i -> i.turns.forEach(d -> all.addAll(d.writes(origins)));
            case Fold f -> {
                faults(f.value, origins, all);
                all.add(f.out.storage());
            }
            case Product p -> all.add(p.out.storage());
            case Convolution c -> all.add(c.out.storage());
            case Scatter s -> {
                all.add(origins.cell(s.fault));
                all.add(s.out.storage());
            }
            case Repeat r -> {
                all.add(origins.cell(r.counter).storage());
                r.body.forEach(d -> outside(r, d.writes(origins), origins, all));
            }
            case Steps s -> all.addAll(s.loop.writes(origins));
        }
        return all;
    }

    /** The user's operations that it performs. */
    default List<Node> nodes() {
        return switch (this) {
            case Point p -> p.sheets.stream().map(Sheet::node).toList();
            case Fold f -> List.of(f.node);
            case Product p -> List.of(p.node);
            case Convolution c -> List.of(c.node);
            case Scatter s -> List.of(s.node);
            case Beside b -> b.parts.stream().flatMap(d -> d.nodes().stream()).toList();
            case InTurn i -> i.turns.stream().flatMap(d -> d.nodes().stream()).toList();
            case Repeat r -> List.of(r.node);
            case Steps s -> List.of(s.loop.node);
        };
    }

    private static void outside(Repeat r, Set<Storage> inside, Origins origins, Set<Storage> to) {
        for (Storage s : inside) {
            Storage o = origins.outside(r.level, s);
            if (o != null) {
                to.add(o);
            }
        }
    }

    private static void reads(Formula value, Origins origins, Set<Storage> all) {
        Formula.walk(
                List.of(value),
                f -> {
                    switch (f) {
                        case Formula.Load l -> all.addAll(origins.touched(l.view().storage()));
                        case Formula.Bits b -> all.addAll(origins.touched(b.key().storage()));
                        case Formula.Pick p -> all.addAll(origins.touched(p.row().storage()));
                        case Formula.Count c -> all.add(origins.cell(c.counter()).storage());
                        default -> {}
                    }
                });
    }

    /** The cells of the faults that it may raise. They are read so that the first fault is kept. */
    private static void faults(Formula value, Origins origins, Set<Storage> all) {
        Formula.walk(
                List.of(value),
                f -> {
                    switch (f) {
                        case Formula.Pick p -> all.add(origins.cell(p.fault()));
                        case Formula.Watch w -> all.add(origins.cell(w.fault()));
                        default -> {}
                    }
                });
    }
}
