package dev.rondo.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.models.checkpoint.RunDirectory;

import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import scala.jdk.javaapi.CollectionConverters;

import java.nio.file.Path;
import java.util.List;

class RondoSweepTest {
    private static final RondoForecaster FORECASTER =
            new RondoForecaster()
                    .setIdCol("shop")
                    .setTimeCol("day")
                    .setTargetCol("sold")
                    .setHorizon(2)
                    .setHidden(4)
                    .setSteps(4);

    @Test
    void each_setting_is_tried_with_each_seed_and_a_failure_is_a_row(@TempDir Path folder) {
        Dataset<Row> shops = Frames.shops(Frames.session(), 2, 60);
        ParamMap[] grid =
                new ParamGridBuilder()
                        .addGrid(
                                FORECASTER.cell(),
                                CollectionConverters.asScala(List.of("gru", "granola")))
                        .addGrid(FORECASTER.learningRate(), new double[] {0.001, 0.01})
                        .build();
        List<Row> table =
                new RondoSweep<>(FORECASTER, grid, 1, 2)
                        .run(shops, folder.toUri().toString())
                        .collectAsList();

        assertThat(table).hasSize(8);
        List<Row> good = table.subList(0, 4);
        assertThat(good).extracting(r -> r.<Double>getAs("value")).isSorted().doesNotContainNull();
        for (Row row : good) {
            assertThat(row.<String>getAs("metric")).isEqualTo("mase");
            assertThat(row.isNullAt(row.fieldIndex("failure"))).isTrue();
            assertThat(row.getJavaMap(row.fieldIndex("settings")))
                    .containsEntry("cell", "gru")
                    .containsKey("learningRate");
            var run = RunDirectory.model(folder.resolve(row.<String>getAs("trial")));
            var best = run.description().training().best().orElseThrow();
            assertThat(best.value()).isEqualTo(row.<Double>getAs("value"));
            assertThat(best.step()).isEqualTo(row.<Long>getAs("step"));
            assertThat(run.description().model().section("training").integer("seed"))
                    .isEqualTo(row.<Long>getAs("seed"));
        }
        for (Row row : table.subList(4, 8)) {
            assertThat(row.<String>getAs("failure")).contains("granola");
            assertThat(row.isNullAt(row.fieldIndex("value"))).isTrue();
        }
    }

    @Test
    void what_cannot_be_swept_is_refused() {
        assertThatThrownBy(() -> new RondoSweep<>(FORECASTER, new ParamMap[0]))
                .hasMessage("a sweep needs at least one setting");
        RondoForecaster grouped = FORECASTER.copy(new ParamMap()).setGroupCol("region");
        var sweep = new RondoSweep<>(grouped, new ParamMap[] {new ParamMap()});
        assertThatThrownBy(() -> sweep.run(Frames.shops(Frames.session(), 2, 60), "nowhere"))
                .hasMessageContaining("groupCol");
    }
}
