package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.JsonLines;
import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

/** A forecaster from training to forecasting. */
class SeriesRunTest {
    private static final String SMALL =
            " --hidden 8 --batch 16 --window 12 --horizon 4 --evaluate-every 50"
                    + " --learning-rate 0.02 --warmup 5 --backend scalar";

    @TempDir private Path folder;

    /** A wave of 10.5 rows, so that no season of whole rows repeats it, and its quarter. */
    @BeforeEach
    void series() throws IOException {
        StringBuilder text = new StringBuilder("day,wave,lead\n");
        for (int i = 0; i < 200; i++) {
            double angle = 2 * Math.PI * i / 10.5;
            text.append(i + 1)
                    .append(',')
                    .append(50 + 20 * Math.sin(angle))
                    .append(',')
                    .append(Math.cos(angle))
                    .append('\n');
        }
        Files.writeString(folder.resolve("wave.csv"), text);
    }

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    private CommandLineRun train(String options) {
        return rondo("train series --csv DIR/wave.csv --target wave" + SMALL + options);
    }

    private static double rmse(String out, String forecast) {
        Matcher m = Pattern.compile("  " + forecast + "\\s+([0-9.]+)\\s+[0-9.]+").matcher(out);
        assertThat(m.find()).as(forecast + " in " + out).isTrue();
        return Double.parseDouble(m.group(1));
    }

    @Test
    void training_beats_the_naive_forecasts_of_a_wave_and_leaves_pictures() throws IOException {
        CommandLineRun run =
                train(" --features lead --time day --steps 150 --output DIR/run").succeeded();

        assertThat(run.err()).contains("140 rows of 'wave' to train on", "step 50: RMSE ");
        assertThat(run.out()).contains("The last 30 rows (171 to 200) were held out. 27 forecasts");
        double model = rmse(run.out(), "this model");
        assertThat(model).isLessThan(rmse(run.out(), "last value") / 2);
        assertThat(model).isLessThan(rmse(run.out(), "last season \\(\\d+ rows\\)"));
        assertThat(ImageIO.read(folder.resolve("run/forecast.png").toFile()).getWidth())
                .isGreaterThan(300);
        Configuration c = RunDirectory.model(folder.resolve("run")).description().model();
        assertThat(c.section("series").texts("features")).containsExactly("lead");
        assertThat(c.section("series").integer("season")).isBetween(10L, 21L);

        List<String> forecast = rondo("forecast DIR/run --backend scalar").succeeded().outLines();
        assertThat(forecast)
                .hasSize(5)
                .startsWith("step,wave,q0.05,q0.1,q0.25,q0.5,q0.75,q0.9,q0.95,day");
        assertThat(forecast.get(1)).startsWith("1,").endsWith(",201");
        double next = 50 + 20 * Math.sin(2 * Math.PI * 200 / 10.5);
        assertThat(Double.parseDouble(forecast.get(1).split(",")[1]))
                .isBetween(next - 10, next + 10);
    }

    /** As pandas writes time stamps; their labels are wider than the room between two ticks. */
    @Test
    void a_series_with_long_time_stamps_ends_with_its_pictures() throws IOException {
        StringBuilder text = new StringBuilder("date,wave\n");
        LocalDate first = LocalDate.of(2022, 1, 1);
        for (int i = 0; i < 240; i++) {
            text.append(first.plusDays(i)).append(" 00:00:00+00:00,");
            text.append(Math.sin(i)).append('\n');
        }
        Files.writeString(folder.resolve("stamps.csv"), text);

        rondo(
                        "train series --csv DIR/stamps.csv --target wave --time date --steps 1"
                                + " --hidden 4 --backend scalar --output DIR/run")
                .succeeded();

        assertThat(ImageIO.read(folder.resolve("run/forecast.png").toFile())).isNotNull();
        assertThat(Files.readString(folder.resolve("run/report.html")))
                .contains("<picture>")
                .doesNotContain("no picture");
    }

    @Test
    void a_forecast_goes_on_from_another_file_with_the_same_columns() throws IOException {
        train(" --steps 5 --output DIR/run").succeeded();
        List<String> lines = Files.readAllLines(folder.resolve("wave.csv"));
        Files.write(folder.resolve("other.csv"), lines.subList(0, 31));
        Files.write(folder.resolve("short.csv"), lines.subList(0, 6));
        String forecast = "forecast DIR/run --backend scalar --csv DIR/";

        String here = rondo(forecast + "wave.csv").succeeded().out();

        assertThat(rondo(forecast + "other.csv").succeeded().out()).isNotEqualTo(here);
        assertThat(rondo(forecast + "wave.csv").err()).isEmpty();
        lines.set(lines.size() - 2, "199,2000,0");
        lines.set(lines.size() - 1, "200,-50,0");
        Files.write(folder.resolve("far.csv"), lines);
        CommandLineRun far = rondo(forecast + "far.csv").succeeded();
        assertThat(far.errLines()).hasSize(1);
        assertThat(far.err())
                .contains("warning: 2 of the last 12 values of 'wave' lie far outside")
                .contains("the farthest is 2000.0, in row 199");
        CommandLineRun tooShort = rondo(forecast + "short.csv");
        assertThat(tooShort.code()).isEqualTo(1);
        assertThat(tooShort.err()).contains("has 5 rows; this model reads the last 12");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " --layers 2 --dropout 0.2 --recurrent-dropout 0.3 --residual",
                " --optimizer nt-asgd --average-after 1 --accumulate 2"
            })
    void a_resumed_run_ends_with_the_same_bits(String options) throws IOException {
        String sixty = options + " --steps 60 --save-every 20";
        train(sixty + " --output DIR/whole").succeeded();
        train(sixty + " --output DIR/parts --minutes 0.000001").succeeded();
        Path parts = folder.resolve("parts");
        try (RunDirectory run = RunDirectory.open(parts)) {
            assertThat(run.latest().step()).isLessThan(60);
        }

        CommandLineRun resumed =
                rondo("train series --backend scalar --resume DIR/parts").succeeded();

        assertThat(weights("parts")).isEqualTo(weights("whole"));
        assertThat(rmse(resumed.out(), "this model")).isPositive();
        assertThat(Files.readString(parts.resolve("report.html")))
                .contains("From step 0 on:", "--resume");
    }

    private byte[] weights(String run) throws IOException {
        try (RunDirectory directory = RunDirectory.open(folder.resolve(run))) {
            Checkpoint latest = directory.latest();
            assertThat(latest.step()).isEqualTo(60);
            return Files.readAllBytes(latest.directory().resolve(Checkpoint.TENSORS));
        }
    }

    @Test
    void dropout_changes_training_and_forecasts_drop_nothing() throws IOException {
        // the last layer begins with zeros, so the first loss knows of nothing below it
        train(" --steps 3 --output DIR/plain").succeeded();
        train(" --steps 3 --dropout 0.5 --output DIR/dropped").succeeded();

        Path dropped = folder.resolve("dropped");
        assertThat(thirdLoss(dropped)).isNotEqualTo(thirdLoss(folder.resolve("plain")));
        Configuration c = RunDirectory.model(dropped).description().model();
        assertThat(c.section("series").number("dropout")).isEqualTo(0.5);
        String once = rondo("forecast DIR/dropped --backend scalar").succeeded().out();
        assertThat(rondo("forecast DIR/dropped --backend scalar").succeeded().out())
                .isEqualTo(once);
    }

    private static double thirdLoss(Path run) {
        return JsonLines.read(run.resolve("metrics.jsonl")).get(2).number("loss");
    }

    @Test
    void epochs_count_passes_over_the_windows() {
        train(" --epochs 2 --loss huber --output DIR/run").succeeded();
        // 140 rows have 125 windows of 12 with 4 rows after them, 8 batches of 16
        List<Configuration> metrics = JsonLines.read(folder.resolve("run/metrics.jsonl"));
        assertThat(metrics.getLast().integer("step")).isEqualTo(16);
        assertThat(metrics.getLast().number("epoch")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    --target tide                       | 1 | has no column 'tide'; it has 'day', 'wave', 'lead'
                    --target wave --features lead,moon  | 1 | has no column 'moon'
                    --target wave --features wave       | 1 | 'wave' is named twice
                    --target wave --window 150          | 1 | of its 200 rows 140 to train on
                    --target wave --season 150          | 2 | --season must be at most
                    --target wave --window 0            | 2 | --window must be at least 1
                    --target wave --horizon 0           | 2 | --horizon must be at least 1
                    --target wave --test 1              | 2 | --test must be from 0
                    --target wave --test 0.6 --validation 0.6 | 2 | --validation 0.6 and --test 0.6 together
                    --target wave --residual            | 2 | --layers of at least 2, got 1
                    --target wave --dropout 1           | 2 | --dropout must be from 0
                    --target wave --momentum 0.9        | 2 | --momentum
                    --target wave --loss cubic          | 2 | squared, huber
                    --target wave --cell lstmm          | 2 | rnn, rnn-relu, indrnn, lstm
                    --target wave --hidden 300000       | 2 | this model would take about
                    --horizon 3                         | 2 | --target COLUMN
                    --target wave --gaps fill           | 2 | --gaps needs --time COLUMN
                    --target wave --time day --gaps no  | 2 | there are error, allow, fill
                    --target wave --time-format dd.MM.y | 2 | --time-format needs --time COLUMN
                    --target wave --time day --time-format HH:mm | 2 | --time-format: 'HH:mm' has no year
                    """)
    void what_cannot_be_is_refused_in_one_line(String options, int code, String message) {
        CommandLineRun run = rondo("train series --csv DIR/wave.csv --output DIR/run " + options);

        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("rondo: ").contains(message);
        assertThat(run.code()).isEqualTo(code);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void rows_that_are_missing_are_refused_allowed_or_filled_in() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("wave.csv")));
        lines.subList(180, 183).clear();
        Files.write(folder.resolve("wave.csv"), lines);
        String timed = " --time day --steps 5 --output DIR/";

        CommandLineRun refused = train(timed + "refused");
        CommandLineRun allowed = train(timed + "allowed --gaps allow").succeeded();
        CommandLineRun filled = train(timed + "filled --gaps fill").succeeded();

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errLines()).hasSize(1);
        assertThat(refused.err())
                .contains("rows are 1 apart, and in 1 gap 3 are missing: 3 after '179' (line 180)")
                .contains("--gaps allow", "--gaps fill");
        assertThat(allowed.err()).contains("the rows beside a gap count as neighbours");
        assertThat(allowed.out()).contains("The last 30 rows (168 to 200) were held out. 27 forec");
        assertThat(filled.err()).contains("3 after '179' (line 180); they were filled in");
        // 27 forecasts of 4 rows, of which 6 meet one of the three, and one follows them
        assertThat(filled.out()).contains("The last 30 rows (171 to 200) were held out. 20 forec");
        assertThat(Files.readString(folder.resolve("filled/report.html")))
                .contains("they were filled in, on a straight line.");

        String forecast = "forecast DIR/filled --backend scalar";
        CommandLineRun asTrained = rondo(forecast).succeeded();
        assertThat(asTrained.err()).contains("they were filled in");
        CommandLineRun other = rondo(forecast + " --gaps allow").succeeded();
        assertThat(other.err()).contains("count as neighbours");
        assertThat(rondo(forecast + " --gaps error").code()).isEqualTo(1);
    }

    /** Rewrites the days of the file as dates of 2020 and 2021. */
    private void dates(String pattern, int from, String name) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("wave.csv"));
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
        for (int i = 1; i < lines.size(); i++) {
            String day = LocalDate.of(2020, 11, 1).plusDays(i).format(formatter);
            lines.set(i, lines.get(i).replaceFirst("\\d+", day));
        }
        lines.subList(1, from).clear();
        Files.write(folder.resolve(name), lines);
    }

    @Test
    void a_forecast_reads_and_writes_times_as_in_training() throws IOException {
        // 2021-05-01 to 12: of the second file alone nobody could tell the order
        dates("dd/MM/yyyy", 181, "part.csv");
        List<String> lines = Files.readAllLines(folder.resolve("part.csv"));
        Files.write(folder.resolve("part.csv"), lines.subList(0, 13));
        dates("dd/MM/yyyy", 1, "wave.csv");
        train(" --time day --steps 1 --output DIR/run").succeeded();

        String forecast = "forecast DIR/run --backend scalar --csv DIR/part.csv";
        assertThat(rondo(forecast).succeeded().outLines())
                .element(1)
                .asString()
                .endsWith(",13/05/2021");
        CommandLineRun other = rondo(forecast + " --time-format MM/dd/yyyy").succeeded();
        assertThat(rondo(forecast).err()).isEmpty();
        assertThat(other.err())
                .isEqualTo(
                        "rondo: warning: the rows are 1 month apart; those that the model was"
                                + " trained on were 1 day\n");
        assertThat(other.outLines().get(1)).endsWith(",01/05/2022");
        CommandLineRun ambiguous =
                rondo(
                        "train series --csv DIR/part.csv --target wave --time day --window 2"
                                + " --horizon 1 --output DIR/other");
        assertThat(ambiguous.err()).contains("--time-format day-first or --time-format month-f");
    }

    @Test
    void a_model_without_times_has_no_gaps() {
        train(" --steps 1 --output DIR/run").succeeded();

        CommandLineRun run = rondo("forecast DIR/run --backend scalar --gaps fill");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--gaps: this model was trained without a column of times");
    }

    @Test
    void a_csv_file_with_a_gap_is_named_with_line_and_column() throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("wave.csv"));
        lines.set(4, "4,NA,0.5");
        Files.write(folder.resolve("wave.csv"), lines);

        CommandLineRun run = train(" --output DIR/run");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).contains("wave.csv, line 5, column 'wave': 'NA' says there is no");
    }
}
