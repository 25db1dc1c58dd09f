package dev.rondo.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code rondo train}: the tasks that can be trained. */
@Command(
        name = "train",
        description =
                "Trains a model: dates (written dates to ISO dates), pairs (source and target texts), text"
                        + " (a language model), series (a forecast) or classes (the class of a text or of"
                        + " a sequence of numbers).",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  rondo train dates --cell lstm --attention general",
            "  rondo train pairs --tsv plurals.tsv --output runs/plurals",
            "  rondo train text --text book.txt --minutes 10 --output runs/book",
            "  rondo train series --csv sunspots.csv --target sunspots --horizon 12",
            "  rondo train classes --csv reviews.csv --text review --class sentiment",
            "  rondo train text --resume runs/book --minutes 10"
        })
final class TrainCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to train: rondo train dates, rondo train pairs, rondo train text, rondo train"
                        + " series or rondo train classes");
    }
}
