package dev.rondo.tests;

import static dev.rondo.tests.Mistakes.x;
import static dev.rondo.tests.Mistakes.x2;

import dev.rondo.array.DType;
import dev.rondo.cell.Recurrence;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.models.cell.Lstm;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** A loop that cannot be is refused at the user's line, with what it carries and reads. */
class LoopErrorsTest {
    private final Mistakes mistakes = new Mistakes(LoopErrorsTest.class);

    @TestFactory
    Stream<DynamicTest> aMistakeIsNamedWithItsLine() {
        loops();
        return mistakes.tests();
    }

    private void loops() {
        mistakes.add(
                "a carry that changes its shape",
                t -> Scan.over(3).carrying(x(t)).run((c, in) -> step(c.getFirst().sum(0))),
                "scan",
                "[2, 3]",
                "[3]");
        mistakes.add(
                "a carry that changes its type",
                t -> Scan.over(3).carrying(x(t)).run((c, in) -> step(c.getFirst().cast(DType.I32))),
                "scan",
                "F32",
                "I32");
        mistakes.add(
                "a step input of another length",
                t -> Scan.over(4).carrying(x(t)).reading(x2(t)).run((c, in) -> step(c.getFirst())),
                "scan",
                "4",
                "[2, 3]");
        mistakes.add(
                "a carry that is lost",
                t ->
                        Scan.over(3)
                                .carrying(x(t))
                                .run((c, in) -> new Scan.Step(List.of(), List.of())),
                "scan",
                "carries 1",
                "0");
        mistakes.add(
                "steps that are no number of steps",
                t ->
                        Scan.over(3)
                                .carrying(x(t))
                                .steps(t.input("n", 1))
                                .run((c, in) -> step(c.getFirst())),
                "scan",
                "I32 scalar",
                "F32[1]");
        mistakes.add(
                "a loop of nothing",
                t -> Scan.over(3).run((c, in) -> new Scan.Step(List.of(), List.of())),
                "scan");
        tracedTwice("fewer outputs", 2, 1, 3);
        tracedTwice("more outputs", 1, 2, 3);
        tracedTwice("other outputs", 1, 1, 2);
        mistakes.add("a leaked tensor computed with", t -> leak(t).plus(1), "loop", "return it");
        mistakes.add(
                "a leaked tensor beside others", t -> x2(t).plus(leak(t)), "loop", "return it");
        mistakes.add("a leaked tensor as an output", t -> t.output("y", leak(t)), "loop");
        mistakes.add(
                "a gradient by a leaked tensor",
                t -> {
                    Tensor leaked = leak(t);
                    Gradients.of(x2(t).sum(), List.of(leaked));
                },
                "loop");
        mistakes.add(
                "a leaked tensor in another loop",
                t -> {
                    Tensor leaked = leak(t);
                    Scan.over(3).carrying(x2(t)).run((c, in) -> step(c.getFirst().plus(leaked)));
                },
                "loop");
        mistakes.add(
                "lengths of another batch",
                t ->
                        Recurrence.of(new Lstm(Scope.root(), 5, 7))
                                .lengths(t.input("n", DType.I32, 4))
                                .over(t.input("xs", 2, 3, 5)),
                "lengths",
                "I32[3]",
                "I32[4]");
        mistakes.add("a loop of negative length", t -> Scan.over(-1), "-1");
        mistakes.add(
                "a recomputed loop that reads more rows than it has steps",
                t ->
                        Scan.over(4)
                                .carrying(t.input("c", 3))
                                .reading(t.input("xs", 6, 3))
                                .recomputingEvery(2)
                                .run((c, in) -> step(c.getFirst().plus(in.getFirst()))),
                "4 steps",
                "[6, 3]");
        mistakes.add("no carry", t -> Scan.over(3).carrying(x(t), null), "carry 1", "null");
        mistakes.add("no step input", t -> Scan.over(3).reading((Tensor) null), "input 0", "null");
        mistakes.add(
                "no step", t -> Scan.over(3).carrying(x(t)).run((c, in) -> null), "step", "null");
        mistakes.add(
                "no new carry",
                t ->
                        Scan.over(3)
                                .carrying(x(t))
                                .run((c, in) -> new Scan.Step(Arrays.asList(x2(t), null), c)),
                "carry 1",
                "null");
        mistakes.add(
                "no output of a step",
                t ->
                        Scan.over(3)
                                .carrying(x(t))
                                .run((c, in) -> new Scan.Step(c, Arrays.asList(x2(t), null))),
                "output 1",
                "null");
        mistakes.add(
                "a vector as a sequence",
                t -> Recurrence.of(new Lstm(Scope.root(), 5, 7)).over(t.input("xs", 5)),
                "sequences",
                "[5]");
    }

    /** A step that returns {@code before} outputs and then {@code after} of another extent. */
    private void tracedTwice(String what, int before, int after, int extent) {
        for (boolean reversed : new boolean[] {false, true}) {
            mistakes.add(
                    what + " of a step that is traced again" + (reversed ? ", reversed" : ""),
                    t -> {
                        Tensor x = t.input("x", 3);
                        int[] traced = new int[1];
                        Scan.over(5)
                                .carrying(x)
                                .reversed(reversed)
                                .recomputingEvery(2)
                                .run(
                                        (c, in) -> {
                                            boolean again = traced[0]++ > 0;
                                            Tensor y = again ? x.slice(0, 0, extent) : x;
                                            int count = again ? after : before;
                                            return new Scan.Step(c, Collections.nCopies(count, y));
                                        });
                    },
                    "scan over 5 steps",
                    "every 2",
                    "twice",
                    Collections.nCopies(before, "F32[3]").toString(),
                    Collections.nCopies(after, "F32[" + extent + "]").toString());
        }
    }

    private static Tensor leak(Trace t) {
        List<Tensor> leaked = new ArrayList<>();
        Scan.over(3)
                .carrying(x(t))
                .run(
                        (c, in) -> {
                            leaked.add(c.getFirst().negated());
                            return step(c.getFirst());
                        });
        return leaked.getFirst();
    }

    private static Scan.Step step(Tensor carry) {
        return new Scan.Step(List.of(carry), List.of());
    }
}
