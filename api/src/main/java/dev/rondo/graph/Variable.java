package dev.rondo.graph;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import java.util.List;
import java.util.SplittableRandom;

/**
 * Numbers that persist from run to run: a parameter, the state of an optimizer, a counter. A
 * variable declares its name, shape and initial value; an executable holds the numbers. Two
 * variables are equal only if they are the same object.
 */
public final class Variable implements Operand {
    private final String name;
    private final Shape shape;
    private final DType dtype;
    private final Initializer initializer;
    private final boolean trainable;

    Variable(String name, Shape shape, DType dtype, Initializer initializer, boolean trainable) {
        this.name = name;
        this.shape = shape;
        this.dtype = dtype;
        this.initializer = initializer;
        this.trainable = trainable;
    }

    /** The full name, unique within its program, such as {@code encoder.lstm.weight_ih_l0}. */
    public String name() {
        return name;
    }

    /** Extents. */
    public Shape shape() {
        return shape;
    }

    /** Whether optimizers change it. */
    public boolean trainable() {
        return trainable;
    }

    /** The element type in a model of the given float type. */
    public DType dtype(DType model) {
        return dtype == null ? model : dtype;
    }

    /** The initial value. It is drawn in float32 from the seed and the name, and then widened. */
    public Array initial(long seed, DType model) {
        // FNV-1a, so that a name gives the same numbers on every JVM
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            h = (h ^ name.charAt(i)) * 0x100000001b3L;
        }
        float[] v = initializer.draw(shape, new SplittableRandom(seed * 0x9e3779b97f4a7c15L ^ h));
        return Array.of(v, shape.dims()).reshape(shape.dims()).cast(dtype(model));
    }

    @Override
    public Tensor in(Graph graph) {
        return graph.read(this);
    }

    /**
     * The product of a weight [out, in] with x [..., in]: x·Wᵀ, [..., out]. In a cell's equations
     * this is "W x".
     *
     * @throws TraceException if x has another type, or if its last axis is not as long as [in]
     */
    public Tensor of(Tensor x) {
        Type type = new Type(dtype(x.graph().dtype()), shape);
        if (shape.rank() < 2
                || x.rank() < 1
                || x.dtype() != type.dtype()
                || x.dim(-1) != shape.dim(-1)) {
            throw new TraceException(
                    "the product with weight '"
                            + name
                            + "' "
                            + type
                            + (shape.rank() < 2
                                    ? " needs a weight [out, in]"
                                    : " needs " + type.dtype() + "[..., " + shape.dim(-1) + "]")
                            + Typing.operands(List.of(x)));
        }
        return x.matmul(in(x.graph()).transpose());
    }

    @Override
    public String toString() {
        return name + shape;
    }
}
