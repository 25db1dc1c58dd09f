package dev.rondo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.RunDirectory;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Forecasts of several series, with what is known ahead, and backtests. */
class PanelRunTest {
    private static final String SMALL =
            " --csv DIR/sales.csv --id store --target sold --time day --hidden 8 --batch 16"
                    + " --window 14 --horizon 7 --evaluate-every 20 --backend scalar";

    @TempDir private Path folder;

    /** Stores of unequal age and size, with weekends, a price that is known, and a closed day. */
    @BeforeEach
    void sales() throws IOException {
        Files.writeString(folder.resolve("sales.csv"), sales(false, "north", "south", "east"));
        Files.writeString(folder.resolve("ahead.csv"), sales(true, "north", "south", "east"));
    }

    private static String sales(boolean ahead, String... stores) {
        StringBuilder text = new StringBuilder("store,day,sold,price,kind,closed\n");
        LocalDate first = LocalDate.of(2024, 1, 1);
        for (int s = 0; s < stores.length; s++) {
            int days = 120 - 25 * s;
            for (int i = 0; i < days + (ahead ? 7 : 0); i++) {
                LocalDate day = first.plusDays(i);
                int price = 3 + (i / 10 + s) % 3;
                boolean weekend = day.getDayOfWeek().getValue() > 5;
                int sold = (s + 1) * (20 + (weekend ? 15 : 0) - 3 * price);
                text.append(stores[s]).append(',').append(day).append(',');
                text.append(i < days ? Integer.toString(sold) : "").append(',');
                text.append(price).append(',').append(s == 1 ? "large" : "small").append(',');
                text.append(i % 60 == 59 ? "Easter" : "").append('\n');
            }
        }
        return text.toString();
    }

    private CommandLineRun rondo(String line) {
        return CommandLineRun.line(line.replace("DIR", folder.toString()));
    }

    @Test
    void one_model_is_learned_of_all_series_and_forecasts_each() throws IOException {
        CommandLineRun run =
                rondo(
                                "train series"
                                        + SMALL
                                        + " --known price --holidays closed --static kind"
                                        + " --calendar weekday,month --loss pinball --steps 60"
                                        + " --output DIR/run")
                        .succeeded();
        assertThat(run.err()).contains("of 3 series", "MASE ");
        assertThat(run.out()).contains("The last rows of each of 3 series", "The 90 % intervals");

        List<String> lines =
                rondo("forecast DIR/run --csv DIR/ahead.csv --backend scalar")
                        .succeeded()
                        .out()
                        .lines()
                        .toList();
        assertThat(lines.getFirst())
                .isEqualTo("store,step,sold,q0.05,q0.1,q0.25,q0.5,q0.75,q0.9,q0.95,day");
        assertThat(lines).hasSize(1 + 3 * 7);
        assertThat(lines.get(1)).startsWith("north,1,").endsWith(",2024-04-30");
        assertThat(lines.get(8)).startsWith("south,1,").endsWith(",2024-04-05");

        // a store that opened since, which is told
        Files.writeString(folder.resolve("new.csv"), sales(true, "west"));
        CommandLineRun strange = rondo("forecast DIR/run --csv DIR/new.csv --backend scalar");
        assertThat(strange.succeeded().out().lines()).hasSize(1 + 7);
        assertThat(strange.err()).contains("the model was not trained on series 'west'");

        // without rows ahead the price is not known
        CommandLineRun blind = rondo("forecast DIR/run --backend scalar");
        assertThat(blind.code()).isNotZero();
        assertThat(blind.err()).contains("'price' is not known 1 rows after the end");
        assertThat(rondo("report DIR/run --backend scalar").succeeded().out()).contains("MASE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"squared", "huber", "gaussian", "student-t", "negative-binomial"})
    void every_loss_ends_in_forecasts_with_intervals_in_order(String loss) {
        rondo("train series" + SMALL + " --loss " + loss + " --steps 20 --output DIR/run")
                .succeeded();
        assertThat(folder.resolve("run/report.html")).content().contains("<td>2024-04-30</td>");
        List<String> lines =
                rondo("forecast DIR/run --backend scalar").succeeded().out().lines().toList();
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",");
            if (loss.equals("negative-binomial")) {
                assertThat(Float.parseFloat(cells[3])).as(line).isNotNegative();
            }
            for (int q = 4; q < 10; q++) {
                assertThat(Float.parseFloat(cells[q]))
                        .as(line)
                        .isGreaterThanOrEqualTo(Float.parseFloat(cells[q - 1]));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " --paths 8"})
    void a_resumed_run_of_several_series_ends_with_the_same_bits(String paths) {
        String options = " --calendar weekday --loss gaussian --schedule constant" + paths;
        rondo("train series" + SMALL + options + " --steps 40 --output DIR/whole").succeeded();
        rondo("train series" + SMALL + options + " --steps 20 --output DIR/part").succeeded();
        rondo("train series --resume DIR/part --steps 40 --backend scalar").succeeded();
        assertThat(calibration("part")).isEqualTo(calibration("whole"));
        assertThat(rondo("forecast DIR/part --backend scalar").out())
                .isEqualTo(rondo("forecast DIR/whole --backend scalar").out());
    }

    private Configuration calibration(String run) {
        return RunDirectory.model(folder.resolve(run)).description().model().section("calibration");
    }

    @Test
    void a_backtest_says_first_that_a_simpler_forecast_is_better() {
        CommandLineRun run =
                rondo("backtest" + SMALL + " --origins 3 --steps 1 --page DIR/b.html").succeeded();
        // one update of weights learns nothing of weekends; the last week repeats them
        assertThat(run.out().lines().findFirst().orElseThrow())
                .startsWith("This model loses to the last ")
                .endsWith("Use that instead.");
        assertThat(run.out())
                .contains("3 origins in each of 3 series, 7 rows each", "MASE from", "drift");
        assertThat(folder.resolve("b.html")).content().contains("<title>Backtest of 'sold'");
    }

    @Test
    void a_backtest_may_train_again_before_each_origin() {
        CommandLineRun run =
                rondo("backtest" + SMALL + " --origins 2 --stride 3 --refit --steps 20")
                        .succeeded();
        assertThat(run.err()).contains("before origin 1 of 2", "before origin 2 of 2");
        assertThat(run.out()).contains("the model was trained before each");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gaussian", "student-t", "negative-binomial"})
    void paths_are_drawn_row_by_row_and_again_the_same(String loss) {
        String options =
                SMALL + " --known price --static kind --calendar weekday --paths 20 --loss ";
        rondo("train series" + options + loss + " --steps 40 --output DIR/run").succeeded();
        String forecast = "forecast DIR/run --csv DIR/ahead.csv --backend scalar";
        CommandLineRun made = rondo(forecast).succeeded();
        List<String> lines = made.out().lines().toList();
        assertThat(lines.getFirst())
                .isEqualTo("store,step,sold,q0.05,q0.1,q0.25,q0.5,q0.75,q0.9,q0.95,day");
        assertThat(lines).hasSize(1 + 3 * 7);
        assertThat(rondo(forecast).succeeded().out()).isEqualTo(made.out());

        List<String> paths = rondo(forecast + " --paths").succeeded().out().lines().toList();
        assertThat(paths.getFirst()).isEqualTo("store,path,step,sold,day");
        assertThat(paths).hasSize(1 + 3 * 20 * 7);
        assertThat(paths.get(1)).startsWith("north,1,1,");
        // the point is the median of what was drawn
        double[] first =
                paths.stream()
                        .filter(l -> l.matches("north,\\d+,1,.*"))
                        .mapToDouble(l -> Double.parseDouble(l.split(",")[3]))
                        .sorted()
                        .toArray();
        assertThat(Double.parseDouble(lines.get(1).split(",")[2]))
                .isCloseTo((first[9] + first[10]) / 2, within(1e-3));
    }

    /** The last rows, which were held out, are ten times as noisy as all before them. */
    @Test
    void intervals_are_calibrated_on_all_rows_that_were_not_trained_on() throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        List<String> rows = new ArrayList<>(List.of("row,y"));
        for (int i = 0; i < 400; i++) {
            rows.add(i + "," + random.nextDouble(-1, 1) * (i < 340 ? 1 : 10));
        }
        Files.write(folder.resolve("loud.csv"), rows);
        Files.write(folder.resolve("calm.csv"), rows.subList(0, 341));
        Files.write(folder.resolve("short.csv"), rows.subList(0, 321));
        rows.set(1, "0,0.5");
        Files.write(folder.resolve("other.csv"), rows);
        rondo(
                        "train series --csv DIR/loud.csv --target y --window 4 --horizon 2"
                                + " --season 1 --hidden 4 --steps 20 --backend scalar"
                                + " --output DIR/run")
                .succeeded();
        double stored = width("short");
        // up to the end of the validation rows: those that the run was calibrated on
        assertThat(width("calm")).isCloseTo(stored, within(0.1 * stored));
        assertThat(width("loud")).isGreaterThan(3 * stored);
        // a file that begins otherwise may hold any rows, so nothing is known of them
        assertThat(width("other")).isCloseTo(stored, within(1e-4));
    }

    private double width(String csv) {
        String line =
                rondo("forecast DIR/run --backend scalar --csv DIR/" + csv + ".csv")
                        .succeeded()
                        .out()
                        .lines()
                        .toList()
                        .get(1);
        String[] cells = line.split(",");
        return Double.parseDouble(cells[8]) - Double.parseDouble(cells[2]);
    }

    @Test
    void paths_are_not_to_be_had_of_a_model_that_draws_none() {
        rondo("train series" + SMALL + " --steps 1 --output DIR/run").succeeded();
        CommandLineRun run = rondo("forecast DIR/run --paths --backend scalar");
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains("draws no paths", "--paths N");
    }

    /** A value that was put in between 100 and 2 would count as an error of about 50. */
    @Test
    void a_backtest_measures_no_value_that_was_put_in() throws IOException {
        StringBuilder rows = new StringBuilder("row,y\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i).append(',');
            rows.append(i == 56 ? "100" : i == 57 || i == 58 ? "" : i % 2 + 1).append('\n');
        }
        Files.writeString(folder.resolve("holes.csv"), rows);
        String test =
                "backtest --csv DIR/holes.csv --target y --missing interpolate --window 4"
                        + " --season 2 --hidden 4 --steps 1 --backend scalar --horizon ";
        CommandLineRun run = rondo(test + "4 --origins 1").succeeded();
        assertThat(run.err()).contains("2 of 4 values that are forecast are not measured");
        // of rows 56 to 59 the last season, 1 and 2, is measured on 100 and 2 alone
        assertThat(run.out()).containsPattern("last season \\(2 rows\\) +70\\.0\\d* +49\\.5");
        // row 59 comes after one that was put in
        CommandLineRun none = rondo(test + "1 --origins 1");
        assertThat(none.code()).isNotZero();
        assertThat(none.err()).contains("nothing can be measured");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--zone Mars/Olympus | --zone must name a time zone",
                "--calendar tide | --calendar: must be one of hour, weekday, day, month",
                "--decimal dot | --decimal must be point or comma",
                "--resample 1x | --resample: a step is a number",
                "--resample-by sum | --resample-by needs --resample",
                "--known day | column 'day' is named twice",
                "--static price | A static column says the same in all rows",
                "--features sold | column 'sold' is named twice",
                "--holidays feast | has no column 'feast'",
                "--loss poisson | there are squared, huber, pinball",
                "--paths 20 | --paths draws from a distribution",
                "--paths 20 --loss pinball | --paths draws from a distribution",
                "--paths 1 --loss gaussian | --paths must be from 2 to 10000, got 1",
                "--paths 10001 --loss gaussian | --paths must be from 2 to 10000, got 10001",
                "--paths 9 --loss gaussian --features price | nothing says what comes of --features price",
            })
    void what_cannot_be_is_refused_in_words(String line) {
        String[] parts = line.split(" \\| ");
        CommandLineRun run = rondo("train series" + SMALL + " " + parts[0] + " --steps 1");
        assertThat(run.code()).isNotZero();
        assertThat(run.err()).contains(parts[1]);
    }
}
