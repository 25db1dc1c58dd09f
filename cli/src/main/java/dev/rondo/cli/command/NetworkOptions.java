package dev.rondo.cli.command;

import dev.rondo.cli.UsageException;
import dev.rondo.cli.flow.AttentionFlow;
import dev.rondo.cli.flow.CellFlow;
import dev.rondo.cli.flow.FlowSubject;
import dev.rondo.cli.flow.Sizes;
import dev.rondo.cli.flow.Start;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.CellKind;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Options that say which networks gradients are followed through. */
final class NetworkOptions {
    /** Those that only concern networks that are not trained. */
    static final String[] UNTRAINED = {
        "--cell", "--init", "--attention", "--layers", "--hidden", "--input", "--bidirectional"
    };

    private static final int STEPS = 200;

    @Option(
            names = "--cell",
            paramLabel = "NAME",
            split = ",",
            completionCandidates = CellNames.class,
            description = {
                "The cells, each a network of its own: ${COMPLETION-CANDIDATES}; several with commas"
                        + " (default: rnn, lstm and gru, and an encoder-decoder of gru with additive"
                        + " attention). "
                        + CellNames.OF_GRU
            })
    private List<String> cells;

    @Option(
            names = "--init",
            paramLabel = "START",
            split = ",",
            defaultValue = "default",
            description = {
                "How the cells start, several with commas: default, as the cell does. Of the recurrent"
                        + " weights: xavier, orthogonal[:RADIUS], identity[:SCALE],"
                        + " normal:DEVIATION or uniform:BOUND. Of the gates' biases: forget:BIAS, or"
                        + " chrono[:STEPS], which keeps for up to so many steps, as many as --seq has"
                        + " without a number (default: ${DEFAULT-VALUE})."
            })
    private List<String> starts;

    @Option(
            names = "--attention",
            paramLabel = "KIND",
            split = ",",
            description = {
                "Also an encoder-decoder of the last cell with this attention: additive, dot, general,"
                        + " concat, scaled-dot, multi-head, or none to compare with; several with"
                        + " commas (default: additive beside the default cells, otherwise no"
                        + " encoder-decoder)."
            })
    private List<String> attentions;

    @Option(
            names = "--layers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Cells one upon the other (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--bidirectional",
            description = "Each layer also reads from the end to the beginning.")
    private boolean bothWays;

    @Option(
            names = "--hidden",
            paramLabel = "H",
            defaultValue = "32",
            description = "Units of a cell (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(
            names = "--input",
            paramLabel = "N",
            defaultValue = "4",
            description = {
                "How many symbols there are; a random one is read at each step, as a one-hot vector"
                        + " (default: ${DEFAULT-VALUE})."
            })
    private int input;

    @Option(
            names = "--seq",
            paramLabel = "T",
            description = {
                "Steps of the sequences; of a run of text, characters that are read"
                        + " (default: 200)."
            })
    private Integer seq;

    @Option(
            names = "--batch",
            paramLabel = "B",
            defaultValue = "32",
            description = "Sequences of each seed (default: ${DEFAULT-VALUE}).")
    private int batch;

    /** Steps, where they were given. */
    OptionalInt steps() {
        return seq == null ? OptionalInt.empty() : OptionalInt.of(seq);
    }

    int batch() {
        return batch;
    }

    /**
     * The networks that were asked for, as they start.
     *
     * @param notes is told which are left out, because a start is not for a cell
     */
    List<FlowSubject> subjects(Consumer<String> notes) {
        int steps = steps().orElse(STEPS);
        Sizes sizes = new Sizes(steps, batch, input, hidden, layers, bothWays);
        List<Start> ways = starts.stream().map(Start::named).toList();
        List<CellKind> kinds = new ArrayList<>();
        for (String cell : cells == null ? List.of("rnn", "lstm", "gru") : cells) {
            Values.known("--cell", () -> kinds.add(Cells.named(cell)));
        }
        List<FlowSubject> subjects = new ArrayList<>();
        for (CellKind kind : kinds) {
            for (Start start : ways) {
                if (start.isFor(kind)) {
                    subjects.add(new CellFlow(kind, start, sizes).subject());
                } else {
                    notes.accept(
                            "--init " + start + ": " + kind.id() + " has no such gate; left out");
                }
            }
        }
        CellKind last = kinds.getLast();
        for (Optional<Attentions> attention : attentions()) {
            for (Start start : ways) {
                if (start.isFor(last)) {
                    subjects.add(new AttentionFlow(last, start, attention, sizes).subject());
                }
            }
        }
        if (subjects.isEmpty()) {
            throw new UsageException("--init is for none of the cells: they have no such gate");
        }
        return subjects;
    }

    private List<Optional<Attentions>> attentions() {
        List<String> asked =
                attentions != null
                        ? attentions
                        : cells == null ? List.of(Attentions.ADDITIVE.id()) : List.of();
        return asked.stream().map(ModelSettings::attention).toList();
    }
}
