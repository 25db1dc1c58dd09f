package dev.rondo.cli.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class AttentionTextTest {
    private static final AttentionMap MAP =
            new AttentionMap(
                    List.of("a", " ", "<"),
                    List.of("x", "&"),
                    new float[][] {{0.04f, 0.06f, 0.9f}, {0.5f, 0.3f, 0.2f}});

    @Test
    void shades_stand_under_what_was_read_and_beside_what_was_written() {
        assertThat(AttentionText.lines(MAP, true))
                .containsExactly("   a   <", " x   ░░██", " & ▓▓▒▒▒▒");
    }

    @Test
    void a_terminal_without_block_characters_gets_ascii() {
        assertThat(AttentionText.lines(MAP, false))
                .containsExactly("   a   <", " x   ..##", " & **::::");
        assertThat(AttentionText.legend(false)).isASCII();
    }

    @Test
    void a_word_is_as_wide_as_it_is() {
        AttentionMap words =
                new AttentionMap(
                        List.of("the", "I"),
                        List.of("die", "x"),
                        new float[][] {{0.9f, 0.1f}, {0.1f, 0.9f}});

        assertThat(AttentionText.lines(words, true))
                .containsExactly("     the I", " die ███ ░░", " x   ░░░ ██");
        assertThat(AttentionText.width(words.inputs())).isEqualTo(6);
        assertThat(AttentionPicture.svg(words, "t"))
                .contains("rotate(-90", ">the</text>", ">die</text>");
        assertThat(AttentionPicture.svg(MAP, "t")).doesNotContain("rotate");
    }

    @Test
    void a_picture_escapes_what_xml_reserves() {
        String svg = AttentionPicture.svg(MAP, "a <b> & \u0001");

        assertThat(svg)
                .contains("a &lt;b&gt; &amp; \uFFFD", ">&lt;</text>", ">␣</text>", "0.900")
                .doesNotContain("<b>");
    }

    @Test
    void a_map_needs_a_weight_for_each_pair() {
        assertThatThrownBy(
                        () -> new AttentionMap(List.of("a"), List.of("b"), new float[][] {{1, 2}}))
                .hasMessageContaining("1 inputs");
    }
}
