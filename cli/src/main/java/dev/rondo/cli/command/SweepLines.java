package dev.rondo.cli.command;

import dev.rondo.cli.InnerCommands;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.sweep.SweepPlan;
import dev.rondo.cli.sweep.TrainLines;
import dev.rondo.cli.sweep.Trial;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.data.NearMiss;
import dev.rondo.models.task.Limits;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The command lines of the trials of a sweep, for the options of {@code rondo train}. */
final class SweepLines implements TrainLines {
    private static final String TRAIN = "train";

    /** These belong to the sweep or to a single trial. */
    private static final Set<String> OWN =
            Set.of("--output", "--resume", "--seed", "--debug", "--help", "--version");

    /** Changeable when a run goes on, but kept by the run directory. */
    private static final Set<String> KEPT =
            Set.of("--learning-rate", "--patience", "--text", "--tsv", "--csv", "--test-csv");

    private static final String MINUTES = "--minutes";
    private static final String STEPS = "--steps";

    private final CommandLine rondo;
    private final CommandLine train;
    private final SweepPlan plan;

    /**
     * Command lines of a plan.
     *
     * @param rondo the commands, with {@code rondo train} and its task in full
     */
    SweepLines(CommandLine rondo, SweepPlan plan) {
        this.rondo = rondo;
        this.train = rondo.getSubcommands().get(TRAIN).getSubcommands().get(plan.task());
        this.plan = plan;
    }

    /** Names of the tasks. */
    static List<String> tasks(CommandLine rondo) {
        return List.copyOf(rondo.getSubcommands().get(TRAIN).getSubcommands().keySet());
    }

    /** The words that look like options, but are options of no task. */
    static List<String> unknown(InnerCommands commands, List<String> tasks, List<String> words) {
        List<String> names = new ArrayList<>(tasks);
        names.add(TRAIN);
        CommandLine train =
                commands.named(names.toArray(String[]::new)).getSubcommands().get(TRAIN);
        return words.stream()
                .filter(word -> word.matches("--?[^-0-9.].*"))
                .filter(
                        word ->
                                train.getSubcommands().values().stream()
                                        .noneMatch(t -> has(t, word.split("=", 2)[0])))
                .toList();
    }

    private static boolean has(CommandLine task, String option) {
        return task.getCommandSpec().optionsMap().containsKey(option);
    }

    /**
     * Refuses what can be seen to be wrong without training: unknown options, values of a wrong
     * type, files that do not exist.
     *
     * @throws CommandLine.ParameterException when a trial's command line cannot be read
     */
    void check() {
        plan.search().options().forEach(this::checkSwept);
        for (Trial trial : plan.trials()) {
            for (OptionSpec option : parse(begin(trial, Path.of("run"))).matchedOptions()) {
                if (option.getValue() instanceof Path path && !OWN.contains(option.longestName())) {
                    checkInput(option.longestName(), path);
                }
            }
        }
    }

    private void checkSwept(String option) {
        String name = "--" + option;
        if (OWN.contains(name)) {
            throw new UsageException(
                    name
                            + " cannot be swept"
                            + (option.equals("seed")
                                    ? "; --seeds says how many seeds each combination has"
                                    : ""));
        }
        if (!has(train, name)) {
            List<String> known =
                    train.getCommandSpec().optionsMap().keySet().stream()
                            .filter(n -> n.startsWith("--") && !OWN.contains(n))
                            .map(n -> n.substring(2))
                            .toList();
            throw new UsageException(
                    train.getCommandSpec().qualifiedName()
                            + " has no option "
                            + name
                            + " that could be swept"
                            + NearMiss.question(option, known));
        }
    }

    private static void checkInput(String option, Path path) {
        if (path.equals(Path.of("-"))) {
            throw new UsageException(
                    option + " -: standard input can be read only once; every trial reads a file");
        }
        if (!Files.exists(path)) {
            throw new UsageException(option + " " + path + " does not exist");
        }
    }

    @Override
    public List<String> begin(Trial trial, Path directory) {
        List<String> words = new ArrayList<>(List.of(TRAIN, plan.task()));
        words.addAll(plan.words());
        trial.values().forEach((option, value) -> words.addAll(word("--" + option, value)));
        words.add("--seed=" + trial.seed());
        words.add("--output=" + directory);
        return words;
    }

    /** An option with its value. One that takes none is there or not. */
    private List<String> word(String name, String value) {
        if (train.getCommandSpec().optionsMap().get(name).arity().max() > 0) {
            return List.of(name + "=" + value);
        }
        return switch (value) {
            case "true" -> List.of(name);
            case "false" -> List.of();
            default ->
                    throw new UsageException(
                            name
                                    + " takes no value; as swept values it has true and false, got '"
                                    + value
                                    + "'");
        };
    }

    @Override
    public List<String> resume(Trial trial, Path directory, TrainingState state) {
        ParseResult parsed = parse(begin(trial, directory));
        List<String> words = new ArrayList<>(List.of(TRAIN, plan.task(), "--resume=" + directory));
        for (OptionSpec option : parsed.matchedOptions()) {
            String name = option.longestName();
            if (RunOptions.CHANGEABLE.contains(name)
                    && !OWN.contains(name)
                    && !KEPT.contains(name)
                    && !name.equals(MINUTES)) {
                words.addAll(word(name, option.originalStringValues().getFirst()));
            }
        }
        words.addAll(rest(parsed, state));
        return words;
    }

    /** What is left of the limit in minutes, which counts anew when a run goes on. */
    private static List<String> rest(ParseResult parsed, TrainingState state) {
        TaskCommand command = (TaskCommand) parsed.commandSpec().userObject();
        Limits none = new Limits(0, 0);
        boolean bySteps = parsed.hasMatchedOption(STEPS) || parsed.hasMatchedOption("--epochs");
        Limits limits = command.run().limits(0, bySteps ? none : command.limits());
        if (limits.minutes() == 0) {
            return bySteps ? List.of() : List.of(STEPS + "=" + limits.steps());
        }
        double left = limits.minutes() - state.seconds() / 60;
        return left > 0
                ? List.of(MINUTES + "=" + left)
                : List.of(STEPS + "=" + Math.max(1, state.step()));
    }

    private ParseResult parse(List<String> words) {
        ParseResult parsed = rondo.parseArgs(words.toArray(String[]::new));
        while (parsed.hasSubcommand()) {
            parsed = parsed.subcommand();
        }
        return parsed;
    }
}
