package dev.rondo.cli.command;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cli.Console;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.apply.Apply;
import dev.rondo.cli.apply.ApplyRequest;
import dev.rondo.cli.onnx.OnnxModel;
import dev.rondo.cli.onnx.OnnxRun;
import dev.rondo.models.checkpoint.Safetensors;
import dev.rondo.models.data.NearMiss;
import dev.rondo.models.task.Values;
import dev.rondo.models.torch.StateDict;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/** {@code rondo apply}: a PyTorch module or an ONNX model on the user's arrays. */
@Command(
        name = "apply",
        description = {
            "Runs a network on your arrays: one with PyTorch's weights, also with its gradients, or a model that"
                    + " 'rondo import' made of an ONNX file.",
            "",
            "Weights, inputs and results are safetensors files. Weights have the names of a state_dict; missing"
                    + " biases are zero. The inputs are:",
            "  lstm, gru, rnn        input [T, B, I], and optionally h_0 [L, B, H], c_0 [L, B, H] (lstm),"
                    + " lengths [B]",
            "  multihead-attention   query [Tq, B, E], key and value [Tk, B, E], and optionally lengths [B] of"
                    + " the keys",
            "  additive-attention    query [Tq, B, Dq], key [Tk, B, Dk], and optionally value [Tk, B, Dv] (else"
                    + " key), lengths [B]",
            "  luong-attention       the same",
            "  DIR                   what 'rondo import' named; --input and --output alone are needed",
            "L counts layers and directions. With --grad also grad_output, of the shape of output."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "The results are output, h_n and c_n, or output and attention [B, Tq, Tk]; with --grad the gradients"
                    + " of sum(output * grad_output): grad.input, grad.h_0, … and grad. before the name of each"
                    + " weight. Weights of attentions: query.weight [A, Dq], key.weight [A, Dk], score.weight"
                    + " [1, A] (additive, concat); score.weight [Dq, Dk] (general); none (dot).",
            "",
            "Examples:",
            "  rondo apply runs/tagger --input x.safetensors --output y.safetensors",
            "  rondo apply --cell lstm --weights lstm.safetensors --input x.safetensors \\",
            "    --output y.safetensors --grad"
        })
final class ApplyCommand implements Callable<Integer> {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "DIR",
            description = "The run directory of an imported ONNX model; instead of --cell.")
    private Path directory;

    @Option(
            names = "--cell",
            paramLabel = "NAME",
            description = {
                "What runs, without DIR: lstm, gru, rnn, multihead-attention, additive-attention or luong-attention."
                        + " gru is nn.GRU, a gru-after of the other commands."
            })
    private String cell;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "The weights; not needed for luong-attention with --score dot.")
    private Path weights;

    @Option(
            names = "--input",
            paramLabel = "FILE",
            required = true,
            description = "The arrays it runs on.")
    private Path input;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            required = true,
            description = "Where the results go; written only when all went well.")
    private Path output;

    @Option(
            names = "--prefix",
            paramLabel = "PREFIX",
            description = {
                "Uses the weights whose names begin so, such as encoder.rnn., and no others (default: the"
                        + " file must hold one network, under any prefix)."
            })
    private String prefix;

    @Option(
            names = "--layers",
            paramLabel = "N",
            description = {
                "Layers that the weights must have (default: as many as there are in the file)."
            })
    private Integer layers;

    @Option(
            names = "--bidirectional",
            description = {
                "The weights must be for both directions (default: as the file has them)."
            })
    private boolean bidirectional;

    @Option(
            names = "--nonlinearity",
            paramLabel = "NAME",
            description = "Of rnn: tanh or relu (default: tanh).")
    private String nonlinearity;

    @Option(
            names = "--heads",
            paramLabel = "N",
            description = "Of multihead-attention: number of heads, which the weights do not tell.")
    private Integer heads;

    @Option(
            names = "--score",
            paramLabel = "NAME",
            description = {
                "Of luong-attention: dot, general or concat (default: what the weights are for)."
            })
    private String score;

    @Option(
            names = "--batch-first",
            description = {
                "Sequences are [B, T, …] in the files, as with PyTorch's batch_first; h_0, c_0, h_n, c_n"
                        + " and attention are as ever."
            })
    private boolean batchFirst;

    @Option(names = "--grad", description = "Also gives the gradients.")
    private boolean gradients;

    @Option(
            names = "--dtype",
            paramLabel = "TYPE",
            defaultValue = "f32",
            description = {
                "What is computed in and written, f32 or f64 (default: ${DEFAULT-VALUE}); files may hold"
                        + " F16, BF16, F32 or F64."
            })
    private String dtype;

    @Mixin private ComputeOptions compute;

    @Inject private Console console;

    @Override
    public Integer call() {
        DType type = named("--dtype", dtype, DType.F32, DType.F64);
        Map<String, Array> results = directory == null ? network(type) : model(type);
        Safetensors.of(results).write(output);
        results.forEach((name, a) -> console.out().println(name + " " + a.dtype() + a.shape()));
        return 0;
    }

    private Map<String, Array> model(DType type) {
        boolean others = layers != null || bidirectional || nonlinearity != null || heads != null;
        boolean more = prefix != null || score != null || batchFirst || gradients;
        if (cell != null || weights != null || others || more) {
            throw new UsageException(
                    directory
                            + " says itself what runs: of all options, --input, --output, --dtype,"
                            + " --backend and --threads are for it");
        }
        OutputPath.check("--output", output, input);
        OnnxModel model = OnnxRuns.open(directory, console);
        return OnnxRun.of(model, input, type, compute.open(console));
    }

    private Map<String, Array> network(DType type) {
        if (cell == null) {
            throw new UsageException(
                    "--cell NAME is needed, or the run directory of an imported ONNX model");
        }
        ApplyRequest request = request();
        OutputPath.check("--output", output, input, weights);
        StateDict dict =
                weights == null ? new StateDict("no file", Map.of()) : StateDict.read(weights);
        return Apply.run(request, dict, input, type, gradients, compute.open(console));
    }

    private ApplyRequest request() {
        ApplyRequest.Cell network = named("--cell", cell, ApplyRequest.Cell.values());
        boolean multihead = network == ApplyRequest.Cell.MULTIHEAD_ATTENTION;
        boolean luong = network == ApplyRequest.Cell.LUONG_ATTENTION;
        only("--layers", layers != null, network.recurrent(), "lstm, gru and rnn");
        only("--bidirectional", bidirectional, network.recurrent(), "lstm, gru and rnn");
        boolean plain = network == ApplyRequest.Cell.RNN;
        only("--nonlinearity", nonlinearity != null, plain, "rnn");
        only("--heads", heads != null, multihead, "multihead-attention");
        only("--score", score != null, luong, "luong-attention");
        if (layers != null) {
            Values.atLeast("--layers", layers, 1);
        }
        if (multihead && heads == null) {
            throw new UsageException(
                    "--heads N is needed: the weights of multihead-attention do not tell it");
        }
        if (heads != null) {
            Values.atLeast("--heads", heads, 1);
        }
        Optional<ApplyRequest.Score> scored =
                Optional.ofNullable(score)
                        .map(s -> named("--score", s, ApplyRequest.Score.values()));
        boolean dot = scored.isPresent() && scored.get() == ApplyRequest.Score.DOT;
        if (weights == null && !dot) {
            throw new UsageException(
                    "--weights FILE is needed; only luong-attention with --score dot has none");
        }
        return new ApplyRequest(
                network,
                Optional.ofNullable(prefix).map(p -> p.isEmpty() || p.endsWith(".") ? p : p + "."),
                layers == null ? OptionalInt.empty() : OptionalInt.of(layers),
                bidirectional,
                Nonlinearity.named(nonlinearity == null ? "tanh" : nonlinearity),
                heads == null ? 1 : heads,
                scored,
                batchFirst);
    }

    private void only(String option, boolean given, boolean takesIt, String who) {
        if (given && !takesIt) {
            throw new UsageException(option + " is for " + who + ", not for " + cell);
        }
    }

    @SafeVarargs
    private static <E extends Enum<E>> E named(String option, String name, E... choices) {
        for (E e : choices) {
            if (id(e).equals(name)) {
                return e;
            }
        }
        List<String> ids = Arrays.stream(choices).map(ApplyCommand::id).toList();
        throw new UsageException(
                option
                        + ": there is no '"
                        + name
                        + "'; there are "
                        + String.join(", ", ids)
                        + NearMiss.question(name, ids));
    }

    private static String id(Enum<?> e) {
        return e.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
