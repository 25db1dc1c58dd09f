package dev.rondo.cli.command;

import dev.rondo.backend.Executable;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.show.AttentionMap;
import dev.rondo.cli.show.AttentionText;
import dev.rondo.cli.task.DatesModel;
import dev.rondo.cli.task.DatesReport;
import dev.rondo.cli.task.DatesTask;
import dev.rondo.models.checkpoint.Checkpoint;
import dev.rondo.models.data.DateCorpus;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code rondo predict}: a trained model of dates at work. */
@Command(
        name = "predict",
        description =
                "Turns written dates into ISO dates, a line each, with a model that was trained.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Example:",
            "  rondo predict runs/dates-20260522-101500 \"3rd of May 2021\" \"Sat 12.06.1999\" --attention"
        })
final class PredictCommand implements Callable<Integer> {
    private static final int AT_ONCE = 64;

    @Parameters(
            index = "0",
            paramLabel = "DIR",
            description = "The run directory of 'rondo demo' or 'rondo train dates'.")
    private Path directory;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "DATE",
            description = "Dates as people write them.")
    private List<String> written;

    @Option(
            names = "--attention",
            description = "Also show where the model looked while it wrote each character.")
    private boolean attention;

    @Mixin private ComputeOptions compute;

    @Inject private Console console;

    @Override
    public Integer call() {
        written.forEach(DateCorpus::encode); // refuses what is too long before anything is computed
        Checkpoint checkpoint = RunPaths.model(directory, DatesTask.NAME, "rondo predict");
        DatesModel model = DatesModel.parse(checkpoint.description().model());
        if (attention && !model.attends()) {
            throw new UsageException(directory + " holds a model without attention");
        }
        int batch = Math.min(AT_ONCE, written.size());
        try (Executable executable = compute.open().compile(model.program(batch))) {
            checkpoint.restorePart(executable);
            List<DatesModel.Translation> isos = DatesModel.translate(executable, batch, written);
            for (int i = 0; i < isos.size(); i++) {
                console.out().println(isos.get(i).iso());
                if (attention) {
                    show(DatesReport.map(written.get(i), isos.get(i)));
                }
            }
        }
        return 0;
    }

    private void show(AttentionMap map) {
        AttentionText.lines(map, console.unicode()).forEach(console.out()::println);
        console.out().println(AttentionText.legend(console.unicode()));
    }
}
