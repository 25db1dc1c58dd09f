package dev.rondo.models.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;
import dev.rondo.models.checkpoint.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

class TrainingSettingsTest {
    /** What run directories held before there were schedules, AdamW and the rest. */
    private static Configuration old(String optimizer, double weightDecay) {
        return Configuration.empty()
                .with("optimizer", optimizer)
                .with("learning_rate", 0.003)
                .with("momentum", 0.9)
                .with("weight_decay", weightDecay)
                .with("clip", 1.0)
                .with("warmup", 50)
                .with("batch", 64)
                .with("sequence", 0)
                .with("evaluate_every", 250)
                .with("save_every", 1000)
                .with("seed", 1);
    }

    @Test
    void olderSettingsMeanWhatTheyMeant() {
        TrainingSettings adam = TrainingSettings.parse(old("adam", 0));
        assertThat(adam.optimizer().kind()).isEqualTo(OptimizerSettings.Kind.ADAM);
        assertThat(adam.schedule()).isEqualTo(ScheduleSettings.cosine(0.003, 50));
        assertThat(adam.accumulate()).isEqualTo(1);
        assertThat(adam.patience()).isZero();

        TrainingSettings decayed = TrainingSettings.parse(old("adam", 0.1));
        assertThat(decayed.optimizer().kind()).isEqualTo(OptimizerSettings.Kind.ADAMW);
        assertThat(variables(decayed)).isEqualTo(variables(adam)).contains("adam.m.w", "adam.t");

        TrainingSettings sgd = TrainingSettings.parse(old("sgd", 0.1));
        assertThat(sgd.optimizer())
                .isEqualTo(
                        new OptimizerSettings(
                                OptimizerSettings.Kind.SGD, 0.9, false, 0, false, 0.1, 0));
    }

    private static List<String> variables(TrainingSettings settings) {
        Scope scope = Scope.root();
        scope.parameter("w", (shape, _) -> new float[(int) shape.size()], 2);
        settings.step(scope);
        return scope.variables().stream().map(Variable::name).toList();
    }

    @ParameterizedTest
    @EnumSource
    void settingsAreKept(OptimizerSettings.Kind kind) {
        TrainingSettings settings =
                new TrainingSettings(
                        kind.defaults(),
                        new ScheduleSettings(
                                ScheduleSettings.Kind.HALVE, 0.5, 7, 0.25, 30, List.of(90L), 4),
                        2,
                        8,
                        3,
                        16,
                        10,
                        5,
                        20,
                        9,
                        Sharing.of(4, 8));

        assertThat(TrainingSettings.parse(settings.toConfiguration())).isEqualTo(settings);
        assertThat(variables(settings))
                .contains("step", "accumulated.sum.w", "accumulated.batches");
    }
}
