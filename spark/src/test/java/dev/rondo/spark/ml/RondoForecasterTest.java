package dev.rondo.spark.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.data.Panel;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.task.SeriesModel;
import dev.rondo.models.task.SeriesSettings;

import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class RondoForecasterTest {
    private static final int SHOPS = 6;

    private static SparkSession session;
    private static Dataset<Row> shops;
    private static RondoForecastModel model;

    @BeforeAll
    static void train() {
        session = Frames.session();
        shops = Frames.shops(session, SHOPS, 90).cache();
        model = forecaster().setLoss("gaussian").setNumWorkers(2).fit(shops);
    }

    private static RondoForecaster forecaster() {
        return new RondoForecaster()
                .setIdCol("shop")
                .setTimeCol("day")
                .setTargetCol("sold")
                .setHorizon(3)
                .setHidden(6)
                .setSteps(40)
                .setBatchSize(16)
                .setLearningRate(0.01)
                .setWarmup(5);
    }

    @Test
    void it_forecasts_the_days_after_the_end_of_each_series() {
        Dataset<Row> said = model.transform(shops).orderBy("shop", "step");
        assertThat(said.columns())
                .containsExactly("shop", "step", "day", "prediction", "quantiles");
        List<Row> rows = said.collectAsList();
        assertThat(rows).hasSize(3 * SHOPS);
        for (int i = 0; i < rows.size(); i++) {
            int shop = i / 3 + 1;
            int step = i % 3 + 1;
            Row row = rows.get(i);
            assertThat(row.getInt(0)).isEqualTo(shop);
            assertThat(row.getInt(1)).isEqualTo(step);
            assertThat(row.getString(2))
                    .isEqualTo(step == 1 ? "2024-03-31" : "2024-04-0" + (step - 1));
            double wave = 10 * shop + shop * Math.sin(2 * Math.PI * (89 + step + shop) / 7);
            assertThat(row.getDouble(3)).isCloseTo(wave, within(0.6 * shop));
            List<Double> quantiles = row.getList(4);
            assertThat(quantiles).hasSize(Forecast.LEVELS.size()).isSorted();
        }
    }

    @Test
    void a_forecast_is_that_of_the_model_alone_however_the_rows_come() {
        SeriesSettings settings = model.settings();
        Panel panel =
                SeriesTable.collect(shops, settings.columns(), Optional.empty())
                        .get("")
                        .panel(settings.columns());
        List<Double> alone =
                model.runs()
                        .get("")
                        .use(
                                checkpoint -> {
                                    SeriesModel form =
                                            SeriesModel.parse(checkpoint.description().model());
                                    var backend = Backends.open("auto", new BackendOptions(1));
                                    try (Executable e = backend.compile(form.program())) {
                                        checkpoint.restorePart(e);
                                        List<Double> points = new ArrayList<>();
                                        form.forecasts(
                                                        form.next(e, panel),
                                                        panel,
                                                        form.calibration())
                                                .forEach(
                                                        f -> {
                                                            for (double p : f.points()) {
                                                                points.add(p);
                                                            }
                                                        });
                                        return points;
                                    }
                                });
        for (int partitions : new int[] {1, 4}) {
            Dataset<Row> mixed = shops.orderBy(functions.rand(partitions)).repartition(partitions);
            assertThat(points(model.transform(mixed))).isEqualTo(alone);
        }
    }

    private static List<Double> points(Dataset<Row> forecasts) {
        return forecasts.orderBy("shop", "step").collectAsList().stream()
                .map(row -> row.<Double>getAs("prediction"))
                .toList();
    }

    @Test
    void rows_in_another_order_give_the_same_model() {
        RondoForecaster quick = forecaster().setSteps(5);
        assertThat(quick.fit(shops.orderBy(functions.rand(3))).runs().get("").weights())
                .isEqualTo(quick.fit(shops).runs().get("").weights());
    }

    @Test
    void what_is_saved_forecasts_the_same_when_it_is_loaded(@TempDir Path folder) throws Exception {
        String path = folder.resolve("model").toUri().toString();
        model.save(path);
        RondoForecastModel loaded = RondoForecastModel.load(path);
        assertThat(points(loaded.transform(shops))).isEqualTo(points(model.transform(shops)));
        var run = RunDirectory.model(folder.resolve("model/run"));
        assertThat(SeriesModel.parse(run.description().model()).settings().horizon()).isEqualTo(3);
    }

    @Test
    void each_group_can_have_a_model_of_its_own(@TempDir Path folder) throws Exception {
        RondoForecastModel each = forecaster().setSteps(10).setGroupCol("region").fit(shops);
        assertThat(each.runs()).containsOnlyKeys("north", "south");
        assertThat(each.runs().get("north").weights())
                .isNotEqualTo(each.runs().get("south").weights());
        // the model of a group is that of its rows alone
        RondoForecastModel north = forecaster().setSteps(10).fit(shops.filter("region = 'north'"));
        assertThat(points(each.transform(shops).filter("shop % 2 = 0")))
                .isEqualTo(points(north.transform(shops.filter("region = 'north'"))));
        String path = folder.resolve("each").toUri().toString();
        each.save(path);
        assertThat(points(RondoForecastModel.load(path).transform(shops)))
                .isEqualTo(points(each.transform(shops)));
        assertThatThrownBy(
                        () ->
                                each.transform(
                                                shops.withColumn(
                                                        "region", functions.lit("elsewhere")))
                                        .collectAsList())
                .hasStackTraceContaining(
                        "no model was trained for group 'elsewhere'; there are those for [north,"
                                + " south]");
    }

    @Test
    void one_series_needs_no_names() {
        Dataset<Row> one = shops.filter("shop = 1").select("day", "sold");
        RondoForecastModel learned =
                new RondoForecaster()
                        .setTimeCol("day")
                        .setTargetCol("sold")
                        .setHorizon(2)
                        .setHidden(4)
                        .setSteps(5)
                        .fit(one);
        assertThat(learned.transform(one).columns()).containsExactly("step", "day", "prediction");
        assertThat(learned.transform(one).count()).isEqualTo(2);
        assertThatThrownBy(() -> learned.transform(one.limit(1)).collectAsList())
                .hasStackTraceContaining("it has 1 rows; the model reads the last");
        var skipping = learned.copy(new ParamMap()).setHandleInvalid("skip");
        assertThat(skipping.transform(one.limit(1)).count()).isZero();
        assertThat(learned.transform(one.limit(0)).count()).isZero();
    }

    @Test
    void wrong_columns_and_parameters_are_told() {
        assertThatThrownBy(() -> forecaster().setTargetCol("sale").fit(shops))
                .hasMessageContaining("no column 'sale'");
        assertThatThrownBy(() -> forecaster().setLoss("cubic").fit(shops))
                .hasMessageContaining("there is no loss 'cubic'");
        assertThatThrownBy(() -> forecaster().setTargetCol("region").fit(shops))
                .hasMessageContaining("'south' is no number");
        assertThatThrownBy(() -> forecaster().setGroupCol("region").setNumWorkers(2).fit(shops))
                .hasMessageContaining("numWorkers must be 1");
        assertThatThrownBy(() -> forecaster().fit(shops.filter("day <> date'2024-02-01'")))
                .hasMessageContaining("missing");
    }
}
