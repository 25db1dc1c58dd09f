package dev.rondo.models.cell;

import dev.rondo.cell.Cell;
import dev.rondo.cell.CellFactory;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Scope;
import dev.rondo.internal.Providers;
import dev.rondo.models.data.NearMiss;
import dev.rondo.models.init.Initializers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The cells of this module by name. */
public enum Cells implements CellKind {
    /** {@link Rnn} with tanh. */
    RNN("rnn", (scope, i, h, start) -> new Rnn(scope, i, h, Functions::tanh, start)),
    /** {@link Rnn} with relu, whose recurrent weight starts as the identity (Le et al. 2015). */
    RNN_RELU(
            "rnn-relu",
            CellInitializers.defaults().recurrentWeights(Initializers.identity()),
            (scope, i, h, start) -> new Rnn(scope, i, h, Functions::relu, start)),
    /** {@link IndRnn} with relu. */
    INDRNN("indrnn", (scope, i, h, start) -> new IndRnn(scope, i, h, Functions::relu, start)),
    /** {@link Lstm}. */
    LSTM("lstm", Lstm::new),
    /** {@link PeepholeLstm}. */
    LSTM_PEEPHOLE("lstm-peephole", PeepholeLstm::new),
    /** {@link CoupledLstm}. */
    LSTM_COUPLED("lstm-coupled", CoupledLstm::new),
    /** {@link LayerNormLstm}. */
    LSTM_LAYER_NORM("lstm-layer-norm", LayerNormLstm::new),
    /** {@link MemoryBlocks} of one cell each, which draw all weights from one range. */
    LSTM_1997("lstm-1997", (scope, i, h, _) -> memoryBlocks(scope, i, h)) {
        @Override
        public Optional<CellFactory> starting(CellInitializers start) {
            return Optional.empty();
        }
    },
    /** {@link Janet}. */
    JANET("janet", Janet::new),
    /** {@link Gru} with its reset gate before the recurrent product. */
    GRU("gru", (scope, i, h, start) -> new Gru(scope, i, h, ResetGate.BEFORE, start)),
    /**
     * {@link Gru} with its reset gate after the recurrent product, as PyTorch and cuDNN have it.
     */
    GRU_AFTER("gru-after", (scope, i, h, start) -> new Gru(scope, i, h, ResetGate.AFTER, start)),
    /** {@link LayerNormGru}. */
    GRU_LAYER_NORM("gru-layer-norm", LayerNormGru::new),
    /** {@link MinimalGatedUnit}. */
    MGU("mgu", MinimalGatedUnit::new),
    /** {@link MinGru} with a positive candidate. */
    MIN_GRU("min-gru", (scope, i, h, start) -> new MinGru(scope, i, h, MinGru::positive, start)),
    /** {@link MinLstm} with a positive candidate. */
    MIN_LSTM("min-lstm", (scope, i, h, start) -> new MinLstm(scope, i, h, MinGru::positive, start)),
    /** {@link SLstm} with 4 heads, or fewer where these do not divide the units. */
    SLSTM(
            "slstm",
            (scope, i, h, start) ->
                    new SLstm(scope, i, h, heads(h), SLstm.ForgetGate.SIGMOID, start));

    /** Makes a cell whose parameters start in a given way. */
    @FunctionalInterface
    private interface Starting {
        Cell<?> create(Scope scope, int inputSize, int hiddenSize, CellInitializers start);
    }

    private final String id;
    private final CellInitializers usual;
    private final Starting starting;

    Cells(String id, Starting starting) {
        this(id, CellInitializers.defaults(), starting);
    }

    Cells(String id, CellInitializers usual, Starting starting) {
        this.id = id;
        this.usual = usual;
        this.starting = starting;
    }

    private static Cell<?> memoryBlocks(Scope scope, int inputSize, int hiddenSize) {
        Sizes.check("a layer of memory blocks", inputSize, hiddenSize);
        return new MemoryBlocks(scope, inputSize, MemoryBlockForm.of(hiddenSize, 1));
    }

    private static int heads(int hiddenSize) {
        return hiddenSize % 4 == 0 ? 4 : hiddenSize % 2 == 0 ? 2 : 1;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
        return starting.create(scope, inputSize, hiddenSize, usual);
    }

    @Override
    public Optional<CellFactory> starting(CellInitializers start) {
        return Optional.of((scope, i, h) -> starting.create(scope, i, h, start));
    }

    /**
     * All kinds: these, then those that other modules provide. A broken one is left out, see {@link
     * Providers}.
     */
    public static List<CellKind> all() {
        return all(provided());
    }

    private static Providers<CellKind> provided() {
        List<String> own = Arrays.stream(values()).map(Cells::id).toList();
        return Providers.of(ServiceLoader.load(CellKind.class), CellKind::id)
                .unique(CellKind::id, own);
    }

    private static List<CellKind> all(Providers<CellKind> provided) {
        List<CellKind> kinds = new ArrayList<>(List.of(values()));
        kinds.addAll(provided.found());
        return kinds;
    }

    /** The broken kinds, each with what is wrong with it. */
    public static List<String> broken() {
        return provided().broken();
    }

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException when there is none; the message lists the existing ones, and
     *     those that are left out. Of a cell that reads images it says so: a kind makes cells that
     *     read rows of numbers
     */
    public static CellKind named(String id) {
        Providers<CellKind> provided = provided();
        List<CellKind> kinds = all(provided);
        return kinds.stream()
                .filter(k -> k.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unknown(id, kinds, provided)));
    }

    private static String unknown(String id, List<CellKind> kinds, Providers<CellKind> provided) {
        if (id.equals(ConvLstm.ID)) {
            return "the cell '"
                    + id
                    + "' reads images, and what is read here at a step is a row of numbers; build a"
                    + " network of images in Java, with the class "
                    + ConvLstm.class.getSimpleName()
                    + ". 'rondo verify' checks it, and 'rondo bench' times it with --image";
        }
        List<String> ids = kinds.stream().map(CellKind::id).toList();
        return "there is no cell '"
                + id
                + "'; there are "
                + String.join(", ", ids)
                + (provided.broken().isEmpty()
                        ? ""
                        : "; left out: " + String.join("; ", provided.broken()))
                + NearMiss.question(id, ids);
    }
}
