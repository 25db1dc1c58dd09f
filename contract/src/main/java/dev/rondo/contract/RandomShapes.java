package dev.rondo.contract;

import dev.rondo.array.Shape;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;

/** Shapes for properties. A failing shape gets fewer and smaller axes. */
public final class RandomShapes {
    private RandomShapes() {}

    /** Shapes of rank 0 to 3 with extents from 1 to 9, or one of usual lengths of vectors ± 1. */
    public static Arbitrary<Shape> arbitrary() {
        Arbitrary<Integer> extents =
                Arbitraries.frequencyOf(
                        Tuple.of(4, Arbitraries.integers().between(1, 9)),
                        Tuple.of(1, Arbitraries.of(15, 16, 17, 31, 32, 33, 63, 64, 65)));
        return extents.array(int[].class).ofMinSize(0).ofMaxSize(3).map(Shape::of);
    }

    /** The same, of which an axis may also have no elements. */
    public static Arbitrary<Shape> perhapsEmpty() {
        return Arbitraries.integers()
                .between(0, 5)
                .array(int[].class)
                .ofMinSize(0)
                .ofMaxSize(4)
                .map(Shape::of);
    }
}
