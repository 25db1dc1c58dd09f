package dev.rondo.cli.task;

import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.DateCorpus;
import dev.rondo.models.data.Lexicon;
import dev.rondo.models.data.LexiconCodec;
import dev.rondo.models.data.PairCodec;
import dev.rondo.models.data.TextForm;
import dev.rondo.models.data.Tokens;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.BeamDecoder;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.seq2seq.GreedyDecoder;
import dev.rondo.models.seq2seq.Hypothesis;
import dev.rondo.models.seq2seq.LengthPenalty;
import dev.rondo.models.seq2seq.Written;
import dev.rondo.models.task.Described;
import dev.rondo.models.task.MemoryNeed;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.StackSettings;
import dev.rondo.models.task.TextForms;

import java.util.ArrayList;
import java.util.List;

/** An encoder-decoder and the meaning of its symbols, as a run directory describes it. */
public final class TranslationModel {
    /** The section with the meaning of symbols. */
    static final String CODEC = "codec";

    private final ModelSettings settings;
    private final PairCodec codec;
    private final Scope scope = Scope.root();
    private final EncoderDecoder model;

    /** Declares the model's variables in a scope of its own. */
    TranslationModel(ModelSettings settings, PairCodec codec) {
        StackSettings stack = settings.stack();
        if (stack.hidden() % 2 != 0) {
            throw new UsageException(
                    "--hidden must be even for an encoder-decoder, since the encoder gives half of"
                            + " it to each direction; got "
                            + stack.hidden());
        }
        this.settings = settings;
        this.codec = codec;
        Attentions attention = settings.attends().orElse(null);
        this.model =
                new EncoderDecoder(
                        scope.child("model"),
                        new EncoderDecoder.Config(
                                        codec.sourceSymbols(),
                                        codec.targetSymbols(),
                                        settings.embedding(),
                                        stack.hidden(),
                                        stack.layers(),
                                        stack.cells(),
                                        attention,
                                        attention == Attentions.ADDITIVE
                                                ? AttentionPlace.BEFORE_CELL
                                                : AttentionPlace.INPUT_FEEDING)
                                .dropout(stack.dropout()));
    }

    /** The model that a run directory describes. */
    public static TranslationModel parse(Configuration c) {
        return Described.by(c, TranslationModel::made);
    }

    private static TranslationModel made(Configuration c) {
        ModelSettings settings = ModelSettings.parse(c.section("model"));
        PairCodec codec = c.has(CODEC) ? codec(c.section(CODEC)) : DateCorpus.codec();
        int vocabulary = Math.max(codec.sourceSymbols(), codec.targetSymbols());
        MemoryNeed.of(settings, vocabulary, 1, 1).times(2).check();
        return new TranslationModel(settings, codec);
    }

    private static LexiconCodec codec(Configuration c) {
        Tokens tokens = c.choice("tokens", Tokens.class);
        TextForm form = TextForms.of(c);
        return new LexiconCodec(
                new Lexicon(tokens, c.texts("source")).reading(form),
                new Lexicon(tokens, c.texts("target")).reading(form),
                c.integer("longest_source", 1, Integer.MAX_VALUE),
                c.integer("longest_target", 1, Integer.MAX_VALUE));
    }

    Configuration toConfiguration() {
        Configuration c = Configuration.empty().with("model", settings.toConfiguration());
        return codec instanceof LexiconCodec l
                ? c.with(
                        CODEC,
                        Configuration.empty()
                                .with("tokens", l.source().unit().toString())
                                .with("source", l.source().tokens())
                                .with("target", l.target().tokens())
                                .with("longest_source", l.longestSource())
                                .with("longest_target", l.longestTarget())
                                .with(TextForms.FORM, l.source().form()))
                : c;
    }

    /** What it is made of. */
    public ModelSettings settings() {
        return settings;
    }

    /** Whether it has attention. */
    public boolean attends() {
        return settings.attends().isPresent();
    }

    /** The meaning of its symbols. */
    public PairCodec codec() {
        return codec;
    }

    /** What reads and writes. */
    public EncoderDecoder model() {
        return model;
    }

    /** Where the variables of the model are declared. */
    public Scope scope() {
        return scope;
    }

    /** A program that also translates, greedily. */
    Program translating(Program program, int batch) {
        return GreedyDecoder.addTo(program, model, codec.longestSource(), batch);
    }

    /**
     * Translates any number of sources greedily.
     *
     * @param executable of a program that {@link #translating} made
     * @param batch number of sources that this program translates at once
     * @param beforeEach called before each batch; an exception that it throws ends the call
     */
    List<Translation> translate(
            Executable executable, int batch, List<String> sources, Runnable beforeEach) {
        GreedyDecoder decoder =
                new GreedyDecoder(
                        executable, codec.longestSource(), batch, codec.begin(), codec.end());
        List<Translation> translations = new ArrayList<>();
        for (int from = 0; from < sources.size(); from += batch) {
            beforeEach.run();
            List<String> part = sources.subList(from, Math.min(from + batch, sources.size()));
            List<int[]> symbols = part.stream().map(codec::encodeSource).toList();
            List<Written> written = decoder.decode(symbols, codec.longestTarget());
            for (int i = 0; i < part.size(); i++) {
                translations.add(Translation.of(codec, part.get(i), written.get(i)));
            }
        }
        return translations;
    }

    /**
     * A program that searches, and does not train.
     *
     * @param longest number of symbols of the longest source
     * @param batch number of sources at once
     * @param beam number of hypotheses for each source
     */
    public Program searching(int longest, int batch, int beam) {
        return BeamDecoder.addTo(Program.of(DType.F32, scope, 0), model, longest, batch, beam);
    }

    /** One of the best translations of a source, and its score. */
    public record Found(Translation translation, double score) {}

    /**
     * Searches for the best translations.
     *
     * @param executable of a program that {@link #searching} made with the same sizes
     * @param sources at most {@code batch}
     * @return for each source its translations, the best first
     */
    public List<List<Found>> search(
            Executable executable,
            int longest,
            int batch,
            int beam,
            LengthPenalty penalty,
            List<String> sources) {
        BeamDecoder decoder =
                new BeamDecoder(executable, longest, batch, beam, codec.begin(), codec.end());
        List<int[]> symbols = sources.stream().map(codec::encodeSource).toList();
        List<List<Hypothesis>> found = decoder.decode(symbols, codec.longestTarget(), penalty);
        List<List<Found>> all = new ArrayList<>();
        for (int b = 0; b < found.size(); b++) {
            String source = sources.get(b);
            all.add(
                    found.get(b).stream()
                            .map(
                                    h ->
                                            new Found(
                                                    Translation.of(codec, source, h.written()),
                                                    h.score()))
                            .toList());
        }
        return all;
    }
}
