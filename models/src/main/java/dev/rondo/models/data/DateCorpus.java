package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;
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
 *
 * <p>The model reads the written date without regard to small and large letters, and writes the ten
 * characters of the ISO date; as they are always ten, there is no end mark.
 */
public final class DateCorpus {
    /** Characters of an ISO date: steps T of the target. */
    public static final int TARGET_LENGTH = 10;

    /** The target of rows that do not count. */
    public static final int IGNORED = -1;

    private static final int TEST_PERCENT = 10;
    private static final int VALIDATION_PERCENT = 5;

    private static final DateForm[] FORMS = DateForm.values();
    private static final Vocabulary SOURCE =
            Vocabulary.of(" '’,-./0123456789abcdefghijklmnopqrstuvwxyz", true);
    private static final Vocabulary TARGET = Vocabulary.of("0123456789-", false);

    /** "Wednesday, the 30th of September, 2003" and a little room for what users type. */
    private static final int SOURCE_LENGTH = 40;

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

    /** Characters of the longest written date that is read: steps S of the source. */
    public static int sourceLength() {
        return SOURCE_LENGTH;
    }

    /** Number of source symbols. */
    public static int sourceSymbols() {
        return SOURCE.size();
    }

    /** Number of target symbols, the begin mark included. */
    public static int targetSymbols() {
        return TARGET.size() + 1;
    }

    /** The target symbol that stands before the first character. */
    public static int begin() {
        return TARGET.size();
    }

    /**
     * The symbols of a written date, one for each code point.
     *
     * @throws DataException when it is empty or longer than {@link #sourceLength}
     */
    public static int[] encode(String written) {
        int[] text = written.codePoints().map(Character::toLowerCase).toArray();
        if (text.length == 0 || text.length > SOURCE_LENGTH) {
            throw new DataException(
                    "a written date has 1 to "
                            + SOURCE_LENGTH
                            + " characters, this has "
                            + text.length
                            + ": '"
                            + written
                            + "'");
        }
        return SOURCE.encode(text);
    }

    /** The ten symbols of an ISO date. */
    public static int[] encodeIso(LocalDate date) {
        return TARGET.encode(date.toString());
    }

    /**
     * What target symbols say; begin marks, which a model may write though it should not, are shown
     * as U+FFFD.
     */
    public static String decodeIso(int... symbols) {
        StringBuilder s = new StringBuilder();
        for (int i : symbols) {
            s.append(i == begin() ? "\uFFFD" : TARGET.decode(i));
        }
        return s.toString();
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
     * behind the begin mark.
     *
     * @param batch rows B
     * @param seed of which dates, and of how they are written
     */
    public Batches training(int batch, long seed) {
        return new DateBatches(batch, seed, 0, number -> pair(Split.TRAINING, seed, number));
    }

    /**
     * Batches of given pairs, each once; rows of the last batch that are left over have length 0
     * and the target {@value #IGNORED}.
     *
     * @param batch rows B
     */
    public static Batches of(List<DatePair> pairs, int batch) {
        List<DatePair> all = List.copyOf(pairs);
        return new DateBatches(
                batch,
                0,
                Math.ceilDiv(all.size(), batch),
                number -> number < all.size() ? all.get((int) number) : null);
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
                TextFile.sha256(bytes),
                bytes.length);
    }
}
