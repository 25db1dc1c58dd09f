package dev.rondo.graph;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

/** Element type and shape of a tensor. */
public record Type(DType dtype, Shape shape) {
    /** The type and shape of an array. */
    public static Type of(Array array) {
        return new Type(array.dtype(), array.shape());
    }

    @Override
    public String toString() {
        return dtype + shape.toString();
    }
}
