package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.training.Batches;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A text as a model reads it: symbols, split into a part to train on and a contiguous part at the
 * end that is held out. Immutable.
 *
 * <p>A model reads several streams at once, each a stretch of the text, in pieces: step t of row b
 * is followed by step t+1, and the row of one batch goes on where that of the batch before ended,
 * so that state is carried over (truncated backpropagation through time).
 */
public final class TextCorpus {
    /** Share of the text that is held out where nothing is said. */
    public static final double HELD_OUT = 0.05;

    private final DataSource source;
    private final Vocabulary vocabulary;
    private final int[] symbols;
    private final int trained;
    private final boolean changed;
    private final Unknowns unknown;

    /**
     * Reads a file; every character of it, composed (NFC), is a symbol.
     *
     * @param heldOut share of the text that is held out, above 0 and below 1
     * @throws DataException when the file is missing, empty, binary or not UTF-8
     */
    public static TextCorpus read(Path file, double heldOut) {
        TextFile text = TextFile.read(file);
        return of(text.source(), text.text(), heldOut);
    }

    /**
     * Reads a file with a given vocabulary, as for a run that is resumed.
     *
     * @throws DataException when the file cannot be read, or holds a character that the vocabulary
     *     has no symbol for
     */
    public static TextCorpus read(Path file, double heldOut, Vocabulary vocabulary) {
        TextFile text = TextFile.read(file);
        return new TextCorpus(text.source(), vocabulary, text.text(), heldOut);
    }

    /**
     * A corpus of a text that is at hand.
     *
     * @param name what the text is
     */
    public static TextCorpus of(String name, String text, double heldOut) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return of(new DataSource(name, TextFile.sha256(utf8), utf8.length), text, heldOut);
    }

    private static TextCorpus of(DataSource source, String written, double heldOut) {
        TextForm form = TextForm.COMPOSED;
        Vocabulary vocabulary = Vocabulary.ofText(form.of(written).codePoints().toArray(), 1);
        return new TextCorpus(source, vocabulary.reading(form), written, heldOut);
    }

    private TextCorpus(DataSource source, Vocabulary vocabulary, String written, double heldOut) {
        if (!(heldOut > 0 && heldOut < 1)) {
            throw new IllegalArgumentException(
                    "the held-out share must lie between 0 and 1, got " + heldOut);
        }
        this.source = source;
        this.vocabulary = vocabulary;
        String text = vocabulary.read(written);
        symbols = vocabulary.encode(text.codePoints().toArray());
        trained = symbols.length - (int) Math.max(1, Math.round(symbols.length * heldOut));
        changed = !text.equals(written);
        unknown = vocabulary.unknown(written);
    }

    /** Where the text came from. */
    public DataSource source() {
        return source;
    }

    /** Its characters. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** Characters to train on. */
    public int trainingSize() {
        return trained;
    }

    /** Characters held out. */
    public int heldOutSize() {
        return symbols.length - trained;
    }

    /** What of the text is read as the symbol for unknown characters. */
    public Unknowns unknown() {
        return unknown;
    }

    /** A copy of the text's symbols from one position to before another. */
    public int[] symbols(int from, int to) {
        return Arrays.copyOfRange(symbols, from, to);
    }

    /**
     * Batches to train on, without end. In each epoch the streams begin elsewhere, so that the text
     * is cut into other pieces. The state is carried from step to step and starts afresh every 64
     * steps, so that a model also learns to begin.
     *
     * @param length steps T of a batch
     * @param batch streams B
     * @param seed of where the streams begin
     * @throws DataException when the text is shorter than one sequence of {@code length} steps, or
     *     than {@code batch} such
     */
    public Batches training(int length, int batch, long seed) {
        checkSizes(length, batch);
        if (trained < length + 1) {
            throw new DataException(
                    source.name()
                            + " is shorter than one sequence: of its "
                            + symbols.length
                            + " characters "
                            + trained
                            + " are for training, and a sequence of "
                            + length
                            + " steps needs "
                            + (length + 1)
                            + ". Use a longer text or shorter sequences");
        }
        if (trained - 1 < (long) length * batch) {
            throw new DataException(
                    source.name()
                            + " is too short for "
                            + batch
                            + " sequences of "
                            + length
                            + " steps at once: they need "
                            + ((long) length * batch + 1)
                            + " characters, and "
                            + trained
                            + " are for training. Use a longer text, a smaller batch or shorter"
                            + " sequences");
        }
        return new TextStreams(symbols, trained, length, batch, seed);
    }

    /**
     * Batches that have each held-out character as a target exactly once; other positions have the
     * target {@code ignored}. The first batch, all ignored, leads every stream in with the text
     * before it: the model need not begin cold.
     *
     * @param length steps T of a batch
     * @param batch streams B
     * @param ignored the target of ignored positions
     */
    public Batches heldOut(int length, int batch, int ignored) {
        checkSizes(length, batch);
        return new HeldOutStreams(symbols, trained, length, batch, ignored);
    }

    private static void checkSizes(int length, int batch) {
        if (length < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "a batch needs at least one step and one row, got "
                            + length
                            + " steps and "
                            + batch
                            + " rows");
        }
        if ((long) length * batch > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "a batch of " + length + " steps and " + batch + " rows is too large");
        }
    }

    @Override
    public String toString() {
        return source.name()
                + ": "
                + trainingSize()
                + " characters to train on, "
                + heldOutSize()
                + " held out, "
                + vocabulary
                + (changed ? TextForm.CHANGED : "");
    }
}
