package dev.rondo.models.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.models.data.Gaps;
import dev.rondo.models.data.Series;
import dev.rondo.models.data.TimeFormat;
import dev.rondo.models.forecast.FirstGuess;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class SeriesSettingsTest {
    private static SeriesSettings settings(Optional<Series.Time> time) {
        return new SeriesSettings(
                new StackSettings("gru", 1, 8),
                SeriesLoss.HUBER,
                Optional.empty(),
                new Series.Columns("flow", List.of("rain"), time),
                24,
                12,
                0,
                FirstGuess.LAST,
                0.15,
                0.15);
    }

    @Test
    void what_was_written_is_read() {
        SeriesSettings plain = settings(Optional.empty());
        SeriesSettings timed = settings(Optional.of(new Series.Time("day", Gaps.FILL)));

        assertThat(SeriesSettings.parse(plain.toConfiguration())).isEqualTo(plain);
        assertThat(SeriesSettings.parse(timed.toConfiguration())).isEqualTo(timed);
        for (String format : List.of("day-first", "month-first", "dd.MM.yy HH:mm")) {
            SeriesSettings said =
                    settings(
                            Optional.of(
                                    new Series.Time("day", Gaps.ERROR, TimeFormat.parse(format))));
            assertThat(SeriesSettings.parse(said.toConfiguration())).isEqualTo(said);
        }
    }

    @Test
    void a_run_directory_from_before_gaps_were_looked_for_allows_them() {
        SeriesSettings timed = settings(Optional.of(new Series.Time("day", Gaps.ERROR)));

        assertThat(
                        SeriesSettings.parse(
                                timed.toConfiguration()
                                        .with("gaps", null)
                                        .with("time_format", null)))
                .isEqualTo(settings(Optional.of(new Series.Time("day", Gaps.ALLOW))));
    }
}
