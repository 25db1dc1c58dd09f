package dev.rondo.executor.plan;

import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.kernels.Expression;
import dev.rondo.kernels.Expression.Operation;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Makes the expressions that kernels get for fused operations. */
final class Expressions {
    private Expressions() {}

    static Expression of(Op.Fused fused) {
        Map<Tensor, Integer> numbers = new IdentityHashMap<>();
        for (Tensor t : fused.body().arguments()) {
            numbers.put(t, numbers.size());
        }
        List<Operation> operations = new ArrayList<>();
        for (Node n : fused.body().nodes()) {
            if (n.op() instanceof Op.Argument) {
                continue;
            }
            int[] in = n.inputs().stream().mapToInt(numbers::get).toArray();
            operations.add(
                    switch (n.op()) {
                        case Op.Unary u -> new Operation.Unary(u.function(), in[0]);
                        case Op.Binary b -> new Operation.Binary(b.function(), in[0], in[1]);
                        case Op.Compare c -> new Operation.Compare(c.function(), in[0], in[1]);
                        case Op.Select _ -> new Operation.Select(in[0], in[1], in[2]);
                        default -> throw new IllegalStateException("cannot be fused: " + n);
                    });
            numbers.put(n.output(), numbers.size());
        }
        return new Expression(
                fused.body().arguments().stream().map(Tensor::dtype).toList(),
                operations,
                fused.results().stream().map(numbers::get).toList());
    }
}
