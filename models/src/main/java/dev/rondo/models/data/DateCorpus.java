package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.checkpoint.Sha256;
import dev.rondo.models.training.Batches;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Dates as people write them ({@link DateForm}) and as ISO 8601 does, generated. Which split a date
 * belongs to depends on the date alone: no test date occurs in training, in any of its written
 * forms and with any seed. Immutable.
 */
public final class DateCorpus {
    private static final int TEST_PERCENT = 10;
    private static final int VALIDATION_PERCENT = 5;

    private static final DateForm[] FORMS = DateForm.values();
    private static final DateCodec CODEC = new DateCodec();

    private final long firstDay;
    private final long lastDay;

    /**
     * Dates of a range of years.
     *
     * @param firstYear from 1000 on
     * @param lastYear to 9999 at most
     * @throws IllegalArgumentException when the range is empty or leaves these bounds
     */
    public DateCorpus(int firstYear, int lastYear) {
        if (firstYear < 1000 || lastYear > 9999 || firstYear > lastYear) {
            throw new IllegalArgumentException(
                    "years must rise and lie between 1000 and 9999, got "
                            + firstYear
                            + " to "
                            + lastYear);
        }
        firstDay = LocalDate.of(firstYear, 1, 1).toEpochDay();
        lastDay = LocalDate.of(lastYear, 12, 31).toEpochDay();
    }

    /** The dates of 1900 to 2099. */
    public static DateCorpus standard() {
        return new DateCorpus(1900, 2099);
    }

    /** First year. */
    public int firstYear() {
        return LocalDate.ofEpochDay(firstDay).getYear();
    }

    /** Last year. */
    public int lastYear() {
        return LocalDate.ofEpochDay(lastDay).getYear();
    }

    /** Dates as symbols. */
    public static PairCodec codec() {
        return CODEC;
    }

    /** The split that a date belongs to. */
    public static Split splitOf(LocalDate date) {
        return splitOf(date.toEpochDay());
    }

    private static Split splitOf(long day) {
        long percent = Long.remainderUnsigned(Mix.scatter(day), 100);
        if (percent < TEST_PERCENT) {
            return Split.TEST;
        }
        return percent < TEST_PERCENT + VALIDATION_PERCENT ? Split.VALIDATION : Split.TRAINING;
    }

    /**
     * One pair of an endless sequence: a date of the split and one of its written forms, both with
     * equal chances.
     *
     * @param number which, from 0
     */
    public DatePair pair(Split split, long seed, long number) {
        SplittableRandom random = Mix.at(seed, number);
        long day;
        do {
            day = random.nextLong(firstDay, lastDay + 1);
        } while (splitOf(day) != split);
        LocalDate date = LocalDate.ofEpochDay(day);
        DateForm form;
        do {
            form = FORMS[random.nextInt(FORMS.length)];
        } while (!form.canWrite(date));
        return new DatePair(form.write(date, random), date, form);
    }

    /** The first {@code count} pairs of a sequence. */
    public List<DatePair> pairs(Split split, long seed, int count) {
        List<DatePair> pairs = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pairs.add(pair(split, seed, i));
        }
        return pairs;
    }

    /**
     * Batches to train on, without end: for an {@link dev.rondo.models.seq2seq.EncoderDecoder},
     * with the source [S, B] and its lengths [B], the target [T, B] and the target one step later
     * after the begin mark.
     *
     * @param batch rows B
     * @param seed of which dates, and of how they are written
     */
    public Batches training(int batch, long seed) {
        return new PairBatches(
                CODEC, batch, seed, 0, n -> pair(Split.TRAINING, seed, n).pair(), "dates");
    }

    /** What is generated, and a hash of a sample of it. */
    public DataSource source() {
        StringBuilder sample = new StringBuilder();
        for (Split split : Split.values()) {
            for (DatePair p : pairs(split, 0, 500)) {
                sample.append(p.written()).append('\t').append(p.iso()).append('\n');
            }
        }
        byte[] bytes = sample.toString().getBytes(StandardCharsets.UTF_8);
        return new DataSource(
                "generated dates, " + firstYear() + " to " + lastYear(),
                Sha256.of(bytes),
                bytes.length);
    }
}
