package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.models.forecast.DriftForecast;
import dev.rondo.models.forecast.Forecast;
import dev.rondo.models.forecast.ForecastErrors;
import dev.rondo.models.forecast.Forecaster;
import dev.rondo.models.forecast.NaiveForecast;
import dev.rondo.models.training.Batches;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

class SeriesWindowsTest {
    /** A target and a feature as a file has them. */
    private static Series series(int rows, IntToDoubleFunction x, IntToDoubleFunction y) {
        StringBuilder text = new StringBuilder("x,y\n");
        for (int i = 0; i < rows; i++) {
            text.append(x.applyAsDouble(i)).append(',').append(y.applyAsDouble(i)).append('\n');
        }
        try {
            Path file = Files.createTempFile("series", ".csv");
            try {
                Files.writeString(file, text);
                return Series.of(
                        CsvTable.read(file),
                        new Series.Columns("x", List.of("y"), Optional.empty()));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SeriesWindows windows(Series s, int window, int horizon) {
        return new SeriesWindows(s, new SeriesWindows.Form(window, horizon, 0.2, 0.2));
    }

    private static Batches training(SeriesWindows w, int batch, long seed) {
        Forecaster.Inputs inputs = Forecaster.Inputs.of(w.form().window(), w.form().horizon(), 2);
        return w.training(inputs, StaticFeatures.fit(w.panel()), batch, seed);
    }

    /** The row of the series that a scaled value of a rising target is. */
    private static int row(SeriesWindows w, double scaled) {
        return (int) Math.round(w.scaling().getFirst().getFirst().invert(scaled));
    }

    @Property(tries = 50)
    void anEpochHasEveryTrainingWindowAndNoRowBehindTheTrainingPart(
            @ForAll @IntRange(min = 40, max = 120) int rows,
            @ForAll @IntRange(min = 1, max = 9) int length,
            @ForAll @IntRange(min = 1, max = 5) int horizon,
            @ForAll @IntRange(min = 1, max = 40) int batch,
            @ForAll long seed) {
        SeriesWindows w = windows(series(rows, i -> i, i -> -i), length, horizon);
        Batches batches = training(w, batch, seed);
        Set<Integer> origins = new HashSet<>();
        for (long step = 0; step < batches.stepsPerEpoch(); step++) {
            Map<String, Array> b = batches.batch(step);
            Array x = b.get(Forecaster.WINDOW);
            Array y = b.get(Forecaster.TARGET);
            for (int n = 0; n < batch; n++) {
                int origin = row(w, y.get(n * horizon));
                origins.add(origin);
                for (int h = 0; h < horizon; h++) {
                    assertThat(row(w, y.get(n * horizon + h)))
                            .isEqualTo(origin + h)
                            .isLessThan((int) w.trainingRows());
                }
                for (int t = 0; t < length; t++) {
                    int at = (t * batch + n) * 2;
                    assertThat(row(w, x.get(at))).isEqualTo(origin - length + t);
                    assertThat(w.scaling().getFirst().getLast().invert(x.get(at + 1)))
                            .isCloseTo(-(origin - length + t), within(1e-3));
                }
            }
        }
        assertThat(origins)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.rangeClosed(length, (int) w.trainingRows() - horizon)
                                .boxed()
                                .toList());
    }

    @Property(tries = 30)
    void theScalingDoesNotKnowWhatComesBehindTheTrainingPart(
            @ForAll @IntRange(min = 40, max = 90) int rows, @ForAll long seed) {
        var random = Mix.at(seed, 0);
        double[] values = random.doubles(rows).toArray();
        SeriesWindows plain = windows(series(rows, i -> values[i], i -> i), 3, 2);
        int trained = (int) plain.trainingRows();
        SeriesWindows changed =
                windows(series(rows, i -> i < trained ? values[i] : 1e6, i -> i), 3, 2);
        assertThat(changed.scaling()).isEqualTo(plain.scaling());
        double mean = IntStream.range(0, trained).mapToDouble(i -> values[i]).average().orElse(0);
        assertThat(plain.scaling().getFirst().getFirst().mean()).isCloseTo(mean, within(1e-12));
    }

    @Property(tries = 50)
    void thePartsAreInTheOrderOfTimeAndTogetherTheWholeSeries(
            @ForAll @IntRange(min = 40, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 8) int horizon) {
        Series s = series(rows, i -> i, i -> -i);
        SeriesWindows w = windows(s, 4, horizon);
        assertThat(w.begin(Split.TRAINING, s)).isZero();
        assertThat(w.begin(Split.VALIDATION, s)).isEqualTo(w.end(Split.TRAINING, s));
        assertThat(w.begin(Split.TEST, s)).isEqualTo(w.end(Split.VALIDATION, s));
        assertThat(w.end(Split.TEST, s)).isEqualTo(rows);
        for (Split split : Split.values()) {
            int[] origins = w.origins(split).rows();
            assertThat(origins[0]).isGreaterThanOrEqualTo(w.begin(split, s));
            assertThat(origins[origins.length - 1] + horizon).isEqualTo(w.end(split, s));
        }
    }

    @Property(tries = 20)
    void aBatchDependsOnSeedAndStepAlone(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 500) int step) {
        SeriesWindows w = windows(series(60, i -> i * i, i -> i), 5, 3);
        Array once = training(w, 4, seed).batch(step).get(Forecaster.WINDOW).copy();
        Batches again = training(w, 4, seed);
        again.batch(step + 77L);
        again.batch(0);
        assertThat(again.batch(step).get(Forecaster.WINDOW).sameBits(once)).isTrue();
    }

    @Test
    void epochsHaveDifferentOrders() {
        Batches b = training(windows(series(60, i -> i, i -> -i), 5, 3), 4, 1);
        Array first = b.batch(0).get(Forecaster.TARGET).copy();
        assertThat(b.batch(b.stepsPerEpoch()).get(Forecaster.TARGET).sameBits(first)).isFalse();
    }

    @Test
    void aSeriesThatIsTooShortSaysWhatIsNeeded() {
        Series s = series(30, i -> i, i -> -i);
        assertThatThrownBy(() -> windows(s, 20, 4))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("of its 30 rows 18 to train on")
                .hasMessageContaining("a window of 20 and a horizon of 4 need 24");
        assertThatThrownBy(() -> windows(s, 2, 7))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("6 for validation, and a horizon of 7 needs as many");
    }

    @Test
    void aConstantColumnIsRefused() {
        assertThatThrownBy(() -> windows(series(40, i -> i, i -> i < 24 ? 7 : i), 3, 2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column 'y' is 7.0 in all of the 24 rows to train on")
                .hasMessageContaining("Leave it out of the features");
    }

    @Test
    void aHeldOutValueThatIsNoNumberOnceItIsScaledIsRefused() {
        Series s = series(40, i -> i == 33 ? -1e60 : i, i -> -i);
        assertThatThrownBy(() -> windows(s, 3, 2))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column 'x' is -1.0E60 in row 34, too far from its mean of")
                .hasMessageContaining("Correct the value");
        Series next = series(5, i -> i, i -> i == 4 ? 1e300 : i);
        List<Scaling> scaling = List.of(new Scaling(0, 1), new Scaling(0, 1));
        WindowBatch batch =
                new WindowBatch(Forecaster.Inputs.of(3, 1, 2), 1, new StaticFeatures(List.of()));
        assertThatThrownBy(() -> batch.put(0, next, scaling, 5))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("column 'y' is 1.0E300 in row 5");
    }

    @Property(tries = 30)
    void theSeasonOfAWaveIsFoundUnderTrendAndNoise(
            @ForAll @IntRange(min = 4, max = 60) int season, @ForAll long seed) {
        var random = Mix.at(seed, 1);
        double[] x =
                IntStream.range(0, season * 6)
                        .mapToDouble(
                                i ->
                                        Math.sin(2 * Math.PI * i / season)
                                                + 0.01 * i
                                                + 0.02 * random.nextDouble())
                        .toArray();
        assertThat(Seasonality.find(x).orElseThrow())
                .isBetween(season - 1 - season / 20, season + 1 + season / 20);
    }

    @Test
    void aStraightLineHasNoSeason() {
        assertThat(Seasonality.find(IntStream.range(0, 50).mapToDouble(i -> i).toArray()))
                .isEmpty();
    }

    @Test
    void theNaiveForecastRepeatsTheLastSeason() {
        double[] x = {1, 2, 3, 4, 5, 6};
        assertThat(new NaiveForecast(3).from(x, 5, 7)).containsExactly(3, 4, 5, 3, 4, 5, 3);
        assertThat(new NaiveForecast(1).from(x, 5, 2)).containsExactly(5, 5);
    }

    @Test
    void anOriginOutsideTheSeriesIsNamed() {
        double[] x = {1, 2, 3, 4, 5};
        for (int bad : new int[] {2, -1, 6, Integer.MIN_VALUE}) {
            assertThatThrownBy(() -> new NaiveForecast(3).from(x, bad, 2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("row " + bad, "from 3 to 5");
        }
        assertThatThrownBy(() -> new NaiveForecast(3).from(x, 4, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1 rows");
        assertThatThrownBy(() -> new DriftForecast().from(x, 1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two rows before row 1 of 5");
        assertThatThrownBy(() -> new ForecastErrors.Sum().errors())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ForecastErrors.Sum().add(new double[1], Forecast.of(1, 2), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a forecast of 2 rows is not measured on 1 values");
    }
}
