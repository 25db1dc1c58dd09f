package dev.rondo.cli.command;

import dev.rondo.array.DType;
import dev.rondo.cli.bench.BenchCells;
import dev.rondo.cli.bench.Mode;
import dev.rondo.cli.bench.Workload;
import dev.rondo.cli.task.Values;

import picocli.CommandLine.Option;

import java.util.Locale;

/** Options that say what is timed. */
final class WorkloadOptions {
    @Option(
            names = "--cell",
            paramLabel = "NAME",
            completionCandidates = CellNames.ToTime.class,
            description = {
                "The cell: ${COMPLETION-CANDIDATES}. Here gru is PyTorch's, with the reset gate"
                        + " after the recurrent product, which the other commands and all results call"
                        + " gru-after; the one with the gate before is gru-before."
            })
    private String cell;

    @Option(
            names = "--seq",
            paramLabel = "T",
            defaultValue = "50",
            description = "Steps of the sequences (default: ${DEFAULT-VALUE}).")
    private int seq;

    @Option(
            names = "--batch",
            paramLabel = "B",
            defaultValue = "32",
            description = "Sequences at a time (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--input",
            paramLabel = "I",
            description = "Size of what is read at a step (default: that of --hidden).")
    private Integer input;

    @Option(
            names = "--hidden",
            paramLabel = "H",
            defaultValue = "128",
            description = "Units of a cell (default: ${DEFAULT-VALUE}).")
    private int hidden;

    @Option(
            names = "--layers",
            paramLabel = "L",
            defaultValue = "1",
            description = "Cells one upon the other (default: ${DEFAULT-VALUE}).")
    private int layers;

    @Option(
            names = "--mode",
            paramLabel = "train|infer",
            defaultValue = "train",
            description = {
                "infer: forwards. train: forwards, and the gradients of sum(output ∘ G) with"
                        + " respect to all weights (default: ${DEFAULT-VALUE})."
            })
    private String mode;

    @Option(
            names = "--dtype",
            paramLabel = "f32|f64",
            defaultValue = "f32",
            description = "The float type (default: ${DEFAULT-VALUE}).")
    private String dtype;

    /** Whether one workload is asked for, and not a suite. */
    boolean given() {
        return cell != null;
    }

    /** The workload that was asked for. */
    Workload workload() {
        Values.known("--cell", () -> BenchCells.named(cell));
        return new Workload(
                BenchCells.named(cell),
                seq,
                batch,
                input == null ? hidden : input,
                hidden,
                layers,
                Values.named("--mode", Mode.values(), mode),
                dtype());
    }

    /** The float type. */
    DType dtype() {
        String type = dtype.toLowerCase(Locale.ROOT);
        Values.oneOf("--dtype", type, "f32", "f64");
        return type.equals("f32") ? DType.F32 : DType.F64;
    }
}
