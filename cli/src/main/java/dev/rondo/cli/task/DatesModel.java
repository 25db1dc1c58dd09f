package dev.rondo.cli.task;

import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.DateCorpus;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.seq2seq.GreedyDecoder;

import java.util.ArrayList;
import java.util.List;

/** An encoder-decoder from written dates to ISO dates, as a run directory describes it. */
public final class DatesModel {
    /** No symbol ends a date: it always has as many. */
    private static final int NO_END = -1;

    /**
     * What was written for one date.
     *
     * @param iso the ISO date, if the model is right
     * @param weights for each of its characters the weight of each character that was read; empty
     *     without attention
     */
    public record Translation(String iso, List<double[]> weights) {}

    private final ModelSettings settings;
    private final Scope scope = Scope.root();
    private final EncoderDecoder model;

    /** Declares the model's variables in a scope of its own. */
    DatesModel(ModelSettings settings) {
        if (settings.hidden() % 2 != 0) {
            throw new UsageException(
                    "--hidden must be even for dates, since the encoder gives half of it to each"
                            + " direction; got "
                            + settings.hidden());
        }
        this.settings = settings;
        Attentions attention = settings.attends().orElse(null);
        this.model =
                new EncoderDecoder(
                        scope.child("model"),
                        new EncoderDecoder.Config(
                                DateCorpus.sourceSymbols(),
                                DateCorpus.targetSymbols(),
                                settings.embedding(),
                                settings.hidden(),
                                settings.layers(),
                                Cells.named(settings.cell()),
                                attention,
                                attention == Attentions.ADDITIVE
                                        ? AttentionPlace.BEFORE_CELL
                                        : AttentionPlace.INPUT_FEEDING));
    }

    /** The model that a run directory describes. */
    public static DatesModel parse(Configuration c) {
        return new DatesModel(ModelSettings.parse(c.section("model")));
    }

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("task", DatesTask.NAME)
                .with("model", settings.toConfiguration());
    }

    ModelSettings settings() {
        return settings;
    }

    /** Whether it looks back at what it read. */
    public boolean attends() {
        return settings.attends().isPresent();
    }

    EncoderDecoder model() {
        return model;
    }

    Scope scope() {
        return scope;
    }

    /** A program that translates up to so many dates at once, and does not train. */
    public Program program(int batch) {
        return translating(Program.of(DType.F32, scope, 0), batch);
    }

    /** A program that also translates. */
    Program translating(Program program, int batch) {
        return GreedyDecoder.addTo(program, model, DateCorpus.sourceLength(), batch);
    }

    /**
     * Translates any number of written dates.
     *
     * @param executable of a {@link #program}
     * @param batch what that program takes at once
     */
    public static List<Translation> translate(
            Executable executable, int batch, List<String> written) {
        GreedyDecoder decoder =
                new GreedyDecoder(
                        executable, DateCorpus.sourceLength(), batch, DateCorpus.begin(), NO_END);
        List<Translation> translations = new ArrayList<>();
        for (int from = 0; from < written.size(); from += batch) {
            List<String> part = written.subList(from, Math.min(from + batch, written.size()));
            List<int[]> sources = part.stream().map(DateCorpus::encode).toList();
            for (var w : decoder.decode(sources, DateCorpus.TARGET_LENGTH)) {
                translations.add(new Translation(DateCorpus.decodeIso(w.symbols()), w.weights()));
            }
        }
        return translations;
    }
}
