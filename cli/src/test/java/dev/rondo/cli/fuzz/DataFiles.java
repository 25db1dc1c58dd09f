package dev.rondo.cli.fuzz;

import dev.rondo.array.Array;
import dev.rondo.models.data.CsvTable;
import dev.rondo.models.data.Gaps;
import dev.rondo.models.data.PairCorpus;
import dev.rondo.models.data.Seasonality;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.SeriesWindows;
import dev.rondo.models.data.Split;
import dev.rondo.models.data.StaticFeatures;
import dev.rondo.models.data.Tokens;
import dev.rondo.models.data.WindowBatch;
import dev.rondo.models.forecast.Forecaster;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Good files of series and pairs, and how they are read for training. */
final class DataFiles {
    private static final Series.Columns COLUMNS =
            new Series.Columns(
                    "value", List.of("other"), Optional.of(new Series.Time("day", Gaps.ERROR)));
    private static final SeriesWindows.Form FORM = new SeriesWindows.Form(4, 2, 0.15, 0.15);

    private DataFiles() {}

    /** A CSV file of a series, some of whose numbers may be others. */
    static byte[] series(SplittableRandom random) {
        StringBuilder csv = new StringBuilder("day,value,other,\"not, read\"\n");
        for (int i = 0; i < 28; i++) {
            csv.append("2026-02-%02d,".formatted(i + 1))
                    .append(number((i % 12) + ".5", random))
                    .append(',')
                    .append(number(Integer.toString(i * i), random))
                    .append(",\"\"\n");
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String number(String usual, SplittableRandom random) {
        return random.nextInt(100) == 0
                ? Damage.NUMBERS.get(random.nextInt(Damage.NUMBERS.size()))
                : usual;
    }

    /** Reads a series to its last window; all that a model would get must be finite. */
    static void readSeries(Path file) {
        Series series = Series.of(CsvTable.read(file), COLUMNS);
        Seasonality.find(series.target());
        SeriesWindows windows = new SeriesWindows(series, FORM);
        Forecaster.Inputs inputs = Forecaster.Inputs.of(FORM.window(), FORM.horizon(), 2);
        StaticFeatures none = new StaticFeatures(List.of());
        for (Array a : windows.training(inputs, none, 3, 1).batch(2).values()) {
            checkFinite(a.f32());
        }
        WindowBatch batch = new WindowBatch(inputs, 1, none);
        for (Split split : Split.values()) {
            for (int origin : windows.origins(split).rows()) {
                batch.put(0, series, windows.scaling().getFirst(), origin);
                checkFinite(batch.inputs().get(Forecaster.WINDOW).f32());
            }
        }
    }

    private static void checkFinite(float... values) {
        for (float v : values) {
            if (!Float.isFinite(v)) {
                throw new AssertionError("a series with " + v + " was taken");
            }
        }
    }

    /** A file of pairs. */
    static byte[] pairs() {
        StringBuilder tsv = new StringBuilder();
        for (int i = 1; i <= 30; i++) {
            tsv.append("%d große Bäume\t%d big trees \uD83C\uDF33\n".formatted(i, i));
        }
        return tsv.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads pairs of characters and of words, to a batch of each. */
    static void readPairs(Path file) {
        for (Tokens tokens : Tokens.values()) {
            PairCorpus.read(file, new PairCorpus.Settings(tokens, 100, 20)).training(4, 1).batch(3);
        }
    }
}
