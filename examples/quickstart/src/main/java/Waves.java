// Waves.java
import static dev.rondo.graph.Functions.*;
import dev.rondo.array.*;
import dev.rondo.backend.*;
import dev.rondo.cell.*;
import dev.rondo.graph.*;
import dev.rondo.models.layer.*;
import dev.rondo.models.loss.*;
import dev.rondo.models.optimizer.*;

record State(Tensor h) {}

record GatedUnit(int size, Variable Uf, Variable Wf, Variable U, Variable W)
        implements Cell<State> {
    public State initialState(Graph graph, int batch) {
        return new State(graph.zeros(batch, size));
    }

    public Step<State> step(Tensor x, State s) {
        var f = sigmoid(Uf.of(x).plus(Wf.of(s.h())));
        var candidate = tanh(U.of(x).plus(W.of(f.times(s.h()))));
        var h = f.subtractedFrom(1).times(s.h()).plus(f.times(candidate));
        return Step.of(h, new State(h));
    }
}

void main() {
    var scope = Scope.root();
    var random = Initializer.uniform(0.3);
    var cell = new GatedUnit(16,
            scope.parameter("U_f", random, 16, 1), scope.parameter("W_f", random, 16, 16),
            scope.parameter("U", random, 16, 1), scope.parameter("W", random, 16, 16));
    var out = Dense.linear(scope.child("out"), 16, 1);
    var training = new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()));
    var program = Program.of(DType.F32, scope, 42).with("train", training.minimizing(t -> {
        var last = Recurrence.of(cell).over(t.input("x", 20, 1, 1)).last();
        return SquaredError.mean(out.of(last.h()), t.input("y", 1, 1));
    }));

    try (var model = Backends.open().compile(program)) {          // the best backend here
        for (int i = 1; i <= 500; i++) {
            double phase = 6 * Math.random();
            var x = Array.zeros(DType.F32, Shape.of(20, 1, 1));   // 20 steps, 1 sequence, 1 value
            for (int t = 0; t < 20; t++) x.set(t, Math.sin(0.5 * t + phase));
            var y = Array.of(new float[] {(float) Math.sin(10 + phase)}, 1, 1);
            var results = model.run("train", Map.of("x", x, "y", y,
                    "learning_rate", Array.scalar(DType.F32, 0.01)));
            if (i % 100 == 0) IO.println("step " + i + ": loss " + results.get("loss").item());
        }
    }
}
