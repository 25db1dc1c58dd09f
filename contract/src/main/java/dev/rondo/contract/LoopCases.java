package dev.rondo.contract;

import static dev.rondo.contract.DrawnLoops.T;
import static dev.rondo.contract.DrawnLoops.carry;
import static dev.rondo.contract.DrawnLoops.rows;
import static dev.rondo.contract.DrawnLoops.step;
import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.randomBits;
import static dev.rondo.graph.Functions.tanh;
import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.contract.DrawnLoops.Loop;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;

import java.util.List;

/**
 * Loops: carries, inputs, captured tensors and outputs, in each direction, with a number of steps
 * that is known while tracing or only at run time.
 */
final class LoopCases {
    private LoopCases() {}

    static List<OperationCase> all() {
        DrawnLoops cases = new DrawnLoops();
        deliveries(cases);
        LoopSumCases.addTo(cases);
        LoopProductCases.addTo(cases);
        for (int view = 0; view < 7; view++) {
            views(cases, view);
        }
        counters(cases);
        nested(cases);
        return cases.all();
    }

    private static void deliveries(DrawnLoops cases) {
        cases.exact(
                "everything returned",
                d -> {
                    Tensor h = carry(d);
                    Tensor xs = rows(d);
                    Tensor outside = carry(d);
                    Tensor number = d.constant(Samples.uniform(5, -1, 1, 3, 2));
                    return new Loop(
                            Scan.over(T).carrying(h, h, h).reading(xs, xs),
                            (c, in) -> {
                                Tensor most = c.get(0).max(in.get(0));
                                return new Scan.Step(
                                        List.of(most, in.get(1), c.get(2)),
                                        List.of(
                                                most,
                                                most,
                                                c.get(0),
                                                c.get(1),
                                                outside,
                                                number,
                                                most.transpose(),
                                                c.get(0).slice(0, 1, 2),
                                                outside.graph().scalar(3)));
                            });
                });
        cases.exact(
                "step inputs returned",
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)).reading(rows(d)),
                                (c, in) ->
                                        step(
                                                c.get(0).max(in.get(0)),
                                                in.get(0),
                                                in.get(0).at(1, 1))));
        cases.exact(
                "outputs only",
                d ->
                        new Loop(
                                Scan.over(T).reading(rows(d)),
                                (c, in) -> new Scan.Step(List.of(), List.of(in.get(0).negated()))));
        cases.exact(
                "carry only",
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)),
                                (c, in) -> step(c.get(0).negated())));
        cases.exact(
                "carry replaced",
                d -> {
                    Tensor outside = carry(d);
                    return new Loop(
                            Scan.over(T).carrying(carry(d)).reading(rows(d)),
                            (c, in) -> step(outside, c.get(0)));
                });
        cases.exact(
                "scalars",
                d ->
                        new Loop(
                                Scan.over(T).carrying(d.floats()).reading(d.floats(T)),
                                (c, in) -> step(c.get(0).min(in.get(0)), c.get(0))));
        cases.exact(
                "one step",
                d ->
                        new Loop(
                                Scan.over(1).carrying(carry(d)).reading(rows(d).slice(0, 2, 3)),
                                (c, in) -> step(in.get(0).negated(), c.get(0))));
        cases.exact(
                "two carries change places",
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d), carry(d)),
                                (c, in) ->
                                        new Scan.Step(
                                                List.of(c.get(1), c.get(0)), List.of(c.get(0)))));
        cases.exact(
                "three carries change places",
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d), carry(d), carry(d).negated()),
                                (c, in) ->
                                        new Scan.Step(
                                                List.of(c.get(1), c.get(2), c.get(0).negated()),
                                                List.of(c.get(2), c.get(0)))));
        cases.add(
                "one tensor for everything",
                5,
                d -> {
                    Tensor h = carry(d);
                    Tensor xs = rows(d);
                    return new Loop(
                            Scan.over(T).carrying(h, h).reading(xs, xs),
                            (c, in) -> {
                                Tensor x = in.get(0).plus(in.get(1)).times(0.5).plus(h);
                                return new Scan.Step(
                                        List.of(x, x), List.of(x, x, c.get(0).plus(c.get(1))));
                            });
                });
    }

    private static Tensor view(Drawing d, int i) {
        return switch (i) {
            case 0 -> d.floats(3, T, 2).transpose(1, 0, 2);
            case 1 -> d.floats(2, 3, T).transpose(2, 1, 0);
            case 2 -> d.floats(T + 2, 3, 2).slice(0, 1, T + 1);
            case 3 -> d.floats(T, 4, 3).slice(1, 1, 4).slice(2, 0, 2);
            case 4 -> d.floats(3, 2).broadcastTo(Shape.of(T, 3, 2));
            case 5 -> d.floats(T, 1, 1).broadcastTo(Shape.of(T, 3, 2));
            default -> d.floats(2 * T, 3).reshape(T, 2, 3).transpose(0, 2, 1);
        };
    }

    private static void views(DrawnLoops cases, int i) {
        cases.exact(
                "step input that is a view, " + i,
                d -> {
                    Tensor xs = view(d, i);
                    return new Loop(
                            Scan.over(T).carrying(xs.at(0, 0)).reading(xs),
                            (c, in) ->
                                    step(
                                            in.get(0).max(c.get(0)).negated(),
                                            in.get(0).max(c.get(0)),
                                            c.get(0).transpose()));
                });
    }

    private static void counters(DrawnLoops cases) {
        cases.exact(
                "counters, truth values and random bits",
                d -> {
                    Tensor h = d.floats(3);
                    Tensor zero = d.given(Array.scalar(DType.I32, 0));
                    Tensor key = d.given(Array.of(new int[] {7, 11}));
                    Tensor one = d.constant(Array.scalar(DType.I32, 1));
                    return new Loop(
                            Scan.over(T)
                                    .carrying(zero, d.truths(3))
                                    .reading(Scan.times(d.graph(), T)),
                            (c, in) -> {
                                Tensor full = concat(0, key, in.get(0).reshape(1));
                                Tensor bits = randomBits(full, Shape.of(3), 4);
                                Tensor flags = bits.greaterThan(0).or(c.get(1));
                                return new Scan.Step(
                                        List.of(c.get(0).plus(one), flags.not()),
                                        List.of(
                                                bits.plus(c.get(0)),
                                                flags,
                                                where(flags, h, h.negated())));
                            });
                });
    }

    private static void nested(DrawnLoops cases) {
        cases.add(
                "nested",
                T * 8,
                d -> {
                    Tensor ys = d.floats(4, 3, 2);
                    Tensor w = d.floats(2, 2);
                    return new Loop(
                            Scan.over(T).carrying(carry(d)).reading(rows(d)),
                            (c, in) -> {
                                Scan.Result r =
                                        Scan.over(4)
                                                .carrying(c.get(0))
                                                .reading(ys)
                                                .reversed(true)
                                                .run((k, y) -> inner(k.get(0), in.get(0), y, w));
                                Tensor last = r.carries().getFirst();
                                return step(
                                        last.plus(in.get(0)).times(0.5),
                                        r.outputs().get(0).sum(0),
                                        r.outputs().get(1),
                                        last);
                            });
                });
        cases.add(
                "nested, reading what it carries and returns",
                T * 8,
                d ->
                        new Loop(
                                Scan.over(T).carrying(d.floats(4, 2)).reading(d.floats(T, 4, 2)),
                                (c, in) -> {
                                    Scan.Result r =
                                            Scan.over(4)
                                                    .carrying(in.get(0).at(0, 0))
                                                    .reading(c.get(0), in.get(0))
                                                    .run(
                                                            (k, y) -> {
                                                                Tensor s =
                                                                        tanh(
                                                                                k.get(0)
                                                                                        .plus(
                                                                                                y
                                                                                                        .get(
                                                                                                                0)));
                                                                return step(s, s.times(y.get(1)));
                                                            });
                                    return step(r.outputs().getFirst(), r.carries().getFirst());
                                }));
    }

    private static Scan.Step inner(Tensor carry, Tensor row, List<Tensor> y, Tensor w) {
        Tensor next = tanh(carry.matmul(w).plus(row).plus(y.get(0)));
        return step(next, carry, y.get(0).matmul(w));
    }
}
