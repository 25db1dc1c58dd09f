package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.DType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class ConfigurationTest {
    private final Configuration settings =
            Configuration.empty()
                    .with("cell", "lstm")
                    .with("hidden", 64)
                    .with("dropout", 0.25)
                    .with("bias", true)
                    .with("dtype", DType.F64)
                    .with("names", List.of("a", "b"))
                    .with("decoder", Configuration.empty().with("layers", 2))
                    .with("parts", List.of(Map.of("size", 3), Map.of("size", "big")));

    @Test
    void everySettingIsFoundUnderItsType() {
        assertThat(settings.text("cell")).isEqualTo("lstm");
        assertThat(settings.integer("hidden")).isEqualTo(64);
        assertThat(settings.integer("hidden", 1, 100)).isEqualTo(64);
        assertThat(settings.number("dropout")).isEqualTo(0.25);
        assertThat(settings.number("hidden")).isEqualTo(64);
        assertThat(settings.flag("bias")).isTrue();
        assertThat(settings.choice("dtype", DType.class)).isEqualTo(DType.F64);
        assertThat(settings.texts("names")).containsExactly("a", "b");
        assertThat(settings.section("decoder").integer("layers")).isEqualTo(2);
        assertThat(settings.sections("parts")).hasSize(2);
    }

    @Test
    void aMissingSettingGivesTheFallbackOrAnError() {
        assertThat(settings.text("x", "y")).isEqualTo("y");
        assertThat(settings.integer("x", 5)).isEqualTo(5);
        assertThat(settings.number("x", 0.5)).isEqualTo(0.5);
        assertThat(settings.flag("x", true)).isTrue();
        assertThat(settings.with("cell", null).has("cell")).isFalse();
        assertThatThrownBy(() -> settings.text("x"))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("'x' must be text, and is missing");
    }

    @Test
    void anErrorNamesTheWholePathAndWhatIsThere() {
        assertThatThrownBy(() -> settings.section("decoder").flag("layers"))
                .hasMessageContaining("'decoder.layers' must be true or false, found 2");
        assertThatThrownBy(() -> settings.sections("parts").get(1).integer("size"))
                .hasMessageContaining("'parts[1].size' must be a whole number, found \"big\"");
        assertThatThrownBy(() -> settings.integer("hidden", 1, 63))
                .hasMessageContaining("from 1 to 63");
        assertThatThrownBy(() -> settings.choice("cell", DType.class))
                .hasMessageContaining("[F32, F64, I32, BOOL]");
    }

    @Test
    void numbersThatJsonDoesNotHaveSurvive() throws Exception {
        for (Double x : new Double[] {Double.NaN, Double.NEGATIVE_INFINITY, 0.1, -0.0, 1e300}) {
            String json = Configuration.empty().with("x", x).toString();
            assertThat(Configuration.of("f", Json.object(json)).number("x")).isEqualTo(x);
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedAtOnce() {
        assertThatThrownBy(() -> settings.with("x", new Object()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsFromAFileThatNoneOfOursHasAreTheFilesFault() throws Exception {
        Map<String, Object> huge = Json.object("{\"x\":123456789012345678901234567890}");
        assertThatThrownBy(() -> Configuration.of("f.json", huge))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("f.json");
    }
}
