package dev.rondo.contract;

import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.softmax;
import static dev.rondo.graph.Functions.tanh;
import static dev.rondo.graph.Functions.where;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Tensor;

import java.util.List;

/** Operands without elements: an empty batch, a sequence without steps, a sum of nothing. */
final class ZeroCases {
    private ZeroCases() {}

    static List<OperationCase> all() {
        return List.of(
                OperationCase.exact("nothing: elementwise", ZeroCases::elementwise),
                OperationCase.exact("nothing: form", ZeroCases::form),
                OperationCase.exact("nothing: reshape", ZeroCases::reshape),
                OperationCase.exact("nothing: reduced", ZeroCases::reduced),
                OperationCase.exact("nothing: multiplied", ZeroCases::products),
                OperationCase.exact("nothing: products of batches", ZeroCases::batches),
                OperationCase.exact("nothing: indexed", ZeroCases::indexed),
                OperationCase.exact("nothing: loops without steps", ZeroCases::noSteps),
                OperationCase.exact("nothing: loops over an empty batch", ZeroCases::emptyBatch),
                OperationCase.exact("nothing: loops with empty outputs", ZeroCases::emptyRows));
    }

    private static void elementwise(Drawing d) {
        Tensor x = d.floats(0, 3);
        d.output(x);
        d.output(tanh(x));
        d.output(x.plus(1).times(d.floats(3)));
        d.output(where(x.greaterThan(0), x, x.negated()));
        d.output(x.cast(DType.I32).plus(d.integers(0, 9, 0, 3)));
        d.output(softmax(d.floats(0, 3), -1));
    }

    private static void form(Drawing d) {
        Tensor x = d.floats(0, 3).plus(1);
        d.output(x.transpose());
        d.output(x.pad(0, 2, 1));
        d.output(concat(0, x, d.floats(2, 3), x));
        d.output(d.floats(5, 3).slice(0, 2, 2));
        d.output(d.floats(1, 3).broadcastTo(Shape.of(0, 3)));
    }

    private static void reshape(Drawing d) {
        d.output(d.floats(0, 3).plus(1).reshape(3, 0));
        d.output(d.floats(0, 3).reshape(0));
        d.output(d.floats(0, 3).expand(0).negated());
    }

    private static void reduced(Drawing d) {
        d.output(d.floats(0, 3).sum(0));
        d.output(d.floats(0, 3).plus(1).sum(0));
        d.output(d.floats(0, 3).plus(1).sum(1));
        d.output(d.floats(0, 3).plus(1).largest(0));
        d.output(d.integers(0, 9, 0, 3).largest(0));
        d.output(d.floats(0, 3).sum());
    }

    private static void products(Drawing d) {
        d.output(d.floats(3, 0).matmul(d.floats(0, 2)));
        d.output(d.floats(0, 3).matmul(d.floats(3, 2)));
        d.output(d.floats(3, 0).plus(1).matmul(d.floats(0, 2).plus(1)));
        d.output(d.floats(0, 3).plus(1).matmul(d.floats(3, 2).plus(1)));
        // the result lies where other numbers were, and may be where it itself was a run ago
        Tensor used = d.floats(5, 7).plus(1);
        Tensor sum = used.sum();
        d.output(d.floats(5, 0).matmul(d.floats(0, 7)).plus(sum).minus(sum));
    }

    private static void batches(Drawing d) {
        d.output(d.floats(0, 3, 5).matmul(d.floats(0, 5, 2)));
        d.output(d.floats(0, 3, 5).matmul(d.floats(5, 2)));
        d.output(d.floats(3, 0, 5).plus(1).matmul(d.floats(5, 2)));
        d.output(d.floats(2, 0, 3, 5).matmul(d.floats(2, 0, 5, 7)));
    }

    private static void indexed(Drawing d) {
        d.output(d.floats(5, 3).gather(d.integers(0, 5, 0)));
        d.output(d.floats(5, 0).gather(d.integers(0, 5, 3)));
        d.output(IndexCases.scatterAdd(d.floats(0, 3), d.integers(0, 5, 0), 5));
        d.output(IndexCases.scatterAdd(d.floats(0, 3).plus(1), d.integers(0, 5, 0), 5));
        d.output(IndexCases.scatterAdd(d.floats(4, 0), d.integers(0, 5, 4), 5));
    }

    private static void run(Drawing d, Scan scan, Scan.Body body) {
        Scan.Result r = scan.run(body);
        r.carries().forEach(t -> d.output(t));
        r.outputs().forEach(t -> d.output(t));
    }

    private static void noSteps(Drawing d) {
        Tensor w = d.floats(3, 3);
        run(
                d,
                Scan.over(0).carrying(d.floats(2, 3)).reading(d.floats(0, 2, 3)),
                (c, in) -> {
                    Tensor h = tanh(in.get(0).matmul(w).plus(c.get(0).matmul(w)));
                    return new Scan.Step(List.of(h), List.of(h, c.get(0)));
                });
    }

    private static void emptyBatch(Drawing d) {
        Tensor w = d.floats(3, 3);
        run(
                d,
                Scan.over(4).carrying(d.floats(0, 3).plus(1)).reading(d.floats(4, 0, 3)),
                (c, in) -> {
                    Tensor h = tanh(in.get(0).matmul(w).plus(c.get(0).matmul(w)));
                    return new Scan.Step(List.of(h), List.of(h, h.sum(0)));
                });
    }

    private static void emptyRows(Drawing d) {
        run(
                d,
                Scan.over(4).carrying(d.floats(3)).steps(d.given(Array.scalar(DType.I32, 2))),
                (c, in) ->
                        new Scan.Step(
                                List.of(c.get(0).negated()), List.of(c.get(0).slice(0, 1, 1))));
    }
}
