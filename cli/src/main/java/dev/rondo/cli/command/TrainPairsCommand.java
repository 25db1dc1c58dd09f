package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.PairsData;
import dev.rondo.cli.task.TranslationTask;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.data.PairCorpus;
import dev.rondo.models.data.Skipping;
import dev.rondo.models.data.TextForm;
import dev.rondo.models.data.Tokens;
import dev.rondo.models.task.Limits;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** {@code rondo train pairs}: an encoder-decoder on the user's own pairs of texts. */
@Command(
        name = "pairs",
        description = {
            "Trains an encoder-decoder to write the target of a source. The file holds a pair on each"
                    + " line, the source, a tab and the target, in UTF-8. A tenth of all sources is"
                    + " kept for the test and a twentieth for validation."
        },
        footer = {
            "",
            "Without a limit, training ends after 10 minutes. Ctrl-C saves and ends it.",
            "",
            "Examples:",
            "  rondo train pairs --tsv plurals.tsv --output runs/plurals",
            "  rondo train pairs --tsv deu-eng.tsv --tokens words --attention general --epochs 10",
            "  rondo train pairs --resume runs/plurals --minutes 5"
        })
final class TrainPairsCommand extends TaskCommand {
    @Option(
            names = "--tsv",
            paramLabel = "FILE",
            description = {
                "The pairs, a source, a tab and a target on each line, in UTF-8; - is standard input. With --resume only"
                        + " needed where the file has been moved."
            })
    private Path tsv;

    @Mixin private SkippingOptions skipping;

    @Option(
            names = "--tokens",
            paramLabel = "UNIT",
            defaultValue = "characters",
            description = {
                "What is read and written at a time: characters, or words (what stands between white"
                        + " space) (default: ${DEFAULT-VALUE})."
            })
    private String tokens;

    @Option(
            names = "--longest",
            paramLabel = "N",
            defaultValue = "100",
            description = {
                "Refuses lines of which a side has more characters, or words (default:"
                        + " ${DEFAULT-VALUE})."
            })
    private int longest;

    @Option(
            names = "--vocabulary",
            paramLabel = "N",
            defaultValue = "10000",
            description = {
                "Knows so many characters, or words, of each side, the most frequent; all others are one"
                        + " symbol (default: ${DEFAULT-VALUE})."
            })
    private int vocabulary;

    @Mixin private ModelOptions model;
    @Mixin private TranslationOptions translation;
    @Mixin private LearningOptions learning;
    @Mixin private EpochOptions epochs;
    @Mixin private RunOptions run;

    TrainPairsCommand() {
        super(PairsData.NAME, Limits.minutes(10));
    }

    @Override
    RunOptions run() {
        return run;
    }

    @Override
    EpochOptions epochs() {
        return epochs;
    }

    @Override
    TranslationTask create() {
        if (tsv == null) {
            throw new UsageException("--tsv FILE says what to train on");
        }
        Values.atLeast("--longest", longest, 1);
        Values.atLeast("--vocabulary", vocabulary, 1);
        // wrong options are reported before a file is read
        ModelSettings shape = model.settings(translation.attention());
        TrainingSettings training = run.shared(learning.settings(0));
        PairsData data =
                new PairsData(
                        tsv,
                        new PairCorpus.Settings(
                                unit(),
                                longest,
                                vocabulary,
                                TextForm.COMPOSED,
                                skipping.or(Skipping.NOTHING)));
        TranslationTask task =
                TranslationTask.create(data, shape, training, translation.scheduledSampling());
        note(data.corpus().toString());
        return task;
    }

    @Override
    TranslationTask resume(Checkpoint latest) {
        return TranslationTask.resume(
                PairsData.resume(latest, tsv), latest, run.shared(learning.changes()));
    }

    private Tokens unit() {
        // bare words could not be written as they stand in a target
        Tokens[] units = {Tokens.CHARACTERS, Tokens.WORDS};
        return Values.named("--tokens", units, tokens);
    }
}
