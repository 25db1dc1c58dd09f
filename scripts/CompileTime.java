import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.LayerNorm;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.optimizer.Adam;
import dev.rondo.models.optimizer.TrainingStep;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How long a small training step takes to compile, a cell with peepholes and normalized gates that is not one of
 * Rondo's. See scripts/compile-time. Argument: how often it is compiled.
 */
final class CompileTime {
    private static final int STEPS = 30;
    private static final int ROWS = 4;
    private static final int INPUTS = 2;
    private static final int UNITS = 12;
    private static final int UPDATES = 20;

    /** The states [B, H]. */
    record State(Tensor h, Tensor c) {}

    /** The LSTM with peepholes (Gers and Schmidhuber 2000), the sums of its gates and its cell normalized. */
    static final class NormalizedPeepholeLstm implements Cell<State> {
        private final Map<String, Variable> variables = new HashMap<>();
        private final Map<String, LayerNorm> norms = new HashMap<>();

        NormalizedPeepholeLstm(Scope scope) {
            var start = Initializer.uniform(1 / Math.sqrt(UNITS));
            for (String k : List.of("i", "f", "g", "o")) {
                variables.put("U" + k, scope.parameter("U_" + k, start, UNITS, INPUTS));
                variables.put("W" + k, scope.parameter("W_" + k, start, UNITS, UNITS));
                variables.put("b" + k, scope.parameter("b_" + k, Initializer.zeros(), UNITS));
                norms.put(k, new LayerNorm(scope.child("norm_" + k), UNITS));
            }
            for (String k : List.of("i", "f", "o")) {
                variables.put("p" + k, scope.parameter("p_" + k, start, UNITS));
            }
            norms.put("c", new LayerNorm(scope.child("norm_c"), UNITS));
        }

        private Tensor sum(String k, Tensor x, Tensor h) {
            return variables.get("U" + k).of(x).plus(variables.get("W" + k).of(h)).plus(variables.get("b" + k));
        }

        private Tensor peephole(String k, Tensor c) {
            return c.times(variables.get("p" + k));
        }

        @Override
        public State initialState(Graph graph, int batch) {
            return new State(graph.zeros(batch, UNITS), graph.zeros(batch, UNITS));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            var i = sigmoid(norms.get("i").of(sum("i", x, s.h()).plus(peephole("i", s.c()))));
            var f = sigmoid(norms.get("f").of(sum("f", x, s.h()).plus(peephole("f", s.c()))));
            var g = tanh(norms.get("g").of(sum("g", x, s.h())));
            var c = f.times(s.c()).plus(i.times(g));
            var o = sigmoid(norms.get("o").of(sum("o", x, s.h()).plus(peephole("o", c))));
            var h = o.times(tanh(norms.get("c").of(c)));
            return Step.of(h, new State(h, c));
        }
    }

    public static void main(String[] args) {
        var scope = Scope.root();
        var cell = new NormalizedPeepholeLstm(scope.child("cell"));
        var out = Dense.linear(scope.child("out"), UNITS, 1);
        var step = new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters())).clippingAt(1);
        var program = Program.of(DType.F32, scope, 5).with("train", step.minimizing(t -> {
            var last = Recurrence.of(cell).over(t.input("x", STEPS, ROWS, INPUTS)).last();
            return SquaredError.mean(out.of(last.h()), t.input("y", ROWS, 1));
        }));
        var random = new SplittableRandom(7);
        var x = Array.zeros(DType.F32, Shape.of(STEPS, ROWS, INPUTS));
        var y = Array.zeros(DType.F32, Shape.of(ROWS, 1));
        for (int i = 0; i < x.shape().size(); i++) {
            x.set(i, random.nextDouble());
        }
        for (int i = 0; i < ROWS; i++) {
            y.set(i, random.nextDouble());
        }
        var inputs = Map.of("x", x, "y", y, "learning_rate", Array.scalar(DType.F32, 0.01));
        var backend = Backends.open();
        for (int i = 0; i < Integer.parseInt(args[0]); i++) {
            long begin = System.nanoTime();
            try (Executable model = backend.compile(program)) {
                long compiled = System.nanoTime();
                double loss = model.run("train", inputs).get("loss").item();
                long first = System.nanoTime();
                for (int k = 1; k < UPDATES; k++) {
                    loss = model.run("train", inputs).get("loss").item();
                }
                long end = System.nanoTime();
                System.out.printf(
                        Locale.ROOT,
                        "compiling %5.0f ms, first step %5.0f ms, later steps %6.2f ms, loss %.7g%n",
                        (compiled - begin) / 1e6,
                        (first - compiled) / 1e6,
                        (end - first) / 1e6 / (UPDATES - 1),
                        loss);
            }
        }
    }
}
