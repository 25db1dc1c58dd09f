package dev.rondo.compiler;

import dev.rondo.array.Shape;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Node;
import dev.rondo.graph.Op;
import dev.rondo.graph.analysis.Demand;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much there is to do in one place of an entry: outside its loops, or in a step of one of them.
 * For a person who wants to know what the passes made of a computation.
 *
 * @param place in words
 * @param times how often it is done in a run
 * @param products products of matrices, and convolutions
 * @param elementwise operations that are done element by element, each in one go over its operands
 * @param fused the same, several in one go
 * @param fusedOperations operations in these
 * @param others reductions, lookups and whatever else moves numbers; what only looks at them in
 *     another way (transposing, slicing, repeating) is not counted
 */
public record WorkCounts(
        String place,
        int times,
        List<Product> products,
        int elementwise,
        int fused,
        int fusedOperations,
        int others) {

    /**
     * A product of matrices or a convolution.
     *
     * @param left shape of the left operand, or of the image
     * @param right shape of the right operand, or of the kernel
     * @param operations multiplications and additions
     * @param site the user's line that it comes from
     */
    public record Product(Shape left, Shape right, double operations, String site) {
        private static Product of(Node n, long terms) {
            double operations = 2.0 * n.output().shape().size() * terms;
            return new Product(n.input(0).shape(), n.input(1).shape(), operations, n.site());
        }
    }

    /** Of everything that an entry's results need: first outside the loops, then loop by loop. */
    public static List<WorkCounts> of(Entry entry) {
        List<WorkCounts> all = new ArrayList<>();
        add("outside the loops", 1, entry.graph(), Demand.of(entry.graph(), entry.roots()), all);
        return all;
    }

    private static void add(
            String place, int times, Graph graph, Demand demand, List<WorkCounts> all) {
        List<Product> products = new ArrayList<>();
        int elementwise = 0;
        int fused = 0;
        int fusedOperations = 0;
        int others = 0;
        List<Node> loops = new ArrayList<>();
        for (Node n : graph.nodes()) {
            if (!demand.needs(n)) {
                continue;
            }
            switch (n.op()) {
                case Op.MatMul _ -> products.add(Product.of(n, n.input(0).dim(-1)));
                case Op.Convolution _ -> {
                    Shape kernel = n.input(1).shape();
                    long terms = kernel.dim(1) * (long) kernel.dim(2) * kernel.dim(3);
                    products.add(Product.of(n, terms));
                }
                case Op.Unary _, Op.Binary _, Op.Compare _, Op.Select _, Op.Cast _ -> elementwise++;
                case Op.Fused f -> {
                    fused++;
                    fusedOperations += f.body().nodes().size() - f.body().arguments().size();
                }
                case Op.Reduce _,
                        Op.Concat _,
                        Op.Pad _,
                        Op.Gather _,
                        Op.ScatterAdd _,
                        Op.Iota _,
                        Op.RandomBits _ ->
                        others++;
                case Op.Scan _ -> loops.add(n);
                case Op.Constant _,
                        Op.Input _,
                        Op.Read _,
                        Op.Argument _,
                        Op.Broadcast _,
                        Op.Reshape _,
                        Op.Transpose _,
                        Op.Slice _,
                        Op.StopGradient _ -> {}
            }
        }
        all.add(
                new WorkCounts(
                        place, times, products, elementwise, fused, fusedOperations, others));
        for (Node n : loops) {
            Op.Scan scan = (Op.Scan) n.op();
            String loop = String.format(Locale.ROOT, "each of %,d steps", scan.length());
            add(
                    loop + (scan.reverse() ? ", backwards" : ""),
                    times * scan.length(),
                    scan.body(),
                    demand.body(n),
                    all);
        }
    }
}
