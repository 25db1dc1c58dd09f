package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.TextTask;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.data.TextCorpus;
import dev.rondo.models.data.TextFile;
import dev.rondo.models.data.Tokens;
import dev.rondo.models.task.Limits;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.TrainingSettings;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** {@code rondo train text}: a language model of a text. */
@Command(
        name = "text",
        description = {
            "Trains a language model on the characters or words of a text. The last 5 %% are held out;"
                    + " training reports how many bits for each the model needs to predict them, and"
                    + " its perplexity."
        },
        footer = {
            "",
            "Without a limit, training ends after 10 minutes. Ctrl-C saves and ends it.",
            "",
            "Examples:",
            "  rondo train text --text book.txt --output runs/book",
            "  rondo train text --text book.txt --cell gru --layers 2 --hidden 512 --epochs 5",
            "  rondo train text --text book.txt --layers 3 --residual --dropout 0.2 --recurrent-dropout 0.2",
            "  rondo train text --text book.txt --tokens words --min-count 3 --sequence 35",
            "  rondo train text --resume runs/book --minutes 10",
            "  rondo train text --text letters.txt --from runs/book --learning-rate 0.0005"
        })
final class TrainTextCommand extends TaskCommand {
    @Option(
            names = "--text",
            paramLabel = "FILE",
            description = {
                "The text, in UTF-8; - is standard input. With --resume only needed where the file has been moved."
            })
    private Path text;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = {
                "Starts from the weights of a run directory, trained or made by 'rondo import', with a fresh"
                        + " optimiser; its cell, layers and sizes are those of DIR."
            })
    private Path from;

    @Option(
            names = "--tokens",
            paramLabel = "UNIT",
            defaultValue = "characters",
            description = {
                "What is read and written at a time: characters, or words (what stands between white"
                        + " space, and each line break) (default: ${DEFAULT-VALUE})."
            })
    private String tokens;

    @Mixin private VocabularyOptions words;
    @Mixin private UnknownOption unknown;
    @Mixin private ModelOptions model;
    @Mixin private StackOptions stack;

    @Option(
            names = "--tie-weights",
            description = {
                "Scores symbols with their own vectors instead of with weights of their own; with a"
                        + " projection between, where --hidden and --embedding differ."
            })
    private boolean tied;

    @Mixin private LearningOptions learning;

    @Option(
            names = "--sequence",
            paramLabel = "N",
            defaultValue = "80",
            description = {
                "Characters, or words, through which the gradient flows back; the state goes on from step to step"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private int sequence;

    @Mixin private EpochOptions epochs;
    @Mixin private RunOptions run;

    TrainTextCommand() {
        super(TextTask.NAME, Limits.minutes(10));
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
    TextTask create() {
        if (text == null) {
            throw new UsageException("--text FILE says what to train on");
        }
        TextTask task = from == null ? fresh() : further();
        note(task.corpus().toString());
        return task;
    }

    @Override
    TextTask resume(Checkpoint latest) {
        return TextTask.resume(latest, text, run.shared(learning.changes()));
    }

    private TextTask fresh() {
        if (unknown.isGiven()) {
            throw new UsageException(
                    UnknownOption.NAME
                            + " belongs to --from: a new model's vocabulary is its text's");
        }
        // wrong options are reported before a file is read
        words.check();
        boolean characters = unit() == Tokens.CHARACTERS;
        if (characters) {
            words.checkNoneGiven("--tokens words");
        }
        ModelSettings shape = model.settings(stack, tied);
        TrainingSettings training = run.shared(learning.settings(sequence));
        TextCorpus corpus =
                characters
                        ? TextCorpus.read(text, TextCorpus.HELD_OUT)
                        : TextCorpus.readWords(
                                text, TextCorpus.HELD_OUT, words.most(), words.leastCount());
        if (!characters && corpus.trainingUnknown() == 0) {
            console()
                    .warn(
                            "no word to train on is unknown, so the model cannot learn to expect"
                                    + " unknown words; --min-count 2 makes those that occur once"
                                    + " unknown");
        }
        return TextTask.create(text, corpus, shape, training);
    }

    private Tokens unit() {
        Tokens[] units = {Tokens.CHARACTERS, Tokens.WORDS};
        return Values.named("--tokens", units, tokens);
    }

    private TextTask further() {
        model.checkNoneGiven("--from");
        words.checkNoneGiven("a new model, not to --from");
        Checkpoint start = RunPaths.model(from, "rondo train text", TextTask.NAME);
        TextTask task =
                TextTask.from(
                        start,
                        text,
                        before -> before.trainedAs(model.cells(stack)),
                        run.shared(learning.settings(sequence)));
        unknown.judge(console(), TextFile.name(text), task.corpus().unknown());
        return task;
    }
}
