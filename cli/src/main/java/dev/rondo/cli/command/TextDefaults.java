package dev.rondo.cli.command;

import dev.rondo.cli.task.Limits;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Map;

/** What {@code rondo train text} takes where nothing is said. */
final class TextDefaults implements IDefaultValueProvider {
    static final Limits LIMITS = new Limits(0, 10);

    private static final Map<String, String> VALUES =
            Map.ofEntries(
                    Map.entry("--cell", "lstm"),
                    Map.entry("--layers", "1"),
                    Map.entry("--hidden", "320"),
                    Map.entry("--embedding", "64"),
                    Map.entry("--sequence", "80"),
                    Map.entry("--optimizer", "adam"),
                    Map.entry("--learning-rate", "0.004"),
                    Map.entry("--warmup", "200"),
                    Map.entry("--clip", "1"),
                    Map.entry("--batch", "16"),
                    Map.entry("--evaluate-every", "2000"),
                    Map.entry("--save-every", "1000"),
                    Map.entry("--seed", "1"));

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? VALUES.get(option.longestName()) : null;
    }
}
