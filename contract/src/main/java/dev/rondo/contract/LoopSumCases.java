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

/** Loops that add up, with different summands, and with other uses of the partial sum. */
final class LoopSumCases {
    private LoopSumCases() {}

    /** Adds them to other cases. */
    static void addTo(DrawnLoops cases) {
        cases.add(
                "sum",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)).reading(rows(d)),
                                (c, in) -> step(c.get(0).plus(in.get(0)))));
        cases.add(
                "sum returned at every step",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)).reading(rows(d)),
                                (c, in) -> {
                                    Tensor s = c.get(0).plus(in.get(0));
                                    return step(s, s);
                                }));
        cases.add(
                "sum before the step returned at every step",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)).reading(rows(d)),
                                (c, in) -> step(in.get(0).plus(c.get(0)), c.get(0))));
        cases.add(
                "sum handed on to another carry",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d), carry(d)).reading(rows(d)),
                                (c, in) ->
                                        new Scan.Step(
                                                List.of(in.get(0).plus(c.get(0)), c.get(0)),
                                                List.of())));
        cases.add(
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
        cases.add(
                "sum of what does not change",
                T,
                d -> {
                    Tensor h = carry(d);
                    return new Loop(
                            Scan.over(T).carrying(h), (c, in) -> step(c.get(0).plus(tanh(h))));
                });
        cases.add(
                "sum of itself",
                T,
                d ->
                        new Loop(
                                Scan.over(T).carrying(carry(d)),
                                (c, in) -> step(c.get(0).plus(c.get(0)))));
        cases.add(
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
}
