package dev.rondo.cli.command;

import dev.rondo.cli.task.Limits;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.Map;

/** What {@code rondo train pairs} takes where nothing is said. */
final class PairsDefaults implements IDefaultValueProvider {
    static final Limits LIMITS = new Limits(0, 10);

    private static final Map<String, String> VALUES =
            Map.ofEntries(
                    Map.entry("--tokens", "characters"),
                    Map.entry("--longest", "100"),
                    Map.entry("--vocabulary", "10000"),
                    Map.entry("--cell", "gru"),
                    Map.entry("--layers", "1"),
                    Map.entry("--hidden", "128"),
                    Map.entry("--embedding", "48"),
                    Map.entry("--attention", "additive"),
                    Map.entry("--optimizer", "adam"),
                    Map.entry("--learning-rate", "0.003"),
                    Map.entry("--warmup", "100"),
                    Map.entry("--clip", "1"),
                    Map.entry("--batch", "64"),
                    Map.entry("--evaluate-every", "250"),
                    Map.entry("--save-every", "1000"),
                    Map.entry("--seed", "1"));

    @Override
    public String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? VALUES.get(option.longestName()) : null;
    }
}
