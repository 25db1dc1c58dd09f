package dev.rondo.contract;

import static dev.rondo.graph.Functions.exp;
import static dev.rondo.graph.Functions.relu;
import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.softmax;
import static dev.rondo.graph.Functions.tanh;
import static dev.rondo.graph.Functions.where;

import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A cell with equations made by chance: one to three gates of its input and state, and operations
 * on them. Its states stay within (−1, 1), so it is well conditioned over many steps. The same seed
 * gives the same cell on every machine.
 *
 * @param seed decides everything
 * @param length number of operations between the gates and the new states
 */
public record RandomCell(long seed, int length) implements CellFactory {
    @Override
    public Cell<?> create(Scope scope, int inputSize, int size) {
        return new Drawn(scope, inputSize, size);
    }

    /** The states; many equations have a second one. */
    record State(Tensor h, Tensor c) {}

    private final class Drawn implements Cell<State> {
        private final int size;
        private final List<Variable> inputWeights = new ArrayList<>();
        private final List<Variable> stateWeights = new ArrayList<>();
        private final List<Variable> biases = new ArrayList<>();

        Drawn(Scope scope, int inputSize, int size) {
            this.size = size;
            int gates = 1 + new SplittableRandom(seed).nextInt(3);
            for (int g = 0; g < gates; g++) {
                inputWeights.add(
                        scope.parameter("U" + g, Initializer.uniform(0.5), size, inputSize));
                stateWeights.add(scope.parameter("W" + g, Initializer.uniform(0.5), size, size));
                biases.add(scope.parameter("b" + g, Initializer.zeros(), size));
            }
        }

        @Override
        public State initialState(Graph graph, int batch) {
            return new State(graph.zeros(batch, size), graph.zeros(batch, size));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            SplittableRandom random = new SplittableRandom(seed + 1);
            List<Tensor> values = new ArrayList<>(List.of(s.h(), s.c()));
            for (int g = 0; g < biases.size(); g++) {
                Tensor from = random.nextInt(3) == 0 ? s.c() : s.h();
                Tensor a = inputWeights.get(g).of(x).plus(stateWeights.get(g).of(from));
                Tensor gate = a.plus(biases.get(g));
                values.add(random.nextBoolean() ? sigmoid(gate) : tanh(gate));
            }
            for (int i = 0; i < length; i++) {
                values.add(operation(pick(values, random), pick(values, random), random));
            }
            Tensor c = tanh(pick(values, random).plus(s.c().times(0.5)));
            Tensor h = c.times(sigmoid(pick(values, random)));
            return Step.of(h, new State(h, c));
        }

        /** Preferably a late one. */
        private Tensor pick(List<Tensor> from, SplittableRandom random) {
            int n = from.size();
            return from.get(
                    random.nextInt(4) == 0
                            ? random.nextInt(n)
                            : n - 1 - random.nextInt(Math.min(n, 3)));
        }

        /** Keeps what lies within [−1, 1] there, or nearly. */
        private Tensor operation(Tensor a, Tensor b, SplittableRandom random) {
            return switch (random.nextInt(9)) {
                case 0 -> a.times(b);
                case 1 -> a.plus(b).times(0.5);
                case 2 -> a.minus(b).times(0.5);
                case 3 -> a.subtractedFrom(1).times(b);
                case 4 -> tanh(a.times(1.5));
                case 5 -> exp(a.minus(1));
                case 6 -> relu(a);
                case 7 -> softmax(a, -1);
                default -> where(a.greaterThan(b), a, b.times(0.5));
            };
        }
    }
}
