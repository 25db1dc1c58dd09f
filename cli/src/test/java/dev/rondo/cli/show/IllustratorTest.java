package dev.rondo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

class IllustratorTest {
    private final List<String> warnings = new ArrayList<>();

    @Test
    void a_picture_without_end_is_missing_and_those_after_it_are_not_tried() {
        Illustrator illustrator = new Illustrator(Duration.ofMillis(50), warnings::add);
        List<String> tried = new ArrayList<>();

        assertThatThrownBy(() -> illustrator.draw(IllustratorTest::withoutEnd))
                .isInstanceOf(NoPictureException.class)
                .hasMessageContaining("not drawn within");
        assertThatThrownBy(() -> illustrator.draw(() -> tried.add("second")))
                .isInstanceOf(NoPictureException.class);

        assertThat(tried).isEmpty();
        assertThat(warnings).hasSize(1).first().asString().startsWith("a picture is missing: ");
    }

    private static Object withoutEnd() {
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                never.await();
            } catch (InterruptedException _) {
                return "abandoned";
            }
        }
    }

    @Test
    void what_cannot_be_drawn_is_missing_and_the_next_is_drawn() throws Exception {
        Illustrator illustrator = new Illustrator(Duration.ofMinutes(1), warnings::add);

        assertThatThrownBy(
                        () ->
                                illustrator.draw(
                                        () -> {
                                            throw new NoClassDefFoundError("java/awt/Font");
                                        }))
                .isInstanceOf(NoPictureException.class)
                .hasMessageContaining("java/awt/Font");

        assertThat(illustrator.<String>draw(() -> "picture")).isEqualTo("picture");
        assertThat(warnings).hasSize(1);
    }
}
