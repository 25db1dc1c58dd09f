package dev.rondo.models.layer;

import dev.rondo.graph.Initializer;
import dev.rondo.graph.Part;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.init.Initializers;

import java.util.function.UnaryOperator;

/** An affine layer with an activation: f(W x + b). */
public final class Dense {
    private static final double SMALL = 1e-3;

    private final Variable weight;
    private final Variable bias;
    private final UnaryOperator<Tensor> activation;

    /** W x + b. */
    public Dense(Scope scope, int inputSize, int outputSize) {
        this(scope, inputSize, outputSize, UnaryOperator.identity());
    }

    /**
     * Declares {@code weight} [out, in] (Xavier) and {@code bias} [out] (zeros).
     *
     * @param activation f, such as {@code Functions::tanh}
     * @throws IllegalArgumentException when a size is less than 1
     */
    public Dense(Scope scope, int inputSize, int outputSize, UnaryOperator<Tensor> activation) {
        this(scope, inputSize, outputSize, activation, Initializers.xavierUniform(), true);
    }

    private Dense(
            Scope scope,
            int inputSize,
            int outputSize,
            UnaryOperator<Tensor> activation,
            Initializer initializer,
            boolean biased) {
        if (inputSize < 1 || outputSize < 1) {
            throw new IllegalArgumentException(
                    "a dense layer needs sizes of at least 1, got "
                            + inputSize
                            + " and "
                            + outputSize);
        }
        this.activation = activation;
        weight = scope.parameter("weight", initializer, outputSize, inputSize);
        bias = biased ? scope.parameter("bias", Initializer.zeros(), outputSize) : null;
    }

    private Dense(Variable weight, Variable bias) {
        this.activation = UnaryOperator.identity();
        this.weight = weight;
        this.bias = bias;
    }

    /**
     * A layer W x + b whose W is declared elsewhere, such as the table of an {@link Embedding}
     * (Press and Wolf 2017); its gradients sum up. Only {@code bias} [out] (zeros) is declared.
     *
     * @param weight [out, in]
     * @throws IllegalArgumentException when the weight is not a matrix
     */
    public static Dense sharing(Scope scope, Variable weight) {
        if (weight.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    Part.of("a dense layer", scope)
                            + " shares a weight [out, in]; got '"
                            + weight
                            + "'");
        }
        return new Dense(
                weight, scope.parameter("bias", Initializer.zeros(), weight.shape().dim(0)));
    }

    /** A layer without bias or activation: W x. */
    public static Dense linear(Scope scope, int inputSize, int outputSize) {
        return new Dense(
                scope,
                inputSize,
                outputSize,
                UnaryOperator.identity(),
                Initializers.xavierUniform(),
                false);
    }

    /**
     * A layer W x + b that begins with weights near 0, and so gives nearly 0 until it has learned
     * something: for the last layer of a model that corrects a first guess. With weights of 0 no
     * gradient would reach what lies below.
     */
    public static Dense small(Scope scope, int inputSize, int outputSize) {
        return new Dense(
                scope,
                inputSize,
                outputSize,
                UnaryOperator.identity(),
                Initializers.normal(SMALL),
                true);
    }

    /**
     * Applies the layer to the last axis.
     *
     * @param x [..., in]
     * @return [..., out]
     */
    public Tensor of(Tensor x) {
        Tensor y = weight.of(x);
        return activation.apply(bias == null ? y : y.plus(bias));
    }
}
