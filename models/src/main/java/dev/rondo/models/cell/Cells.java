package dev.rondo.models.cell;

import dev.rondo.cell.Cell;
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
    RNN("rnn") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new Rnn(scope, inputSize, hiddenSize);
        }
    },
    /** {@link Rnn} with relu, whose recurrent weight starts as the identity (Le et al. 2015). */
    RNN_RELU("rnn-relu") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            CellInitializers start =
                    CellInitializers.defaults().recurrentWeights(Initializers.identity());
            return new Rnn(scope, inputSize, hiddenSize, Functions::relu, start);
        }
    },
    /** {@link IndRnn} with relu. */
    INDRNN("indrnn") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new IndRnn(scope, inputSize, hiddenSize);
        }
    },
    /** {@link Lstm}. */
    LSTM("lstm") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new Lstm(scope, inputSize, hiddenSize);
        }
    },
    /** {@link PeepholeLstm}. */
    LSTM_PEEPHOLE("lstm-peephole") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new PeepholeLstm(scope, inputSize, hiddenSize);
        }
    },
    /** {@link CoupledLstm}. */
    LSTM_COUPLED("lstm-coupled") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new CoupledLstm(scope, inputSize, hiddenSize);
        }
    },
    /** {@link LayerNormLstm}. */
    LSTM_LAYER_NORM("lstm-layer-norm") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new LayerNormLstm(scope, inputSize, hiddenSize);
        }
    },
    /** {@link MemoryBlocks} of one cell each. */
    LSTM_1997("lstm-1997") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            Sizes.check("a layer of memory blocks", inputSize, hiddenSize);
            return new MemoryBlocks(scope, inputSize, MemoryBlockForm.of(hiddenSize, 1));
        }
    },
    /** {@link Janet}. */
    JANET("janet") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new Janet(scope, inputSize, hiddenSize);
        }
    },
    /** {@link Gru} with its reset gate before the recurrent product. */
    GRU("gru") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new Gru(scope, inputSize, hiddenSize, ResetGate.BEFORE);
        }
    },
    /**
     * {@link Gru} with its reset gate after the recurrent product, as PyTorch and cuDNN have it.
     */
    GRU_AFTER("gru-after") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new Gru(scope, inputSize, hiddenSize, ResetGate.AFTER);
        }
    },
    /** {@link LayerNormGru}. */
    GRU_LAYER_NORM("gru-layer-norm") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new LayerNormGru(scope, inputSize, hiddenSize);
        }
    },
    /** {@link MinimalGatedUnit}. */
    MGU("mgu") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new MinimalGatedUnit(scope, inputSize, hiddenSize);
        }
    },
    /** {@link MinGru} with a positive candidate. */
    MIN_GRU("min-gru") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new MinGru(scope, inputSize, hiddenSize);
        }
    },
    /** {@link MinLstm} with a positive candidate. */
    MIN_LSTM("min-lstm") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new MinLstm(scope, inputSize, hiddenSize);
        }
    },
    /** {@link SLstm} with 4 heads, or fewer where these do not divide the units. */
    SLSTM("slstm") {
        @Override
        public Cell<?> create(Scope scope, int inputSize, int hiddenSize) {
            return new SLstm(scope, inputSize, hiddenSize, heads(hiddenSize));
        }
    };

    private static int heads(int hiddenSize) {
        return hiddenSize % 4 == 0 ? 4 : hiddenSize % 2 == 0 ? 2 : 1;
    }

    private final String id;

    Cells(String id) {
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Optional<CellFactory> starting(CellInitializers start) {
        return Optional.ofNullable(
                switch (this) {
                    case RNN -> (s, i, h) -> new Rnn(s, i, h, Functions::tanh, start);
                    case RNN_RELU -> (s, i, h) -> new Rnn(s, i, h, Functions::relu, start);
                    case LSTM -> (s, i, h) -> new Lstm(s, i, h, start);
                    case GRU -> (s, i, h) -> new Gru(s, i, h, ResetGate.BEFORE, start);
                    case GRU_AFTER -> (s, i, h) -> new Gru(s, i, h, ResetGate.AFTER, start);
                    case INDRNN -> (s, i, h) -> new IndRnn(s, i, h, Functions::relu, start);
                    case LSTM_PEEPHOLE -> (s, i, h) -> new PeepholeLstm(s, i, h, start);
                    case LSTM_COUPLED -> (s, i, h) -> new CoupledLstm(s, i, h, start);
                    case LSTM_LAYER_NORM -> (s, i, h) -> new LayerNormLstm(s, i, h, start);
                    case JANET -> (s, i, h) -> new Janet(s, i, h, start);
                    case GRU_LAYER_NORM -> (s, i, h) -> new LayerNormGru(s, i, h, start);
                    case MGU -> (s, i, h) -> new MinimalGatedUnit(s, i, h, start);
                    case MIN_GRU -> (s, i, h) -> new MinGru(s, i, h, MinGru::positive, start);
                    case MIN_LSTM -> (s, i, h) -> new MinLstm(s, i, h, MinGru::positive, start);
                    case SLSTM ->
                            (s, i, h) ->
                                    new SLstm(s, i, h, heads(h), SLstm.ForgetGate.SIGMOID, start);
                    // they draw all weights from one range
                    case LSTM_1997 -> null;
                });
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
