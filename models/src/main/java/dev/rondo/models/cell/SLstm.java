package dev.rondo.models.cell;

import static dev.rondo.graph.Functions.abs;
import static dev.rondo.graph.Functions.concat;
import static dev.rondo.graph.Functions.exp;
import static dev.rondo.graph.Functions.sigmoid;
import static dev.rondo.graph.Functions.softplus;
import static dev.rondo.graph.Functions.tanh;

import dev.rondo.cell.CellForm;
import dev.rondo.cell.MaskableCell;
import dev.rondo.cell.Step;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The sLSTM (Beck et al. 2024, equations 8 to 17), an LSTM with exponential gates, a normalizer n
 * and a stabilizer m:
 *
 * <pre>
 * i~ = U_i x + R_i h + b_i              ln of the input gate, i = exp(i~)
 * f~ = U_f x + R_f h + b_f              forget gate, f = σ(f~) or exp(f~)
 * o  = σ(U_o x + R_o h + b_o)           output gate
 * z  = tanh(U_z x + R_z h + b_z)        candidate
 * m' = max(ln f + m, i~)
 * i' = exp(i~ − m'),  f' = exp(ln f + m − m')
 * c' = f'∘c + i'∘z
 * n' = f'∘n + i'
 * h' = o∘c'/n'
 * </pre>
 *
 * <p>Units belong to heads, and R_k is block-diagonal: a unit sees the units of its own head. m
 * keeps both exponentials at most 1 and cancels in c'/n'. The output is h'.
 */
public final class SLstm implements MaskableCell<SLstm.State> {
    /** ln of a sum of no inputs; a finite number takes part in differences without NaN. */
    private static final double NOTHING = -1e30;

    /** What the forget gate is a function of. */
    public enum ForgetGate {
        /** f = σ(f~). */
        SIGMOID {
            @Override
            Tensor log(Tensor f) {
                return softplus(f.negated()).negated();
            }
        },
        /** f = exp(f~). */
        EXPONENTIAL {
            @Override
            Tensor log(Tensor f) {
                return f;
            }
        };

        /** ln f. */
        abstract Tensor log(Tensor f);
    }

    /**
     * The values that are carried from step to step.
     *
     * @param h hidden state [B, H]
     * @param c cell state [B, H]
     * @param n normalizer [B, H], not negative
     * @param m stabilizer [B, H]
     */
    public record State(Tensor h, Tensor c, Tensor n, Tensor m) {}

    /** The affine part of a gate, whose recurrent weight has a block for each head. */
    private record HeadGate(Variable U, List<Variable> R, Variable b) {
        Tensor of(Tensor x, Tensor h) {
            List<Tensor> parts = h.split(-1, R.size());
            List<Tensor> products =
                    IntStream.range(0, R.size()).mapToObj(i -> R.get(i).of(parts.get(i))).toList();
            return U.of(x).plus(concat(-1, products)).plus(b);
        }
    }

    private final CellForm form;
    private final int hiddenSize;
    private final ForgetGate forgetGate;
    private final HeadGate input;
    private final HeadGate forget;
    private final HeadGate output;
    private final HeadGate candidate;

    /** With one forget gate σ(f~) and the usual initial values. */
    public SLstm(Scope scope, int inputSize, int hiddenSize, int heads) {
        this(scope, inputSize, hiddenSize, heads, ForgetGate.SIGMOID, CellInitializers.defaults());
    }

    /**
     * Declares, for each gate k of i, f, o, z, the parameters U_k [H, I] and b_k [H], and for each
     * head j, R_k.j [H/heads, H/heads].
     *
     * @param inputSize I
     * @param hiddenSize H
     * @param heads number of heads, which divides H
     * @param forgetGate what the forget gate is
     * @param start how the parameters are initialized
     * @throws IllegalArgumentException when a size is less than 1, or heads do not divide H
     */
    public SLstm(
            Scope scope,
            int inputSize,
            int hiddenSize,
            int heads,
            ForgetGate forgetGate,
            CellInitializers start) {
        Sizes.check("an sLSTM", inputSize, hiddenSize);
        if (heads < 1 || hiddenSize % heads != 0) {
            throw new IllegalArgumentException(
                    "an sLSTM's heads have equal parts of its "
                            + hiddenSize
                            + " units; these do not divide into "
                            + heads);
        }
        form =
                CellForm.of(
                        "sLSTM", scope, inputSize, hiddenSize, hiddenSize, hiddenSize, hiddenSize);
        this.hiddenSize = hiddenSize;
        this.forgetGate = forgetGate;
        input = gate(scope, "i", inputSize, heads, start, start.inputBias());
        forget = gate(scope, "f", inputSize, heads, start, start.forgetBias());
        output = gate(scope, "o", inputSize, heads, start, start.biases());
        candidate = gate(scope, "z", inputSize, heads, start, start.biases());
    }

    private HeadGate gate(
            Scope scope,
            String k,
            int inputSize,
            int heads,
            CellInitializers start,
            Initializer bias) {
        int size = hiddenSize / heads;
        Scope R = scope.child("R_" + k);
        return new HeadGate(
                scope.parameter("U_" + k, start.inputWeights(), hiddenSize, inputSize),
                IntStream.range(0, heads)
                        .mapToObj(j -> R.parameter("" + j, start.recurrentWeights(), size, size))
                        .toList(),
                scope.parameter("b_" + k, bias, hiddenSize));
    }

    @Override
    public String title() {
        return form.title();
    }

    /** Zeros; m is so low that the first input replaces what there is. */
    @Override
    public State initialState(Graph graph, int batch) {
        Tensor zeros = graph.zeros(batch, hiddenSize);
        return new State(zeros, zeros, zeros, graph.full(zeros.shape(), NOTHING));
    }

    @Override
    public Step<State> step(Tensor x, State s) {
        form.check(x, s);
        var i = input.of(x, s.h());
        var f = forgetGate.log(forget.of(x, s.h()));
        var o = sigmoid(output.of(x, s.h())).named("o");
        var z = tanh(candidate.of(x, s.h())).named("z");
        var kept = f.plus(s.m());
        var m = kept.max(i);
        var in = exp(i.minus(m)).named("i");
        var keep = exp(kept.minus(m)).named("f");
        var c = keep.times(s.c()).plus(in.times(z));
        // a decoder may start from any numbers; what a step gives is never negative
        var n = keep.times(abs(s.n())).plus(in);
        var h = o.times(c.dividedBy(n));
        return Step.of(h, new State(h, c, n, m));
    }

    @Override
    public Step<State> step(Tensor x, State s, UnaryOperator<Tensor> mask) {
        // h enters products only; c, n and m are carried as they are
        return step(x, new State(mask.apply(s.h()), s.c(), s.n(), s.m()));
    }
}
