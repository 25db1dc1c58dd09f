package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;
import dev.rondo.models.checkpoint.Sha256;
import dev.rondo.models.training.Batches;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
    private final TextSymbols vocabulary;
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
    public static TextCorpus read(Path file, double heldOut, TextSymbols vocabulary) {
        TextFile text = TextFile.read(file);
        return new TextCorpus(text.source(), vocabulary, text.text(), heldOut);
    }

    /**
     * Reads the words and line breaks of a file ({@link Tokens#WORDS}), composed (NFC). What has a
     * symbol is known from the part to train on; all else is one unknown symbol.
     *
     * @param heldOut share of the words that is held out, above 0 and below 1
     * @param most how many words to know, the most frequent
     * @param leastCount how often a word must occur in the part to train on to be known
     * @throws DataException when the file is missing, empty, binary or not UTF-8, or has no two
     *     words
     */
    public static TextCorpus readWords(Path file, double heldOut, int most, int leastCount) {
        TextFile text = TextFile.read(file);
        TextForm form = TextForm.COMPOSED;
        List<String> words = Tokens.WORDS.split(form.of(text.text()));
        if (words.size() < 2) {
            throw new DataException(TextFile.name(file) + " has no two words");
        }
        List<String> trained = words.subList(0, trainingSize(words.size(), heldOut));
        Lexicon lexicon = Lexicon.ofTokens(Tokens.WORDS, List.of(trained), most, leastCount);
        return new TextCorpus(text.source(), lexicon.reading(form), text.text(), heldOut);
    }

    private static int trainingSize(int size, double heldOut) {
        if (!(heldOut > 0 && heldOut < 1)) {
            throw new IllegalArgumentException(
                    "the held-out share must lie between 0 and 1, got " + heldOut);
        }
        return size - (int) Math.max(1, Math.round(size * heldOut));
    }

    /**
     * A corpus of a text that is at hand.
     *
     * @param name what the text is
     */
    public static TextCorpus of(String name, String text, double heldOut) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return of(new DataSource(name, Sha256.of(utf8), utf8.length), text, heldOut);
    }

    private static TextCorpus of(DataSource source, String written, double heldOut) {
        TextForm form = TextForm.COMPOSED;
        Vocabulary vocabulary = Vocabulary.ofText(form.of(written).codePoints().toArray(), 1);
        return new TextCorpus(source, vocabulary.reading(form), written, heldOut);
    }

    private TextCorpus(DataSource source, TextSymbols vocabulary, String written, double heldOut) {
        this.source = source;
        this.vocabulary = vocabulary;
        String text = vocabulary.read(written);
        symbols = vocabulary.encode(text);
        trained = trainingSize(symbols.length, heldOut);
        changed = !text.equals(written);
        unknown = vocabulary.unknown(written);
    }

    /** Where the text came from. */
    public DataSource source() {
        return source;
    }

    /** Its characters or words. */
    public TextSymbols vocabulary() {
        return vocabulary;
    }

    /** Characters or words to train on. */
    public int trainingSize() {
        return trained;
    }

    /** Characters or words held out. */
    public int heldOutSize() {
        return symbols.length - trained;
    }

    /** How many symbols of the held-out part are that for unknown characters or words. */
    public int heldOutUnknown() {
        return countUnknown(trained, symbols.length);
    }

    /** How many symbols of the part to train on are that for unknown characters or words. */
    public int trainingUnknown() {
        return countUnknown(0, trained);
    }

    private int countUnknown(int from, int to) {
        int none = vocabulary.unknownSymbol().orElse(-1);
        return (int) Arrays.stream(symbols, from, to).filter(s -> s == none).count();
    }

    /** What of the text is read as the symbol for unknown characters or words. */
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
                            + ' '
                            + items()
                            + ' '
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
                            + ' '
                            + items()
                            + ", and "
                            + trained
                            + " are for training. Use a longer text, a smaller batch or shorter"
                            + " sequences");
        }
        return new TextStreams(symbols, trained, length, batch, seed, items());
    }

    /**
     * Batches that have each held-out symbol as a target exactly once; other positions have the
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

    private String items() {
        return vocabulary.unit().toString();
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

    private String unknowns() {
        return trainingUnknown() + heldOutUnknown() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; %,d to train on and %,d held out are unknown",
                        trainingUnknown(),
                        heldOutUnknown());
    }

    @Override
    public String toString() {
        return source.name()
                + ": "
                + trainingSize()
                + ' '
                + items()
                + " to train on, "
                + heldOutSize()
                + " held out, "
                + vocabulary
                + unknowns()
                + (changed ? TextForm.CHANGED : "");
    }
}
