package dev.rondo.compiler;

import static dev.rondo.graph.Functions.tanh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Node;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class ClustersTest {
    @Test
    void twiceTheLayersTakeAboutTwiceTheSearch() {
        long visits = visits(training(40));
        assertThat(visits(training(80))).isLessThan(visits * 5 / 2);
    }

    @Test
    void updatesAreDoneInOneGoHoweverManyThereAre() {
        assertThat(groups(training(80)) - groups(training(40)))
                .isEqualTo(groups(training(120)) - groups(training(80)));
    }

    private static long visits(List<Node> nodes) {
        return Clusters.of(nodes).visits();
    }

    private static int groups(List<Node> nodes) {
        return Clusters.of(nodes).inOrder(nodes).size();
    }

    /** Layers, and for each an update that needs the gradients of all, as clipping does. */
    private static List<Node> training(int layers) {
        Scope scope = Scope.root();
        List<Variable> weights = new ArrayList<>();
        List<Variable> means = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            weights.add(scope.parameter("w" + i, Initializer.zeros(), 3, 3));
            means.add(scope.state("m" + i, Initializer.zeros(), 3, 3));
        }
        Entry entry =
                Entry.trace(
                        "train",
                        DType.F32,
                        t -> {
                            Tensor h = t.input("x", 2, 3);
                            for (Variable w : weights) {
                                h = tanh(h.matmul(w.in(t.graph()))).plus(h);
                            }
                            List<Tensor> gradients = Gradients.of(h.sum(), weights);
                            Tensor norm = t.graph().zeros();
                            for (Tensor g : gradients) {
                                norm = norm.plus(g.times(g).sum());
                            }
                            for (int i = 0; i < layers; i++) {
                                Tensor mean =
                                        means.get(i)
                                                .in(t.graph())
                                                .times(0.9)
                                                .plus(gradients.get(i).dividedBy(norm));
                                t.assign(means.get(i), mean);
                                t.assign(
                                        weights.get(i),
                                        weights.get(i).in(t.graph()).minus(mean.times(0.1)));
                            }
                        });
        return entry.graph().nodes();
    }
}
