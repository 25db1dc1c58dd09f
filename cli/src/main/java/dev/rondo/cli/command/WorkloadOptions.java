package dev.rondo.cli.command;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.bench.Mode;
import dev.rondo.cli.bench.Recomputation;
import dev.rondo.cli.bench.Workload;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.ConvLstm;
import dev.rondo.models.task.Values;

import picocli.CommandLine.Option;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options for what is timed. */
final class WorkloadOptions {
    /** At most four digits, so that the number of pixels is an int. */
    private static final Pattern IMAGE = Pattern.compile("(\\d{1,4})x(\\d{1,4})");

    @Option(
            names = "--cell",
            paramLabel = "NAME",
            completionCandidates = CellNames.class,
            description = {
                "The cell: ${COMPLETION-CANDIDATES}; or conv-lstm, with --image. "
                        + CellNames.OF_GRU
            })
    private String cell;

    @Option(
            names = "--image",
            paramLabel = "ROWSxCOLUMNS",
            description = {
                "Height and width of the images that the cell conv-lstm reads, such as 16x16; --input"
                        + " and --hidden are channels then, and kernels are 3x3."
            })
    private String image;

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
            paramLabel = "train|infer|renewed",
            defaultValue = "train",
            description = {
                "infer: forwards. renewed: forwards, with weights that have changed before each"
                        + " step. train: forwards, and the gradients of sum(output ∘ G) with"
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

    /** The requested workload, of this cell where none is requested. */
    Workload workloadOr(Cells otherwise) {
        return workload(given() ? cell : otherwise.id());
    }

    /** The requested workload. */
    Workload workload() {
        return workload(cell);
    }

    private Workload workload(String cell) {
        return new Workload(
                cell,
                image(cell),
                seq,
                batch,
                input == null ? hidden : input,
                hidden,
                layers,
                Values.named("--mode", Mode.values(), mode),
                Recomputation.NONE,
                dtype());
    }

    private Shape image(String cell) {
        if (image == null && cell.equals(ConvLstm.ID)) {
            throw new UsageException(
                    "--cell conv-lstm reads images; say their height and width, such as"
                            + " --image 16x16");
        }
        if (!cell.equals(ConvLstm.ID)) {
            Values.known("--cell", () -> Cells.named(cell));
        }
        if (image == null) {
            return Shape.of();
        }
        if (!cell.equals(ConvLstm.ID)) {
            throw new UsageException(
                    "--image is for --cell conv-lstm; " + cell + " reads rows of numbers");
        }
        Matcher size = IMAGE.matcher(image);
        if (!size.matches()) {
            throw new UsageException(
                    "--image is height and width in pixels, such as 16x16, got '" + image + "'");
        }
        return Shape.of(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)));
    }

    /** The float type. */
    DType dtype() {
        String type = dtype.toLowerCase(Locale.ROOT);
        Values.oneOf("--dtype", type, "f32", "f64");
        return type.equals("f32") ? DType.F32 : DType.F64;
    }
}
