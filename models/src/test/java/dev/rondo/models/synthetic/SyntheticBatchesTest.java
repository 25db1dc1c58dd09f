package dev.rondo.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.models.data.Mix;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.training.Batches;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** Batches hold the sequences of their numbers, padded behind their ends. */
class SyntheticBatchesTest {
    private static final int ROWS = 3;
    private static final long SEED = 5;

    @Test
    void a_row_is_the_sequence_of_its_number() {
        TemporalOrder1997 task = new TemporalOrder1997(2);
        Batches batches = task.batches(ROWS, SEED);
        batches.batch(7);
        Map<String, Array> batch = batches.batch(2);

        assertThat(batch).containsOnlyKeys("symbols", "lengths", "targets");
        assertThat(batch.get("symbols").shape()).isEqualTo(Shape.of(110, ROWS));
        for (int b = 0; b < ROWS; b++) {
            ClassTask.Example e = task.draw(Mix.at(SEED, 2 * ROWS + b));
            assertThat(batch.get("targets").i32()[b]).isEqualTo(e.target());
            assertThat(batch.get("lengths").i32()[b]).isEqualTo(e.symbols().length);
            for (int t = 0; t < 110; t++) {
                int expected = t < e.symbols().length ? e.symbols()[t] : 0;
                assertThat(batch.get("symbols").i32()[t * ROWS + b]).isEqualTo(expected);
            }
        }
        assertThat(batches.itemsPerStep()).isEqualTo(ROWS);
        assertThat(batches.seed()).isEqualTo(SEED);
    }

    @Test
    void sequences_of_one_length_have_no_lengths() {
        assertThat(new Recall(4, 2, 2).batches(ROWS, SEED).batch(0))
                .containsOnlyKeys("symbols", "targets");
        assertThat(new AddingIrnn(4, AddingIrnn.Marks.ANYWHERE).batches(ROWS, SEED).batch(0))
                .containsOnlyKeys("values", "targets");
    }

    @Test
    void labels_are_those_of_every_step() {
        Copy task = new Copy(3, Copy.Cue.ONCE);
        Map<String, Array> batch = task.batches(ROWS, SEED).batch(1);

        for (int b = 0; b < ROWS; b++) {
            LabelTask.Example e = task.draw(Mix.at(SEED, ROWS + b));
            for (int t = 0; t < task.length(); t++) {
                assertThat(batch.get("symbols").i32()[t * ROWS + b]).isEqualTo(e.symbols()[t]);
                assertThat(batch.get("targets").i32()[t * ROWS + b]).isEqualTo(e.targets()[t]);
            }
        }
    }

    @Test
    void repetitions_are_what_an_encoder_decoder_takes() {
        Repetition task = new Repetition(4, 5, true);
        Map<String, Array> batch = task.batches(ROWS, SEED).batch(1);

        assertThat(batch)
                .containsOnlyKeys(
                        EncoderDecoder.SOURCE,
                        EncoderDecoder.SOURCE_LENGTHS,
                        EncoderDecoder.TARGET_IN,
                        EncoderDecoder.TARGET_OUT);
        assertThat(batch.get(EncoderDecoder.SOURCE_LENGTHS).i32()).containsOnly(4);
        for (int b = 0; b < ROWS; b++) {
            int[] source = task.draw(Mix.at(SEED, ROWS + b));
            int[] target = task.target(source);
            for (int t = 0; t < 4; t++) {
                int at = t * ROWS + b;
                assertThat(batch.get(EncoderDecoder.SOURCE).i32()[at]).isEqualTo(source[t]);
                assertThat(batch.get(EncoderDecoder.TARGET_OUT).i32()[at]).isEqualTo(target[t]);
                assertThat(batch.get(EncoderDecoder.TARGET_IN).i32()[at])
                        .isEqualTo(task.shifted(target)[t]);
            }
        }
    }

    @Test
    void numbers_are_of_the_models_type() {
        Adding1997 task = new Adding1997(20);
        Map<String, Array> single = task.batches(ROWS, SEED).batch(4);
        Map<String, Array> twice = task.batches(ROWS, SEED, DType.F64).batch(4);

        assertThat(single.get("values").dtype()).isEqualTo(DType.F32);
        for (int b = 0; b < ROWS; b++) {
            ValueTask.Example e = task.draw(Mix.at(SEED, 4 * ROWS + b));
            assertThat(twice.get("targets").get(b)).isEqualTo(e.target());
            assertThat(single.get("targets").get(b)).isEqualTo((float) e.target());
            for (int t = 0; t < task.longest(); t++) {
                for (int i = 0; i < 2; i++) {
                    double expected = t < e.values().length ? e.values()[t][i] : 0;
                    assertThat(twice.get("values").get((t * ROWS + b) * 2 + i)).isEqualTo(expected);
                }
            }
        }
    }

    /** Seeds stand in published results, so what they give must never change. */
    @Test
    void a_seed_gives_what_it_always_gave() {
        assertThat(new Recall(7, 4, 4).draw(Mix.at(1, 0)).symbols())
                .containsExactly(0, 4, 4, 4, 7, 6, 4, 5);
    }
}
