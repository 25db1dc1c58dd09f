package dev.rondo.cli.apply;

import dev.rondo.array.Array;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Scope;
import dev.rondo.models.attention.AdditiveAttention;
import dev.rondo.models.attention.Attention;
import dev.rondo.models.attention.DotAttention;
import dev.rondo.models.attention.MultiHeadAttention;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.torch.Layout;
import dev.rondo.models.torch.Layouts;
import dev.rondo.models.torch.RecurrentForm;
import dev.rondo.models.torch.RecurrentKind;
import dev.rondo.models.torch.StateDict;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the form of a network in its weights, and builds it. */
final class Networks {
    private final ApplyRequest request;
    private final StateDict dict;
    private final Scope scope;
    private final InputFile input;
    private final TimeAxis axis;

    Networks(ApplyRequest request, StateDict dict, InputFile input, Scope scope) {
        this.request = request;
        this.dict = dict;
        this.input = input;
        this.scope = scope;
        this.axis = TimeAxis.of(request.batchFirst());
    }

    Network make() {
        return switch (request.cell()) {
            case LSTM -> recurrent(RecurrentKind.LSTM);
            case GRU -> recurrent(RecurrentKind.GRU);
            case RNN -> recurrent(request.nonlinearity());
            case MULTIHEAD_ATTENTION -> multihead();
            case ADDITIVE_ATTENTION -> additive();
            case LUONG_ATTENTION -> luong();
        };
    }

    private Network recurrent(RecurrentKind kind) {
        String prefix = prefix("weight_ih_l0");
        RecurrentForm form = RecurrentForm.of(kind, dict, prefix);
        if (request.layers().isPresent()) {
            form = form.layers(layers(prefix, form.layers()));
        }
        if (request.bidirectional()) {
            form = form.bothWays();
        }
        return new Recurrent(scope, form, fitting(form.layout(prefix, "")), axis);
    }

    /**
     * The number of layers that was asked for. If there are fewer, this is reported before they are
     * laid out.
     */
    private int layers(String prefix, int found) {
        int expected = request.layers().getAsInt();
        if (expected > found) {
            throw new CheckpointException(
                    String.format(
                            Locale.ROOT,
                            "%s: '%sweight_ih_l%d' is missing: expected --layers %d, found %d",
                            dict.origin(),
                            prefix,
                            found,
                            expected,
                            found));
        }
        return expected;
    }

    /**
     * Checks a layout before variables are declared, because only the header limits the size of
     * those.
     */
    private Layout fitting(Layout layout) {
        layout.check(dict);
        return layout;
    }

    private Network multihead() {
        String prefix = prefix("out_proj.weight");
        int size = dict.matrix(prefix + "out_proj.weight").shape().dim(0);
        boolean apart = dict.tensors().containsKey(prefix + "q_proj_weight");
        int keySize = apart ? dict.matrix(prefix + "k_proj_weight").shape().dim(1) : size;
        int valueSize = apart ? dict.matrix(prefix + "v_proj_weight").shape().dim(1) : size;
        int heads = request.heads();
        if (size % heads != 0) {
            throw new UsageException(
                    String.format(
                            Locale.ROOT,
                            "--heads must divide the size of '%sout_proj.weight', %d; got %d",
                            prefix,
                            size,
                            heads));
        }
        Layout layout = fitting(Layouts.multiheadAttention(prefix, "", size, keySize, valueSize));
        return new Attending(
                new MultiHeadAttention(
                        scope,
                        new MultiHeadAttention.Sizes(size, keySize, valueSize, size),
                        heads,
                        true),
                layout,
                new Extent("E", size),
                new Extent("E", keySize),
                Optional.of(new Extent("E", valueSize)),
                axis);
    }

    private Network additive() {
        String prefix = prefix("score.weight");
        Array query = dict.matrix(prefix + "query.weight");
        int querySize = query.shape().dim(1);
        int keySize = dict.matrix(prefix + "key.weight").shape().dim(1);
        int size = query.shape().dim(0);
        Layout layout = fitting(Layouts.additiveAttention(prefix, "", querySize, keySize, size));
        return attending(
                new AdditiveAttention(scope, querySize, keySize, size),
                layout,
                new Extent("Dq", querySize),
                new Extent("Dk", keySize));
    }

    private Network luong() {
        return switch (request.score().orElseGet(this::score)) {
            case CONCAT -> additive();
            case GENERAL -> {
                String prefix = prefix("score.weight");
                Array score = dict.matrix(prefix + "score.weight");
                int querySize = score.shape().dim(0);
                int keySize = score.shape().dim(1);
                Layout layout = fitting(Layouts.generalAttention(prefix, "", querySize, keySize));
                yield attending(
                        DotAttention.general(scope, querySize, keySize),
                        layout,
                        new Extent("Dq", querySize),
                        new Extent("Dk", keySize));
            }
            case DOT -> {
                Extent any = Extent.any("D");
                int size = input.floats("query", any, any, any).shape().dim(2);
                Extent same = new Extent("D", size);
                Layout layout = fitting(Layouts.dotAttention());
                yield attending(DotAttention.dot(size), layout, same, same);
            }
        };
    }

    private ApplyRequest.Score score() {
        if (dict.tensors().isEmpty()) {
            return ApplyRequest.Score.DOT;
        }
        return dict.prefixesOf("query.weight").isEmpty()
                ? ApplyRequest.Score.GENERAL
                : ApplyRequest.Score.CONCAT;
    }

    private Network attending(Attention attention, Layout layout, Extent query, Extent key) {
        return new Attending(attention, layout, query, key, Optional.empty(), axis);
    }

    /**
     * The prefix of the tensors: the one that was asked for, otherwise the one where {@code name}
     * is.
     */
    private String prefix(String name) {
        if (request.prefix().isPresent()) {
            return request.prefix().get();
        }
        List<String> found = dict.prefixesOf(name);
        if (found.size() > 1) {
            throw new CheckpointException(
                    String.format(
                            Locale.ROOT,
                            "%s: '%s' is there under several prefixes, %s; --prefix chooses one",
                            dict.origin(),
                            name,
                            found));
        }
        return found.isEmpty() ? "" : found.getFirst();
    }
}
