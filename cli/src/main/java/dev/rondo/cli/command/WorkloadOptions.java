package dev.rondo.cli.command;

import dev.rondo.array.DType;
import dev.rondo.cli.bench.Mode;
import dev.rondo.cli.bench.Workload;
import dev.rondo.cli.task.Values;
import dev.rondo.models.cell.Cells;

import picocli.CommandLine.Option;

import java.util.Locale;

/** Options for what is timed. */
final class WorkloadOptions {
    @Option(
            names = "--cell",
            paramLabel = "NAME",
            completionCandidates = CellNames.class,
            description = {"The cell: ${COMPLETION-CANDIDATES}. " + CellNames.OF_GRU})
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

    /** Whether one workload is requested, not a suite. */
    boolean given() {
        return cell != null;
    }

    /** The requested workload. */
    Workload workload() {
        Values.known("--cell", () -> Cells.named(cell));
        return new Workload(
                cell,
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
