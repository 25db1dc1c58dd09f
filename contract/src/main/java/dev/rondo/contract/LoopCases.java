package dev.rondo.contract;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.randomBits;
import static dev.rondo.graph.Functions.tanh;
import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Loops: what is carried, read, captured and returned, in each direction, for a number of steps
 * known while tracing or at run time.
 */
final class LoopCases {
    private static final int T = 5;
    private static final String STEPS = "steps";

    private LoopCases() {}

    /** A loop that is still to be driven. */
    private record Loop(Scan scan, Scan.Body body) {}

    private interface Maker {
        Loop make(Drawing d);
    }

    static List<OperationCase> all() {
        List<OperationCase> cases = new ArrayList<>();
        deliveries(cases);
        sums(cases);
        products(cases);
        for (int view = 0; view < 7; view++) {
            views(cases, view);
        }
        counters(cases);
        nested(cases);
        return cases;
    }

    private static void exact(List<OperationCase> cases, String name, Maker maker) {
        add(cases, name, 0, maker);
    }

    /** The loop in both directions; where the steps are an input, run with several numbers. */
    private static void add(List<OperationCase> cases, String name, int terms, Maker maker) {
        cases.add(
                new OperationCase(
                        Subject.drawn("scan: " + name, d -> drive(d, maker.make(d), null)), terms));
        Subject atRunTime =
                Subject.drawn(
                        "scan with steps at run time: " + name,
                        d -> {
                            Loop loop = maker.make(d);
                            Array all = Array.scalar(DType.I32, loop.scan.length());
                            drive(d, loop, d.given(STEPS, all));
                        });
        int length = (int) atRunTime.inputs().get(STEPS).get(0);
        List<Map<String, Array>> runs = new ArrayList<>();
        for (int n = 0; n <= length; n += n < 2 ? 1 : 2) {
            runs.add(Map.of(STEPS, Array.scalar(DType.I32, n)));
        }
        cases.add(new OperationCase(atRunTime, terms, runs));
    }

    private static void drive(Drawing d, Loop loop, Tensor steps) {
        for (boolean backwards : new boolean[] {false, true}) {
            Scan.Result r = loop.scan.reversed(backwards).steps(steps).run(loop.body);
            r.carries().forEach(d::output);
            r.outputs().forEach(d::output);
        }
    }

    private static Tensor carry(Drawing d) {
        return d.floats(3, 2);
    }

    private static Tensor rows(Drawing d) {
        return d.floats(T, 3, 2);
    }

    private static Scan.Step step(Tensor carry, Tensor... outputs) {
        return new Scan.Step(List.of(carry), List.of(outputs));
    }

    private static void deliveries(List<OperationCase> cases) {
        exact(
                cases,
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
        exact(
                cases,
                "step inputs returned",
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)).reading(rows(d)),
                                (c, in) ->
                                        step(
                                                c.get(0).max(in.get(0)),
                                                in.get(0),
                                                in.get(0).at(1, 1))));
        exact(
                cases,
                "outputs only",
                d ->
                        new Loop(
                                Scan.over(T).reading(rows(d)),
                                (c, in) -> new Scan.Step(List.of(), List.of(in.get(0).negated()))));
        exact(
                cases,
                "carry only",
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)),
                                (c, in) -> step(c.get(0).negated())));
        exact(
                cases,
                "carry replaced",
                d -> {
                    Tensor outside = carry(d);
                    return new Loop(
                            Scan.over(T).carrying(carry(d)).reading(rows(d)),
                            (c, in) -> step(outside, c.get(0)));
                });
        exact(
                cases,
                "scalars",
                d ->
                        new Loop(
                                Scan.over(T).carrying(d.floats()).reading(d.floats(T)),
                                (c, in) -> step(c.get(0).min(in.get(0)), c.get(0))));
        exact(
                cases,
                "one step",
                d ->
                        new Loop(
                                Scan.over(1).carrying(carry(d)).reading(rows(d).slice(0, 2, 3)),
                                (c, in) -> step(in.get(0).negated(), c.get(0))));
        exact(
                cases,
                "two carries change places",
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d), carry(d)),
                                (c, in) ->
                                        new Scan.Step(
                                                List.of(c.get(1), c.get(0)), List.of(c.get(0)))));
        exact(
                cases,
                "three carries change places",
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d), carry(d), carry(d).negated()),
                                (c, in) ->
                                        new Scan.Step(
                                                List.of(c.get(1), c.get(2), c.get(0).negated()),
                                                List.of(c.get(2), c.get(0)))));
        add(
                cases,
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

    private static void sums(List<OperationCase> cases) {
        add(
                cases,
                "sum",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)).reading(rows(d)),
                                (c, in) -> step(c.get(0).plus(in.get(0)))));
        add(
                cases,
                "sum returned at every step",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)).reading(rows(d)),
                                (c, in) -> {
                                    Tensor s = c.get(0).plus(in.get(0));
                                    return step(s, s);
                                }));
        add(
                cases,
                "sum before the step returned at every step",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)).reading(rows(d)),
                                (c, in) -> step(in.get(0).plus(c.get(0)), c.get(0))));
        add(
                cases,
                "sum handed on to another carry",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d), carry(d)).reading(rows(d)),
                                (c, in) ->
                                        new Scan.Step(
                                                List.of(in.get(0).plus(c.get(0)), c.get(0)),
                                                List.of())));
        add(
                cases,
                "sum of a function of another carry",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d), carry(d)).reading(rows(d)),
                                (c, in) -> {
                                    Tensor next = tanh(c.get(0).plus(in.get(0)));
                                    return new Scan.Step(
                                            List.of(next, c.get(1).plus(next.squared())),
                                            List.of());
                                }));
        add(
                cases,
                "sum of what does not change",
                T,
                d -> {
                    Tensor h = carry(d);
                    return new Loop(
                            Scan.over(T).carrying(h), (c, in) -> step(c.get(0).plus(tanh(h))));
                });
        add(
                cases,
                "sum of itself",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)),
                                (c, in) -> step(c.get(0).plus(c.get(0)))));
        add(
                cases,
                "sums of sums",
                T * 6,
                d ->
                        new Loop(
                                Scan.over(T).carrying(d.floats(), d.floats(2)).reading(rows(d)),
                                (c, in) -> {
                                    Tensor x = in.get(0);
                                    return new Scan.Step(
                                            List.of(
                                                    c.get(0).plus(x.sum()),
                                                    c.get(1).plus(x.sum(0).plus(x.at(0, 1)))),
                                            List.of());
                                }));
    }

    private static void products(List<OperationCase> cases) {
        add(
                cases,
                "product of a step input",
                T * 2,
                d -> {
                    Tensor w = d.floats(2, 2);
                    return new Loop(
                            Scan.over(T).carrying(carry(d)).reading(rows(d)),
                            (c, in) -> step(tanh(c.get(0).plus(in.get(0).matmul(w)))));
                });
        add(
                cases,
                "product of a step input returned",
                T * 2,
                d -> {
                    Tensor w = d.floats(2, 2);
                    return new Loop(
                            Scan.over(T).carrying(carry(d)).reading(rows(d)),
                            (c, in) -> {
                                Tensor p = in.get(0).matmul(w);
                                return step(tanh(c.get(0).plus(p)), p);
                            });
                });
        add(
                cases,
                "product of a step input beside another function of it",
                T * 2,
                d -> {
                    Tensor w = d.floats(2, 2);
                    return new Loop(
                            Scan.over(T).carrying(carry(d)).reading(rows(d)),
                            (c, in) -> {
                                Tensor x = in.get(0);
                                return step(tanh(c.get(0).plus(x.matmul(w).plus(tanh(x)))));
                            });
                });
        add(
                cases,
                "product that feeds outputs",
                T * 2,
                d -> {
                    Tensor w = d.floats(2, 2);
                    return new Loop(
                            Scan.over(T).carrying(carry(d)).reading(rows(d)),
                            (c, in) -> {
                                Tensor s = tanh(c.get(0).plus(in.get(0)));
                                Tensor p = s.matmul(w);
                                return step(s, p.plus(1), p.times(s));
                            });
                });
        add(
                cases,
                "sums of one product",
                T * 2,
                d ->
                        new Loop(
                                Scan.over(T)
                                        .carrying(d.floats(3, 7), d.floats(7, 3), d.floats(21))
                                        .reading(rows(d), d.floats(T, 2, 7)),
                                (c, in) -> {
                                    Tensor p = in.get(0).matmul(in.get(1));
                                    return new Scan.Step(
                                            List.of(
                                                    c.get(0).plus(p),
                                                    c.get(1).plus(p.transpose()),
                                                    c.get(2).plus(p.reshape(21))),
                                            List.of());
                                }));
        add(
                cases,
                "sums of products of transposed factors",
                T * 3,
                d ->
                        new Loop(
                                Scan.over(T)
                                        .carrying(d.floats(2, 2), d.floats(2, 2))
                                        .reading(rows(d)),
                                (c, in) -> {
                                    Tensor x = in.get(0);
                                    Tensor y = tanh(x).transpose().matmul(x.negated());
                                    return new Scan.Step(
                                            List.of(
                                                    c.get(0).plus(x.transpose().matmul(x)),
                                                    c.get(1).plus(y)),
                                            List.of());
                                }));
        add(
                cases,
                "sum of a product of factors transposed to themselves",
                T * 2,
                d ->
                        new Loop(
                                Scan.over(T)
                                        .carrying(d.floats(3, 7))
                                        .reading(rows(d), d.floats(T, 2, 7)),
                                (c, in) -> {
                                    Tensor x = in.get(0).transpose(0, 1);
                                    return step(c.get(0).plus(x.matmul(in.get(1).transpose(0, 1))));
                                }));
        add(
                cases,
                "products of batches",
                T * 2,
                d -> {
                    Tensor w = d.floats(3, 2, 7);
                    return new Loop(
                            Scan.over(T).carrying(d.floats(3, 1, 7)).reading(d.floats(T, 3, 1, 2)),
                            (c, in) -> {
                                Tensor p = in.get(0).matmul(w);
                                return step(tanh(c.get(0).plus(p)), c.get(0).times(p));
                            });
                });
        add(
                cases,
                "several products of one operand",
                T * 2,
                d -> {
                    Tensor v = d.floats(2, 5);
                    Tensor w = d.floats(7, 2);
                    return new Loop(
                            Scan.over(T).carrying(carry(d)).reading(rows(d)),
                            (c, in) -> {
                                Tensor h = tanh(c.get(0).plus(in.get(0)));
                                Tensor a = h.matmul(v);
                                Tensor b = h.matmul(w.transpose());
                                return step(
                                        h.plus(a.sum(1).expand(1)).times(0.1),
                                        b.times(h.at(1, 0).expand(1)));
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

    private static void views(List<OperationCase> cases, int i) {
        exact(
                cases,
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

    private static void counters(List<OperationCase> cases) {
        exact(
                cases,
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

    private static void nested(List<OperationCase> cases) {
        add(
                cases,
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
        add(
                cases,
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
