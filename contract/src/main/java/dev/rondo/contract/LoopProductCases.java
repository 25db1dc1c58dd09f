package dev.rondo.contract;

import static dev.rondo.contract.DrawnLoops.T;
import static dev.rondo.contract.DrawnLoops.carry;
import static dev.rondo.contract.DrawnLoops.rows;
import static dev.rondo.contract.DrawnLoops.step;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.contract.DrawnLoops.Loop;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;

import java.util.List;

/**
 * Loops with products of matrices: products of values that do not change from step to step, which
 * may be moved out of the loop, and sums of products, which may become one product.
 */
final class LoopProductCases {
    private LoopProductCases() {}

    /** Adds them to other cases. */
    static void addTo(DrawnLoops cases) {
        cases.add(
                "product of a step input",
                T * 2,
                d -> {
                    Tensor w = d.floats(2, 2);
                    return new Loop(
                            Scan.over(T).carrying(carry(d)).reading(rows(d)),
                            (c, in) -> step(tanh(c.get(0).plus(in.get(0).matmul(w)))));
                });
        cases.add(
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
        cases.add(
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
        cases.add(
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
        cases.add(
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
        cases.add(
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
        cases.add(
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
        cases.add(
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
        cases.add(
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
}
