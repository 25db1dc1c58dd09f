package dev.rondo.cli.command;

import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.util.List;
import java.util.Locale;

/**
 * Defaults of the training commands for those options whose defaults depend on the task. All other
 * options declare their own defaults.
 */
final class TrainingDefaults implements IDefaultValueProvider {
    private static final List<List<String>> TABLE =
            """
            option            dates   pairs   text    series  classes
            --cell            gru     gru     lstm    gru     gru
            --hidden          96      128     320     32      64
            --embedding       32      48      64      none    64
            --learning-rate   0.003   0.003   0.004   0.003   0.003
            --warmup          50      100     200     50      50
            --clip            1.0     1       1       1       1
            --batch           64      64      16      32      32
            --evaluate-every  250     250     2000    50      50
            --save-every      1000    1000    1000    500     500
            """
                    .lines()
                    .map(line -> List.of(line.split(" +")))
                    .toList();

    @Override
    public String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return null;
        }
        String task = argument.command().name();
        // a backtest trains forecasters
        int column = TABLE.getFirst().indexOf(task.equals(BacktestCommand.NAME) ? "series" : task);
        if (column < 0) {
            throw new IllegalStateException(
                    String.format(Locale.ROOT, "there are no defaults of the command %s", task));
        }
        return TABLE.stream()
                .filter(row -> row.getFirst().equals(option.longestName()))
                .map(row -> row.get(column))
                .findFirst()
                .orElse(null); // as the interface says that there is none
    }
}
