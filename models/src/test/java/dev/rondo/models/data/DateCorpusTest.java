package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.training.Batches;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

class DateCorpusTest {
    private final DateCorpus dates = DateCorpus.standard();

    @Property(tries = 500)
    void everyPairIsRightAndOfItsSplit(
            @ForAll Split split, @ForAll long seed, @ForAll long number) {
        DatePair p = dates.pair(split, seed, number);
        assertThat(DateFormTest.read(p.form(), p.written())).isEqualTo(p.date());
        assertThat(DateCorpus.splitOf(p.date())).isEqualTo(split);
        assertThat(p.date().getYear()).isBetween(1900, 2099);
        assertThat(p.iso()).hasSize(DateCorpus.codec().longestTarget());
        assertThat(dates.pair(split, seed, number)).isEqualTo(p);
    }

    @Test
    void datesThatLookTheSameAreReadTheSame() {
        PairCodec codec = DateCorpus.codec();
        assertThat(codec.encodeSource("3. Ma\u0308rz 2021"))
                .isEqualTo(codec.encodeSource("3. M\u00e4rz 2021"));
        assertThat(codec.sourcePieces("Ma\u0308rz")).hasSize(4);
    }

    @Test
    void noTestDateOccursInTrainingInAnyForm() {
        Set<LocalDate> training = dates(Split.TRAINING, 1, 150_000);
        training.addAll(dates(Split.TRAINING, 2, 50_000));
        Set<LocalDate> validation = dates(Split.VALIDATION, 1, 20_000);
        Set<LocalDate> test = dates(Split.TEST, 1, 20_000);
        assertThat(training).hasSizeGreaterThan(50_000);
        assertThat(Collections.disjoint(training, validation)).isTrue();
        assertThat(Collections.disjoint(training, test)).isTrue();
        assertThat(Collections.disjoint(validation, test)).isTrue();
    }

    private Set<LocalDate> dates(Split split, long seed, int count) {
        return dates.pairs(split, seed, count).stream()
                .map(DatePair::date)
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Test
    void theSplitsHaveTheirSharesAndNeverChange() {
        Map<Split, Integer> counts = new HashMap<>();
        int days = 0;
        for (LocalDate d = LocalDate.of(1900, 1, 1); d.getYear() < 2100; d = d.plusDays(1)) {
            counts.merge(DateCorpus.splitOf(d), 1, Integer::sum);
            days++;
        }
        assertThat(counts.get(Split.TEST)).isBetween(days * 9 / 100, days * 11 / 100);
        assertThat(counts.get(Split.VALIDATION)).isBetween(days * 4 / 100, days * 6 / 100);
        // a model of an older version was tested on these very dates
        assertThat(counts)
                .isEqualTo(Map.of(Split.TRAINING, 62216, Split.VALIDATION, 3555, Split.TEST, 7278));
    }

    @Test
    void everyFormAndEveryDecadeOccurs() {
        Set<DateForm> forms = EnumSet.noneOf(DateForm.class);
        Set<Integer> decades = new HashSet<>();
        for (DatePair p : dates.pairs(Split.TRAINING, 3, 3000)) {
            forms.add(p.form());
            decades.add(p.date().getYear() / 10);
        }
        assertThat(forms).hasSize(DateForm.values().length);
        assertThat(decades).hasSize(20);
    }

    @Test
    void nothingThatIsWrittenIsTooLongOrUnknown() {
        int unknown = DateCorpus.codec().sourceSymbols() - 1;
        SplittableRandom random = new SplittableRandom(6);
        for (int month = 1; month <= 12; month++) {
            for (int day = 20; day <= 28; day++) {
                for (DateForm form : DateForm.values()) {
                    String written = form.write(LocalDate.of(2003, month, day), random);
                    assertThat(DateCorpus.codec().encodeSource(written)).doesNotContain(unknown);
                }
            }
        }
    }

    @Test
    void lettersAreReadWithoutRegardToTheirSize() {
        assertThat(DateCorpus.codec().encodeSource("3RD OF May 2021"))
                .isEqualTo(DateCorpus.codec().encodeSource("3rd of may 2021"));
        assertThat(DateCorpus.codec().encodeSource("İ日😀")).hasSize(3);
    }

    @Test
    void whatCannotBeReadIsRefused() {
        assertThatThrownBy(() -> DateCorpus.codec().encodeSource(""))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("1 to 40 characters");
        assertThatThrownBy(() -> DateCorpus.codec().encodeSource("x".repeat(41)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("this has 41");
        assertThatThrownBy(() -> new DateCorpus(999, 2000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DateCorpus(2001, 2000))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> dates.training(0, 1)).hasMessageContaining("at least one row");
    }

    @Test
    void batchesHoldSourcesLengthsAndShiftedTargets() {
        int batch = 7;
        Batches b = dates.training(batch, 5);
        b.batch(8);
        Map<String, Array> arrays = b.batch(3);
        int[] source = arrays.get(EncoderDecoder.SOURCE).i32();
        int[] in = arrays.get(EncoderDecoder.TARGET_IN).i32();
        int[] out = arrays.get(EncoderDecoder.TARGET_OUT).i32();
        assertThat(arrays.get(EncoderDecoder.SOURCE).shape().dims())
                .containsExactly(DateCorpus.codec().longestSource(), batch);
        for (int row = 0; row < batch; row++) {
            DatePair p = dates.pair(Split.TRAINING, 5, 3 * batch + row);
            int[] text = column(source, batch, row);
            int length = arrays.get(EncoderDecoder.SOURCE_LENGTHS).i32()[row];
            assertThat(length).isEqualTo(p.written().length());
            assertThat(Arrays.copyOf(text, length))
                    .isEqualTo(DateCorpus.codec().encodeSource(p.written()));
            assertThat(Arrays.copyOfRange(text, length, text.length)).containsOnly(0);
            int[] target = column(out, batch, row);
            assertThat(DateCorpus.codec().decodeTarget(target)).isEqualTo(p.iso());
            int[] before = column(in, batch, row);
            assertThat(before[0]).isEqualTo(DateCorpus.codec().begin());
            assertThat(Arrays.copyOfRange(before, 1, 10)).isEqualTo(Arrays.copyOf(target, 9));
        }
        assertThat(DateCorpus.codec().begin()).isLessThan(DateCorpus.codec().targetSymbols());
        assertThat(DateCorpus.codec().decodeTarget(DateCorpus.codec().begin())).isEqualTo("\uFFFD");
    }

    @Test
    void givenPairsOccurOnceEach() {
        List<DatePair> pairs = dates.pairs(Split.TEST, 1, 10);
        List<Pair> both = pairs.stream().map(DatePair::pair).toList();
        Batches b = PairBatches.of(DateCorpus.codec(), both, 4, "dates");
        assertThat(b.stepsPerEpoch()).isEqualTo(3);
        int seen = 0;
        for (long step = 0; step < 3; step++) {
            Map<String, Array> arrays = b.batch(step);
            for (int row = 0; row < 4; row++) {
                int[] target = column(arrays.get(EncoderDecoder.TARGET_OUT).i32(), 4, row);
                int length = arrays.get(EncoderDecoder.SOURCE_LENGTHS).i32()[row];
                if (seen < 10) {
                    assertThat(DateCorpus.codec().decodeTarget(target))
                            .isEqualTo(pairs.get(seen++).iso());
                    assertThat(length).isPositive();
                } else {
                    assertThat(target).containsOnly(CrossEntropy.IGNORED);
                    assertThat(length).isZero();
                }
            }
        }
    }

    private static int[] column(int[] values, int columns, int column) {
        int[] c = new int[values.length / columns];
        for (int i = 0; i < c.length; i++) {
            c[i] = values[i * columns + column];
        }
        return c;
    }

    @Test
    void theSourceNamesWhatIsGenerated() {
        assertThat(dates.source().name()).isEqualTo("generated dates, 1900 to 2099");
        assertThat(dates.source()).isEqualTo(DateCorpus.standard().source());
        assertThat(dates.source().sha256())
                .hasSize(64)
                .isNotEqualTo(new DateCorpus(1900, 2098).source().sha256());
    }
}
