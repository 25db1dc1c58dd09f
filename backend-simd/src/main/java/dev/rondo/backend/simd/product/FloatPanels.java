// Template of DoublePanels: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.Lanes;

/**
 * The packed right operand of a product: one panel after the other, and in each of them one row
 * after the other. The last panel is filled up with zeros to whole vectors.
 */
public final class FloatPanels {
    private static final int L = Lanes.FLOAT.length();

    final int depth;
    final int columns;

    /** Panel by panel. */
    public final float[] values;

    FloatPanels(int depth, int columns) {
        this.depth = depth;
        this.columns = columns;
        values = new float[Math.multiplyExact(depth, Panels.vectors(columns, L) * L)];
    }
}
