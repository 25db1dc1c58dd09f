package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.tanh;
import static dev.rondo.graph.Images.conv2d;

import dev.rondo.array.Shape;
import dev.rondo.cell.CellForm;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Geometry;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Variable;
import dev.rondo.models.init.Initializers;

import java.util.function.UnaryOperator;

/**
 * The convolutional LSTM (Shi et al. 2015, equation 3). What it reads and what it keeps are images,
 * and its products are convolutions (⊛) that keep height and width. Peepholes are elementwise:
 *
 * <pre>
 * i = σ(W_xi ⊛ x + W_hi ⊛ h + W_ci∘c + b_i)      input gate
 * f = σ(W_xf ⊛ x + W_hf ⊛ h + W_cf∘c + b_f)      forget gate
 * g = tanh(W_xc ⊛ x + W_hc ⊛ h + b_c)            candidate
 * c' = f∘c + i∘g
 * o = σ(W_xo ⊛ x + W_ho ⊛ h + W_co∘c' + b_o)     output gate
 * h' = o∘tanh(c')
 * </pre>
 *
 * <p>Outside of an image is 0. The output is h'. Peepholes start at 0; a model that does not train
 * them is the variant without, as many later ones have it.
 */
public final class ConvLstm implements MaskableCell<ConvLstm.State> {
    /** The name in commands that can give it images. */
    public static final String ID = "conv-lstm";

    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, height, width, H]
     * @param c cell state [B, height, width, H]
     */
    public record State(Tensor h, Tensor c) {}

    /** What the nonlinearity of a gate or a candidate k is applied to, without its peephole. */
    private record Convolutions(Variable Wx, Variable Wh, Variable b, Geometry same) {
        Tensor of(Tensor x, Tensor h) {
            return conv2d(x, Wx, same).plus(conv2d(h, Wh, same)).plus(b);
        }
    }

    private final CellForm form;
    private final Shape image;
    private final int channels;
    private final Convolutions input;
    private final Convolutions forget;
    private final Convolutions output;
    private final Convolutions candidate;
    private final Variable Wci;
    private final Variable Wcf;
    private final Variable Wco;

    /**
     * Declares, for each k of i, f, o, c, the kernels W_xk [H, size, size, I] and W_hk [H, size,
     * size, H] and the bias b_k [H], and the peepholes W_ci, W_cf and W_co [height, width, H].
     * Kernels start as {@link Initializers#xavierUniform} draws them, b_f at 1, and the rest at 0.
     *
     * @param height of the images, in pixels
     * @param width of the images, in pixels
     * @param inputChannels I, channels of the images that are read
     * @param hiddenChannels H, channels of the state
     * @param size height and width of the kernels, an odd number, so that they have a middle
     * @throws IllegalArgumentException when a number is less than 1, or the size is even
     */
    public ConvLstm(
            Scope scope, int height, int width, int inputChannels, int hiddenChannels, int size) {
        Sizes.check("a convolutional LSTM", inputChannels, hiddenChannels);
        if (height < 1 || width < 1 || size < 1 || size % 2 == 0) {
            throw new IllegalArgumentException(
                    "a convolutional LSTM needs images with pixels and kernels of odd size, got "
                            + height
                            + "×"
                            + width
                            + " pixels and kernels of size "
                            + size);
        }
        form = CellForm.of("ConvLSTM", scope, inputChannels, hiddenChannels, hiddenChannels);
        image = Shape.of(height, width);
        channels = hiddenChannels;
        input = convolutions(scope, "i", inputChannels, size, Initializer.zeros());
        forget = convolutions(scope, "f", inputChannels, size, Initializer.constant(1));
        output = convolutions(scope, "o", inputChannels, size, Initializer.zeros());
        candidate = convolutions(scope, "c", inputChannels, size, Initializer.zeros());
        Wci = scope.parameter("W_ci", Initializer.zeros(), height, width, channels);
        Wcf = scope.parameter("W_cf", Initializer.zeros(), height, width, channels);
        Wco = scope.parameter("W_co", Initializer.zeros(), height, width, channels);
    }

    private Convolutions convolutions(
            Scope scope, String k, int inputChannels, int size, Initializer bias) {
        Initializer kernels = Initializers.xavierUniform();
        return new Convolutions(
                scope.parameter("W_x" + k, kernels, channels, size, size, inputChannels),
                scope.parameter("W_h" + k, kernels, channels, size, size, channels),
                scope.parameter("b_" + k, bias, channels),
                Geometry.plain().padding(size / 2));
    }

    @Override
    public String title() {
        return form.title();
    }

    @Override
    public State initialState(Graph graph, int batch) {
        Tensor zeros = graph.zeros(batch, image.dim(0), image.dim(1), channels);
        return new State(zeros, zeros);
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        return step(x, s, h -> h);
    }

    @Override
    public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
        checkImage(x);
        form.check(x, s);
        Tensor h = mask.apply(s.h());
        var i = sigmoid(input.of(x, h).plus(s.c().times(Wci))).named("i");
        var f = sigmoid(forget.of(x, h).plus(s.c().times(Wcf))).named("f");
        var g = tanh(candidate.of(x, h)).named("g");
        var c = s.c().times(f).plus(g.times(i));
        var o = sigmoid(output.of(x, h).plus(c.times(Wco))).named("o");
        var next = tanh(c).times(o);
        return Step.of(next, new State(next, c));
    }

    /** Otherwise an image of one row would be stretched to fit the peepholes. */
    private void checkImage(Tensor x) {
        if (x.rank() != 4 || x.dim(1) != image.dim(0) || x.dim(2) != image.dim(1)) {
            throw new TraceException(
                    title()
                            + " reads images [batch, "
                            + image.dim(0)
                            + ", "
                            + image.dim(1)
                            + ", channels]; got "
                            + x.type());
        }
    }
}
