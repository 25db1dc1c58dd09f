package dev.rondo.cli.command;

import dev.rondo.cli.task.Limits;
import dev.rondo.cli.task.ModelSettings;
import dev.rondo.cli.task.OptimizerSettings;
import dev.rondo.cli.task.ScheduleSettings;
import dev.rondo.cli.task.StackSettings;
import dev.rondo.cli.task.TrainingSettings;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Map;

/** What {@code rondo demo} does, and {@code rondo train dates} where nothing is said. */
final class DatesDefaults implements IDefaultValueProvider {
    /** Steps after which training ends; enough to get at least 99 % of dates right. */
    static final long STEPS = 2000;

    static final String SEED = "1";

    private static final String CELL = "gru";
    private static final int LAYERS = 1;
    private static final int HIDDEN = 96;
    private static final int EMBEDDING = 32;
    private static final String ATTENTION = "additive";
    private static final double LEARNING_RATE = 0.003;
    private static final long WARMUP = 50;
    private static final double CLIP = 1;
    private static final int BATCH = 64;
    private static final long EVALUATE_EVERY = 250;
    private static final long SAVE_EVERY = 1000;

    private static final Map<String, Object> VALUES =
            Map.ofEntries(
                    Map.entry("--cell", CELL),
                    Map.entry("--layers", LAYERS),
                    Map.entry("--hidden", HIDDEN),
                    Map.entry("--embedding", EMBEDDING),
                    Map.entry("--attention", ATTENTION),
                    Map.entry("--optimizer", "adam"),
                    Map.entry("--learning-rate", LEARNING_RATE),
                    Map.entry("--warmup", WARMUP),
                    Map.entry("--clip", CLIP),
                    Map.entry("--batch", BATCH),
                    Map.entry("--evaluate-every", EVALUATE_EVERY),
                    Map.entry("--save-every", SAVE_EVERY),
                    Map.entry("--seed", SEED));

    @Override
    public String defaultValue(ArgSpec argument) {
        Object value =
                argument instanceof OptionSpec option ? VALUES.get(option.longestName()) : null;
        return value == null ? null : value.toString();
    }

    static ModelSettings model() {
        return new ModelSettings(
                new StackSettings(CELL, LAYERS, HIDDEN), EMBEDDING, ATTENTION, false);
    }

    static TrainingSettings training(long seed) {
        return new TrainingSettings(
                OptimizerSettings.Kind.ADAM.defaults(),
                ScheduleSettings.cosine(LEARNING_RATE, WARMUP),
                CLIP,
                BATCH,
                1,
                0,
                EVALUATE_EVERY,
                0,
                SAVE_EVERY,
                seed);
    }

    static Limits limits() {
        return new Limits(STEPS, 0);
    }
}
