package dev.rondo.cli.command;

import dev.rondo.cli.Console;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The commands of the command line. Reading all their options takes most of the time of a help
 * message, so only commands that the command line names are read in full. The others have an
 * outline: the name and the description that an overview shows.
 */
public final class Commands {
    private static final List<Class<?>> MAIN =
            List.of(
                    DemoCommand.class,
                    TrainCommand.class,
                    SweepCommand.class,
                    PredictCommand.class,
                    ClassifyCommand.class,
                    ForecastCommand.class,
                    BacktestCommand.class,
                    SampleCommand.class,
                    ServeCommand.class,
                    ApplyCommand.class,
                    ImportCommand.class,
                    ExportCommand.class,
                    ScoreCommand.class,
                    ReportCommand.class,
                    BackendsCommand.class,
                    VerifyCommand.class,
                    BenchCommand.class,
                    GradientsCommand.class,
                    ExperimentCommand.class,
                    HelpCommand.class);

    private static final Map<Class<?>, List<Class<?>>> BELOW =
            Map.of(
                    TrainCommand.class,
                    List.of(
                            TrainDatesCommand.class,
                            TrainPairsCommand.class,
                            TrainTextCommand.class,
                            TrainSeriesCommand.class,
                            TrainClassesCommand.class));

    private Commands() {}

    /** The commands for these words. */
    public static CommandLine of(Console console, String... words) {
        List<String> all = List.of(words);
        boolean fromFile = all.stream().anyMatch(word -> word.startsWith("@"));
        return in(console, name -> fromFile || all.contains(name));
    }

    /** The commands for any words. */
    public static CommandLine all(Console console) {
        return in(console, _ -> true);
    }

    private static CommandLine in(Console console, Predicate<String> full) {
        CommandLine rondo = new CommandLine(new RondoCommand(console));
        add(rondo, MAIN, full);
        return rondo;
    }

    private static void add(CommandLine parent, List<Class<?>> commands, Predicate<String> full) {
        for (Class<?> type : commands) {
            Command said = type.getAnnotation(Command.class);
            if (full.test(said.name())) {
                CommandLine command = new CommandLine(type);
                add(command, BELOW.getOrDefault(type, List.of()), full);
                parent.addSubcommand(command);
            } else {
                parent.addSubcommand(outline(said));
            }
        }
    }

    private static CommandSpec outline(Command said) {
        CommandSpec outline = CommandSpec.create().name(said.name());
        outline.usageMessage().header(said.header()).description(said.description());
        return outline;
    }
}
