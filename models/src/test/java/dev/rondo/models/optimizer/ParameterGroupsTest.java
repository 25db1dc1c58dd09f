package dev.rondo.models.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Trace;
import dev.rondo.graph.Variable;
import dev.rondo.models.Run;
import dev.rondo.models.init.Initializers;
import dev.rondo.models.optimizer.ParameterGroups.Group;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** The loss is Σ θᵢ² /2 over all parameters, so each parameter's gradient is itself. */
class ParameterGroupsTest {
    private static final double RATE = 0.1;

    private final Scope scope = Scope.root();
    private final Variable u = scope.child("encoder").parameter("U", Initializers.normal(1), 2);
    private final Variable w = scope.child("encoder2").parameter("W", Initializers.normal(1), 3);
    private final Variable v = scope.child("decoder").parameter("V", Initializers.normal(1), 4);

    private Tensor loss(Trace t) {
        return u.in(t.graph())
                .squared()
                .sum()
                .plus(w.in(t.graph()).squared().sum())
                .plus(v.in(t.graph()).squared().sum())
                .times(0.5);
    }

    private Executable compile(Optimizer optimizer) {
        TrainingStep step = new TrainingStep(scope, optimizer);
        return Run.compile(
                Program.of(DType.F64, scope, 1).with("run", step.minimizing(this::loss)));
    }

    private static void step(Executable run) {
        run.run("run", Map.of("learning_rate", Array.scalar(DType.F64, RATE)));
    }

    @Test
    void eachGroupHasItsRateAndDecayAndWhatIsInNoneIsFrozen() {
        Parameters all = Parameters.of(scope);
        Optimizer optimizer =
                ParameterGroups.of(
                        new Group(
                                new Sgd(
                                        scope.child("slow"),
                                        all.in("encoder").list(),
                                        new Sgd.Settings(0.9, false, 0.5)),
                                0.2),
                        new Group(new Sgd(scope.child("fast"), all.in("decoder").list()), 1));
        try (Executable run = compile(optimizer)) {
            Map<String, Array> before = run.variables();

            step(run);

            // g + λθ = 1.5 θ
            assertThat(run.read("encoder.U").get(0))
                    .isCloseTo(
                            before.get("encoder.U").get(0) * (1 - 0.2 * RATE * 1.5), within(1e-14));
            assertThat(run.read("decoder.V").get(0))
                    .isCloseTo(before.get("decoder.V").get(0) * (1 - RATE), within(1e-14));
            assertThat(run.read("encoder2.W").sameBits(before.get("encoder2.W"))).isTrue();
            assertThat(run.variables().keySet())
                    .containsExactly(
                            "encoder.U", "encoder2.W", "decoder.V", "slow.v.encoder.U", "step");
        }
    }

    @Test
    void aFrozenParameterHasNoStateAndItsGradientIsNotComputed() {
        int whole =
                training(new Adam(scope.child("all"), scope.parameters())).graph().nodes().size();
        Parameters trained = Parameters.of(scope).without("encoder", "encoder2.W");
        assertThat(trained.list()).containsExactly(v);

        Entry part = training(new Adam(scope.child("part"), trained.list()));

        // of each of the other two at least the gradient, both means and the new value
        assertThat(part.graph().nodes()).hasSizeLessThan(whole - 20);
        assertThat(part.assignments().keySet())
                .extracting(Variable::name)
                .containsExactlyInAnyOrder(
                        "decoder.V", "part.m.decoder.V", "part.v.decoder.V", "part.t", "step");
    }

    private Entry training(Optimizer optimizer) {
        TrainingStep step = new TrainingStep(Scope.root(), optimizer);
        return Entry.trace("train", DType.F64, step.minimizing(this::loss));
    }

    @Test
    void aSharedParameterHasOneStateAndTheGradientOfAllItsUses() {
        Adam adam = new Adam(scope.child("adam"), List.of(u));
        TrainingStep step = new TrainingStep(scope, adam);
        Program program =
                Program.of(DType.F64, scope, 1)
                        .with(
                                "run",
                                step.minimizing(
                                        t -> {
                                            Tensor theta = u.in(t.graph());
                                            Tensor first = theta.times(3).sum();
                                            return first.plus(theta.times(4).sum());
                                        }));
        try (Executable run = Run.compile(program)) {
            step(run);
            // m = (1−β₁) g with g = 3 + 4
            assertThat(run.read("adam.m.encoder.U").toDoubles())
                    .containsExactly(new double[] {0.7, 0.7}, within(1e-14));
        }
    }

    @Test
    void groupsOfAveragingOptimisersAverageTogether() {
        Parameters all = Parameters.of(scope);
        Optimizer optimizer =
                ParameterGroups.of(
                        new Group(new NtAsgd(scope.child("a"), all.in("encoder").list()), 1),
                        new Group(new NtAsgd(scope.child("b"), all.in("decoder").list()), 0.5));
        Program program =
                new TrainingStep(scope, optimizer)
                        .addTo(Program.of(DType.F64, scope, 1), "run", this::loss);
        try (Executable run = Run.compile(program)) {
            run.run("run/start_averaging");
            step(run);
            assertThat(run.read("a.points").item()).isEqualTo(2);
            assertThat(run.read("b.points").item()).isEqualTo(2);
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        Parameters all = Parameters.of(scope);
        assertThatThrownBy(() -> all.in("encode"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'encode'", "encoder.U", "decoder.V");
        Group group = new Group(new Sgd(scope.child("a"), all.list()), 1);
        Group again = new Group(new Sgd(scope.child("b"), List.of(v)), 1);
        assertThatThrownBy(() -> ParameterGroups.of(group, again))
                .hasMessageContainingAll("'decoder.V'", "two groups");
        assertThatThrownBy(ParameterGroups::of).hasMessageContaining("at least one");
        assertThatThrownBy(() -> new Group(again.optimizer(), 0))
                .hasMessageContainingAll("got 0.0", "freeze");
    }
}
