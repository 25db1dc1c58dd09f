package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Cases of loops. Each runs in both directions, and with its number of steps as an input. */
final class DrawnLoops {
    /** The steps of most loops. */
    static final int T = 5;

    private static final String STEPS = "steps";

    private final List<OperationCase> cases = new ArrayList<>();

    /** A loop with its body, before its direction and steps are set. */
    record Loop(Scan scan, Scan.Body body) {}

    /** Makes a loop from what it draws. */
    @FunctionalInterface
    interface Maker {
        Loop make(Drawing d);
    }

    /** The cases so far, in the order in which they were added. */
    List<OperationCase> all() {
        return cases;
    }

    /** Adds a loop whose results are exact. */
    void exact(String name, Maker maker) {
        add(name, 0, maker);
    }

    /**
     * Adds the loop in both directions. Where the number of steps is an input, the case runs with
     * several numbers.
     */
    void add(String name, int terms, Maker maker) {
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

    /** The carry of most loops. */
    static Tensor carry(Drawing d) {
        return d.floats(3, 2);
    }

    /** The input of most loops, of which each step reads a row. */
    static Tensor rows(Drawing d) {
        return d.floats(T, 3, 2);
    }

    /** A step of a loop that carries one tensor. */
    static Scan.Step step(Tensor carry, Tensor... outputs) {
        return new Scan.Step(List.of(carry), List.of(outputs));
    }
}
