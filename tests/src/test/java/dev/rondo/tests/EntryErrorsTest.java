package dev.rondo.tests;

import static dev.rondo.tests.Mistakes.x;
import static dev.rondo.tests.Mistakes.x2;

import dev.rondo.array.DType;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.optimizer.Sgd;
import dev.rondo.models.optimizer.TrainingStep;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** An entry of a program that cannot be is refused at the user's line, by the names in it. */
class EntryErrorsTest {
    private final Mistakes mistakes = new Mistakes(EntryErrorsTest.class);

    @TestFactory
    Stream<DynamicTest> aMistakeIsNamedWithItsLine() {
        entries();
        return mistakes.tests();
    }

    private void entries() {
        Scope scope = Scope.root();
        Variable v = scope.parameter("v", Initializer.zeros(), 3);
        mistakes.add("an input twice", t -> t.input("x", 1).plus(t.input("x", 1)), "x");
        mistakes.add(
                "an output twice",
                t -> {
                    t.output("y", x(t));
                    t.output("y", x2(t));
                },
                "y");
        mistakes.add("a wrong value", t -> t.assign(v, x(t)), "'v'", "F32[3]", "F32[2, 3]");
        mistakes.add(
                "two values",
                t -> {
                    t.assign(v, t.input("a", 3));
                    t.assign(v, t.input("b", 3));
                },
                "'v'",
                "twice");
        mistakes.add("a condition of floats", t -> t.assignOnlyIf(x(t)), "BOOL", "[2, 3]");
        mistakes.add("no output", t -> t.output("y", null), "'y'", "null");
        mistakes.add("no value", t -> t.assign(v, null), "'v'", "null");
        mistakes.add("no flag", t -> t.assignOnlyIf(null), "assignOnlyIf", "null");
        mistakes.add("no loss", t -> minimizing(null).accept(t), "loss", "null");
        mistakes.add(
                "a loss of many numbers",
                t -> minimizing(v.in(t.graph())).accept(t),
                "a loss is a float scalar",
                "F32[3]",
                "mean()");
        mistakes.add(
                "a loss of whole numbers",
                t -> minimizing(t.input("i", DType.I32)).accept(t),
                "a loss is a float scalar",
                "I32[]");
        mistakes.add(
                "an accumulated loss of many numbers",
                t -> {
                    Scope all = Scope.root();
                    Variable w = all.parameter("w", Initializer.zeros(), 3);
                    new TrainingStep(all, new Sgd(all, List.of(w)))
                            .accumulating(all.child("sums"))
                            .addTo(
                                    Program.of(DType.F32, all, 1),
                                    "train",
                                    u -> w.in(u.graph()).squared());
                },
                "a loss is a float scalar",
                "F32[3]");
        mistakes.add(
                "a tensor of another entry",
                t -> {
                    Tensor[] other = new Tensor[1];
                    Entry.trace("other", DType.F32, u -> other[0] = u.input("z", 2, 3));
                    x(t).plus(other[0]);
                },
                "graphs",
                "other");
    }

    private static Consumer<Trace> minimizing(Tensor loss) {
        Scope scope = Scope.root();
        Variable w = scope.parameter("w", Initializer.zeros(), 3);
        return new TrainingStep(scope, new Sgd(scope, List.of(w))).minimizing(t -> loss);
    }
}
