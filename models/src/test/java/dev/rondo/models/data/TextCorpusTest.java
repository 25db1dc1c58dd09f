package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.training.Batches;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

class TextCorpusTest {
    @TempDir Path directory;

    /** A text in which every character occurs once, so that a symbol is a position. */
    private static TextCorpus positions(int size, double heldOut) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.appendCodePoint(0x4E00 + i);
        }
        return TextCorpus.of("positions", text.toString(), heldOut);
    }

    private static int[] symbols(Map<String, Array> batch) {
        return batch.get(LanguageModel.SYMBOLS).i32();
    }

    private static int[] targets(Map<String, Array> batch) {
        return batch.get(LanguageModel.TARGETS).i32();
    }

    @Test
    void theEndIsHeldOut() {
        TextCorpus c = positions(200, 0.05);
        assertThat(c.trainingSize()).isEqualTo(190);
        assertThat(c.heldOutSize()).isEqualTo(10);
        assertThat(c.vocabulary().size()).isEqualTo(200);
        assertThat(c.symbols(190, 193)).containsExactly(190, 191, 192);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void streamsRunThroughTheTrainingPart(
            @ForAll @IntRange(min = 30, max = 700) int size,
            @ForAll @IntRange(min = 1, max = 7) int length,
            @ForAll @IntRange(min = 1, max = 3) int batch,
            @ForAll long seed) {
        TextCorpus c = positions(size, 0.1);
        Batches b = c.training(length, batch, seed);
        for (int epoch = 0; epoch < 3; epoch++) {
            Set<Integer> seen = new HashSet<>();
            int[] last = new int[batch];
            for (long piece = 0; piece < b.stepsPerEpoch(); piece++) {
                long step = epoch * b.stepsPerEpoch() + piece;
                Map<String, Array> arrays = b.batch(step);
                assertThat(arrays.get(LanguageModel.SYMBOLS).shape().dims())
                        .containsExactly(length, batch);
                assertThat(b.continues(step)).isEqualTo(piece % TextStreams.FRESH != 0);
                for (int row = 0; row < batch; row++) {
                    for (int t = 0; t < length; t++) {
                        int x = symbols(arrays)[t * batch + row];
                        int y = targets(arrays)[t * batch + row];
                        assertThat(y).isEqualTo(x + 1).isLessThan(c.trainingSize());
                        assertThat(seen.add(y)).isTrue();
                        if (piece > 0 || t > 0) {
                            assertThat(x).isEqualTo(last[row] + 1);
                        }
                        last[row] = x;
                    }
                }
            }
            // what an epoch leaves out is less than a batch and a piece
            assertThat(c.trainingSize() - 1 - seen.size())
                    .isLessThan(
                            length * batch
                                    + length
                                    + (b.stepsPerEpoch() == 1 ? length * batch : 0));
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void everyHeldOutCharacterIsATargetOnce(
            @ForAll @IntRange(min = 20, max = 700) int size,
            @ForAll @IntRange(min = 1, max = 7) int length,
            @ForAll @IntRange(min = 1, max = 5) int batch) {
        TextCorpus c = positions(size, 0.3);
        Batches b = c.heldOut(length, batch, -1);
        Set<Integer> seen = new HashSet<>();
        int[] last = new int[batch];
        for (long step = 0; step < b.stepsPerEpoch(); step++) {
            assertThat(b.continues(step)).isEqualTo(step != 0);
            Map<String, Array> arrays = b.batch(step);
            for (int i = 0; i < length * batch; i++) {
                int x = symbols(arrays)[i];
                int y = targets(arrays)[i];
                if (y >= 0) {
                    assertThat(step).as("the first batch leads in").isPositive();
                    assertThat(y).isGreaterThanOrEqualTo(c.trainingSize()).isEqualTo(x + 1);
                    assertThat(x).isEqualTo(last[i % batch] + 1);
                    assertThat(seen.add(y)).isTrue();
                }
                last[i % batch] = x;
            }
        }
        assertThat(seen).hasSize(c.heldOutSize());
    }

    @Test
    void aBatchDependsOnItsNumberAlone() {
        TextCorpus c = positions(500, 0.1);
        Batches one = c.training(5, 3, 8);
        Batches other = c.training(5, 3, 8);
        for (long step = 0; step < 70; step++) {
            one.batch(step);
        }
        for (long step : new long[] {69, 0, 31, 1_000_000_007L}) {
            int[] expected = symbols(other.batch(step)).clone();
            assertThat(symbols(one.batch(step))).isEqualTo(expected);
        }
    }

    @Test
    void epochsBeginElsewhereAndSoDoOtherSeeds() {
        TextCorpus c = positions(2000, 0.1);
        Batches b = c.training(10, 4, 1);
        Set<Integer> begins = new HashSet<>();
        for (int epoch = 0; epoch < 10; epoch++) {
            begins.add(symbols(b.batch(epoch * b.stepsPerEpoch()))[0]);
        }
        assertThat(begins).hasSizeGreaterThan(5);
        assertThat(symbols(c.training(10, 4, 2).batch(0))).isNotEqualTo(symbols(b.batch(0)));
    }

    @Test
    void aTextThatIsTooShortIsRefused() {
        TextCorpus c = positions(50, 0.1);
        assertThatThrownBy(() -> c.training(45, 1, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("shorter than one sequence", "50 characters", "needs 46");
        assertThatThrownBy(() -> c.training(12, 4, 0))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("too short for 4 sequences of 12 steps", "49 characters");
        assertThat(c.training(11, 4, 0).stepsPerEpoch()).isEqualTo(1);
        assertThat(c.training(44, 1, 0).stepsPerEpoch()).isEqualTo(1);
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> positions(10, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> positions(10, 1)).isInstanceOf(IllegalArgumentException.class);
        TextCorpus c = positions(10, 0.5);
        assertThatThrownBy(() -> c.training(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> c.training(1 << 20, 1 << 20, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("too large");
    }

    @Test
    void aFileCanBeReadWithTheVocabularyOfARun() throws IOException {
        Path file = Files.writeString(directory.resolve("t.txt"), "abcabcabc");
        TextCorpus c = TextCorpus.read(file, 0.1);
        assertThat(TextCorpus.read(file, 0.1, c.vocabulary()).symbols(0, 9))
                .isEqualTo(c.symbols(0, 9));
        Files.writeString(file, "abcabdabc");
        assertThatThrownBy(() -> TextCorpus.read(file, 0.1, c.vocabulary()))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("1 of 9", "'d' (U+0064) at 6");
        TextCorpus replaced = TextCorpus.read(file, 0.1, Vocabulary.of("abc", true));
        assertThat(replaced.unknown().count()).isEqualTo(1);
    }
}
