package dev.rondo.cli.command;

import dev.rondo.cli.task.Limits;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Map;

/** What {@code rondo train series} takes where nothing is said. */
final class SeriesDefaults implements IDefaultValueProvider {
    static final Limits LIMITS = new Limits(1000, 0);

    private static final Map<String, String> VALUES =
            Map.ofEntries(
                    Map.entry("--cell", "gru"),
                    Map.entry("--layers", "1"),
                    Map.entry("--hidden", "32"),
                    Map.entry("--loss", "squared"),
                    Map.entry("--horizon", "12"),
                    Map.entry("--validation", "0.15"),
                    Map.entry("--test", "0.15"),
                    Map.entry("--optimizer", "adam"),
                    Map.entry("--learning-rate", "0.003"),
                    Map.entry("--warmup", "50"),
                    Map.entry("--clip", "1"),
                    Map.entry("--batch", "32"),
                    Map.entry("--evaluate-every", "50"),
                    Map.entry("--save-every", "500"),
                    Map.entry("--seed", "1"));

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? VALUES.get(option.longestName()) : null;
    }
}
