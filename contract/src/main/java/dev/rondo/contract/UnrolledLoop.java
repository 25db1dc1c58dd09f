package dev.rondo.contract;

import static dev.rondo.graph.Functions.stack;
import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Shape;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * A loop written as one step after the other, each traced anew.
 *
 * @param scan what is carried and read, the direction, and how many steps are run
 * @param truncation 0, or the number of steps after which no gradient flows to the step before
 * @param rows the shapes of what a step returns
 */
record UnrolledLoop(Scan scan, int truncation, List<Shape> rows) {
    /** One step. */
    interface Body {
        Scan.Step step(List<Tensor> carries, List<Tensor> inputs, int time);
    }

    Scan.Result run(Graph graph, Body body) {
        List<Tensor> carries = scan.carries();
        List<List<Tensor>> outputs = new ArrayList<>();
        rows.forEach(_ -> outputs.add(new ArrayList<>()));
        for (int s = 0; s < scan.length(); s++) {
            int t = scan.reversed() ? scan.length() - 1 - s : s;
            boolean cut = truncation > 0 && s > 0 && s % truncation == 0;
            List<Tensor> inputs = scan.inputs().stream().map(x -> x.at(0, t)).toList();
            Scan.Step step = body.step(cut ? stopped(carries) : carries, inputs, t);
            List<Tensor> next = new ArrayList<>();
            for (int i = 0; i < carries.size(); i++) {
                next.add(ifRun(t, step.carries().get(i), carries.get(i)));
            }
            carries = next;
            for (int i = 0; i < rows.size(); i++) {
                Tensor y = step.outputs().get(i);
                outputs.get(i).add(ifRun(t, y, graph.zeros(y.type())));
            }
        }
        List<Tensor> stacked = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<Tensor> inTime = scan.reversed() ? outputs.get(i).reversed() : outputs.get(i);
            stacked.add(
                    inTime.isEmpty()
                            ? graph.zeros(rows.get(i).prepend(0).dims())
                            : stack(0, inTime));
        }
        return new Scan.Result(carries, stacked);
    }

    private static List<Tensor> stopped(List<Tensor> carries) {
        return carries.stream().map(c -> c.dtype().isFloat() ? c.stopGradient() : c).toList();
    }

    private Tensor ifRun(int time, Tensor ran, Tensor otherwise) {
        return scan.steps() == null ? ran : where(scan.steps().greaterThan(time), ran, otherwise);
    }
}
