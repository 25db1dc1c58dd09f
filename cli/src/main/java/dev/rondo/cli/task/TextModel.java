package dev.rondo.cli.task;

import dev.rondo.array.DType;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.data.Vocabulary;
import dev.rondo.models.language.LanguageModel;

/** A language model together with its vocabulary, as a run directory describes it. */
public final class TextModel {
    private final ModelSettings settings;
    private final Vocabulary vocabulary;
    private final Scope scope = Scope.root();
    private final LanguageModel model;

    /** Declares the model's variables in a scope of its own. */
    TextModel(ModelSettings settings, Vocabulary vocabulary) {
        this.settings = settings;
        this.vocabulary = vocabulary;
        this.model =
                new LanguageModel(
                        scope.child("model"),
                        new LanguageModel.Config(
                                vocabulary.size(),
                                settings.embedding(),
                                settings.stack().hidden(),
                                settings.stack().layers(),
                                settings.stack().cells(),
                                settings.stack().options(),
                                settings.tied()));
    }

    /** The model that a run directory describes. */
    public static TextModel parse(Configuration c) {
        Configuration v = c.section("vocabulary");
        return new TextModel(
                ModelSettings.parse(c.section("model")),
                Vocabulary.of(v.text("characters"), v.flag("unknown")));
    }

    Configuration toConfiguration() {
        return Configuration.empty()
                .with("task", TextTask.NAME)
                .with("model", settings.toConfiguration())
                .with(
                        "vocabulary",
                        Configuration.empty()
                                .with("characters", vocabulary.characters())
                                .with("unknown", vocabulary.hasUnknown()));
    }

    ModelSettings settings() {
        return settings;
    }

    /** The characters it knows. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** What reads and predicts. */
    public LanguageModel model() {
        return model;
    }

    /** What a text without a prompt begins with: a new line, if the model knows it. */
    public int[] opening() {
        return vocabulary.contains('\n') ? vocabulary.encode("\n") : new int[] {0};
    }

    Scope scope() {
        return scope;
    }

    /** A program without entries, to use the model and not to train it. */
    public Program program() {
        return Program.of(DType.F32, scope, 0);
    }
}
