package dev.rondo.cli.experiment;

import dev.rondo.graph.Functions;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.CellInitializers;
import dev.rondo.models.cell.Rnn;
import dev.rondo.models.init.Initializers;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The plain networks of Pascanu et al. (2013): three starts, each with and without clipping, on
 * sequences of one length or of mixed ones.
 */
enum ClippingNet implements Kind {
    SIGMOID("sigmoid", Start.SIGMOID, false, false),
    SIGMOID_CLIP("sigmoid-clip", Start.SIGMOID, true, false),
    TANH("tanh", Start.TANH, false, false),
    TANH_CLIP("tanh-clip", Start.TANH, true, false),
    SPARSE("sparse", Start.SPARSE, false, false),
    SPARSE_CLIP("sparse-clip", Start.SPARSE, true, false),
    MIXED("sparse-mixed", Start.SPARSE, false, true),
    MIXED_CLIP("sparse-mixed-clip", Start.SPARSE, true, true);

    /** How the weights start. */
    private enum Start {
        SIGMOID("sigmoid, weights N(0, 0.01²)"),
        TANH("tanh, weights N(0, 0.1²)"),
        SPARSE("tanh, 15 connections, spectral radius 0.95");

        private final String what;

        Start(String what) {
            this.what = what;
        }
    }

    /** That of the paper; the others are for those who want to try. */
    private static final double LEARNING_RATE = 0.01;

    private final Start start;
    private final boolean clips;
    private final boolean mixed;
    private final Row row;

    ClippingNet(String name, Start start, boolean clips, boolean mixed) {
        this.start = start;
        this.clips = clips;
        this.mixed = mixed;
        String what =
                start.what
                        + (clips ? ", clipped at norm 1" : ", not clipped")
                        + (mixed ? ", trained on mixed lengths" : "");
        row = new Row(name, what, LEARNING_RATE, List.of(LEARNING_RATE, 0.03, 0.1));
    }

    @Override
    public Row row() {
        return row;
    }

    boolean clips() {
        return clips;
    }

    boolean mixed() {
        return mixed;
    }

    /** Declares the cell. */
    Rnn cell(Scope scope, int inputs, int units) {
        UnaryOperator<Tensor> f = start == Start.SIGMOID ? Functions::sigmoid : Functions::tanh;
        Initializer small = Initializers.normal(start == Start.TANH ? 0.1 : 0.01);
        Initializer recurrent = start == Start.SPARSE ? Initializers.sparse(15, 0.95) : small;
        CellInitializers initializers =
                CellInitializers.defaults().inputWeights(small).recurrentWeights(recurrent);
        return new Rnn(scope, inputs, units, f, initializers);
    }
}
