package dev.rondo.cli.command;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.cli.Console;
import dev.rondo.cli.Shell;
import dev.rondo.cli.UsageException;
import dev.rondo.cli.task.TextModel;
import dev.rondo.cli.task.TextParts;
import dev.rondo.cli.task.VocabularyFile;
import dev.rondo.internal.Names;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.checkpoint.Configuration;
import dev.rondo.models.checkpoint.Description;
import dev.rondo.models.checkpoint.NonFinite;
import dev.rondo.models.checkpoint.RunDirectory;
import dev.rondo.models.checkpoint.TrainingState;
import dev.rondo.models.data.Vocabulary;
import dev.rondo.models.task.ModelSettings;
import dev.rondo.models.task.StackSettings;
import dev.rondo.models.torch.Layout;
import dev.rondo.models.torch.RecurrentForm;
import dev.rondo.models.torch.RecurrentKind;
import dev.rondo.models.torch.StateDict;

import jakarta.inject.Inject;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

/** {@code rondo import}: a run directory from an ONNX model or PyTorch's weights. */
@Command(
        name = "import",
        description = {
            "Makes a run directory of a model of another program.",
            "",
            "FILE.onnx: a model of LSTM, GRU and RNN, of products of matrices, and of what stands between them. 'rondo"
                    + " apply' runs it. No other option is for it.",
            "Other files: PyTorch's weights of a language model, an nn.Embedding, an nn.LSTM, nn.GRU or nn.RNN, and an"
                    + " nn.Linear. 'rondo sample', 'rondo train text --from' and 'rondo export' accept it. Shapes tell"
                    + " the cell, its layers and sizes, and names the parts; --map tells a part that they do not."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  rondo import tagger.onnx --output runs/tagger",
            "  rondo import model.safetensors --vocab characters.json --output runs/imported \\",
            "    --map encoder=embedding --map rnn=cells --map decoder=classify"
        })
final class ImportCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = {
                "A model as ONNX, or a state_dict as safetensors, whose several files count as one."
            })
    private List<Path> files;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            required = true,
            description = "The run directory to be made.")
    private Path output;

    @Option(
            names = "--vocab",
            paramLabel = "FILE",
            description = {
                "Of a language model, which needs it: the characters in the order of their symbols: a .json list, or an object from character to"
                        + " symbol; any other file is a text that holds each once. Of a list's special symbols,"
                        + " such as <pad> or <eos>, <unk> stands for all other characters."
            })
    private Path vocabulary;

    @Option(
            names = "--map",
            paramLabel = "PREFIX=PART",
            description = {
                "Which part the tensors under a prefix are: embedding, cells or classify. Once for each part"
                        + " whose prefix is not its name."
            })
    private Map<String, String> map = new LinkedHashMap<>();

    @Option(
            names = "--ignore-unused",
            description = {
                "Leaves out tensors that no part has, and says which; without it they are refused."
            })
    private boolean ignoreUnused;

    @Option(
            names = "--allow-non-finite",
            description = {
                "Takes weights that are infinite or not a number, and says where the first is; without it"
                        + " they are refused, and so are those too large for F32."
            })
    private boolean allowNonFinite;

    @Option(
            names = "--nonlinearity",
            paramLabel = "NAME",
            description = "Of an nn.RNN: tanh or relu (default: tanh).")
    private String nonlinearity;

    @Inject private Console console;

    @Override
    public Integer call() throws IOException {
        RunPaths.checkedNew(output);
        if (files.stream().anyMatch(OnnxRuns::isOnnx)) {
            checkAlone();
            OnnxRuns.create(files.getFirst(), output, console);
            return 0;
        }
        if (vocabulary == null) {
            throw new UsageException(
                    "--vocab FILE is needed: a state_dict does not tell the characters of its"
                            + " symbols. Only a FILE.onnx needs none");
        }
        StateDict dict = StateDict.read(files);
        TextParts parts = TextParts.find(dict, map);
        RecurrentKind kind =
                RecurrentForm.kind(
                        dict,
                        parts.cells(),
                        Nonlinearity.named(nonlinearity == null ? "tanh" : nonlinearity));
        RecurrentForm form = RecurrentForm.of(kind, dict, parts.cells());
        if (form.bidirectional() || form.projectedSize() > 0) {
            throw new CheckpointException(
                    dict.origin()
                            + ": '"
                            + parts.cells()
                            + "' is an "
                            + form
                            + "; a language model here reads forwards only and has no projection");
        }
        var settings =
                new ModelSettings(
                        new StackSettings(TextModel.cell(kind), form.layers(), form.hiddenSize()),
                        form.inputSize(),
                        ModelSettings.NO_ATTENTION,
                        parts.tied(dict));
        Vocabulary symbols = VocabularyFile.read(vocabulary);
        Map<String, Array> variables =
                variables(TextModel.layout(settings, symbols.size(), parts), dict);
        TextModel model = new TextModel(settings, symbols);
        save(output, variables, model.toConfiguration(), dict.origin());
        console.out()
                .println(
                        "a language model of "
                                + model.vocabulary()
                                + " with "
                                + form
                                + (settings.tied() ? " and tied weights" : "")
                                + ". Try:");
        console.out().println("  rondo sample " + Shell.quoted(output) + " --length 500");
        console.out().println("  rondo train text --text FILE --from " + Shell.quoted(output));
        return 0;
    }

    /**
     * Makes the run directory of a model that was made elsewhere.
     *
     * @param origin where it came from
     */
    static void save(Path output, Map<String, Array> weights, Configuration model, String origin)
            throws IOException {
        try (RunDirectory run = RunDirectory.create(output)) {
            run.checkpoints()
                    .save(
                            weights,
                            Map.of(),
                            new Description(
                                    model.with("imported", origin),
                                    TrainingState.start(0),
                                    List.of()));
        }
    }

    /** An ONNX file says everything itself. */
    private void checkAlone() {
        if (files.size() > 1) {
            throw new UsageException("a model as ONNX is one file, got " + files.size());
        }
        if (vocabulary != null
                || !map.isEmpty()
                || ignoreUnused
                || allowNonFinite
                || nonlinearity != null) {
            throw new UsageException(
                    "--vocab, --map, --ignore-unused, --allow-non-finite and --nonlinearity are for"
                            + " a state_dict, not for "
                            + files.getFirst());
        }
    }

    private Map<String, Array> variables(Layout layout, StateDict dict) {
        StateDict used = used(layout, dict);
        Map<String, Array> variables = layout.variables(used, DType.F32);
        NonFinite.among(used.tensors(), DType.F32)
                // two finite biases may have an infinite sum
                .or(() -> NonFinite.among(variables))
                .ifPresent(found -> judge(dict.origin() + ": " + found));
        return variables;
    }

    private void judge(String nonFinite) {
        if (!allowNonFinite) {
            throw new CheckpointException(
                    nonFinite
                            + ". No result of such a model can be relied on; --allow-non-finite imports it"
                            + " all the same");
        }
        console.warn(nonFinite);
    }

    /** All tensors, or those that the model has where the others are to be left out. */
    private StateDict used(Layout layout, StateDict dict) {
        Set<String> unused = layout.leftOver(dict);
        if (unused.isEmpty()) {
            return dict;
        }
        if (!ignoreUnused) {
            try {
                layout.check(dict);
            } catch (CheckpointException e) {
                throw new CheckpointException(
                        e.getMessage() + ". --ignore-unused leaves out what is left over", e);
            }
        }
        console.note("left out: " + Names.some(unused));
        return dict.where(name -> !unused.contains(name));
    }
}
