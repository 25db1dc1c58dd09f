package dev.rondo.models.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.models.checkpoint.Configuration;

import org.junit.jupiter.api.Test;

class ModelSettingsTest {
    @Test
    void what_was_written_is_read() {
        var settings =
                new ModelSettings(
                        new StackSettings("gru", 2, 8, 0.25, 0.5, 0.125, 0.75, true),
                        4,
                        "none",
                        true);

        assertThat(ModelSettings.parse(settings.toConfiguration())).isEqualTo(settings);
    }

    @Test
    void a_run_directory_from_before_dropout_has_none() {
        Configuration old =
                Configuration.empty()
                        .with("cell", "lstm")
                        .with("layers", 1)
                        .with("hidden", 8)
                        .with("embedding", 4)
                        .with("attention", "none");

        assertThat(ModelSettings.parse(old))
                .isEqualTo(new ModelSettings(new StackSettings("lstm", 1, 8), 4, "none", false));
    }
}
