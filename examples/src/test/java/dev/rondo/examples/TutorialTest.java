package dev.rondo.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a tutorial says that its program prints. */
class TutorialTest {
    private static final String PRINTED = "Device [a]\nloss 0.0123, 4.25 ms each\nthe end\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Device [a]\nloss 0.0123, 4.25 ms each\n",
                "loss 0.0123, 0.9 ms each\n",
                "Device [a]\n…\nthe end\n",
                "loss 0.0123, 12.5 ms each\n…\nthe end\n"
            })
    void mayDifferInTimesAndLeaveOutLines(String shown) {
        assertThat(PRINTED).containsPattern(Tutorial.pattern(shown));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "loss 0.0124, 4.25 ms each\n",
                "Device [a]\nthe end\n",
                "the end\n…\nDevice [a]\n",
                "the .nd\n",
                "end\n",
                "Device\n"
            })
    void isElseWhatIsPrinted(String shown) {
        assertThat(PRINTED).doesNotContainPattern(Tutorial.pattern(shown));
    }

    @Test
    void isTheTextAfterACommandAlone() {
        String page = "```text\nx = y\n```\n\n```sh not run: x\nrun\n```\n\n```text\nz\n```\n";

        assertThat(new Tutorial("t", page).printed())
                .singleElement()
                .satisfies(shown -> assertThat("z\n").containsPattern(shown));
    }
}
