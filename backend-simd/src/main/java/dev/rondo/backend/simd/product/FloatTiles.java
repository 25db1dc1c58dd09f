// Template of DoubleTiles: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.Lanes;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of a product. A tile of the result stays in registers during a walk along the
 * common axis. There is one method per tile size, unrolled by hand, because HotSpot keeps vectors
 * in registers only as local variables.
 *
 * <p>Each element of the result is one chain of fused multiply-adds, from {@code c} (or 0) over k =
 * 0, 1, 2, … So the bits of the result do not depend on the tile, on the width of the vectors, or
 * on how the common axis is cut into blocks.
 *
 * <p>Arguments: element (i, k) of the left operand is at {@code a[aBase + i·aRow + k·aStep]}, row k
 * of the right one begins at {@code b[bBase + k·bStep]}, and row i of the result at {@code c[cBase
 * + i·cRow]}. A tile with fewer {@code rows} than its size computes its last row several times and
 * stores the same numbers again.
 *
 * <p>With 32 vector registers, most of a large product is computed by {@code rows8x3} or {@code
 * columns8x3}. HotSpot checks fewer bounds there, because it knows one of the steps. With 16
 * registers it would not keep such a tile in them.
 */
final class FloatTiles {
    private static final VectorSpecies<Float> S = Lanes.FLOAT;
    private static final int L = S.length();

    /**
     * The start of a tile that does not accumulate: it needs no branch, and no vector is ever
     * boxed.
     */
    private static final float[] ZEROS = new float[3 * L];

    private FloatTiles() {}

    /** 8 rows by 3 vectors; the elements of a row of the left operand lie side by side. */
    static void rows8x3(
            float[] a,
            int aBase,
            int aRow,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int cRow,
            int depth,
            boolean accumulate) {
        int a1 = aRow;
        int a2 = 2 * aRow;
        int a3 = 3 * aRow;
        int a4 = 4 * aRow;
        int a5 = 5 * aRow;
        int a6 = 6 * aRow;
        int a7 = 7 * aRow;
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        int fRow = accumulate ? cRow : 0;
        int f1 = f0 + fRow;
        int f2 = f0 + 2 * fRow;
        int f3 = f0 + 3 * fRow;
        int f4 = f0 + 4 * fRow;
        int f5 = f0 + 5 * fRow;
        int f6 = f0 + 6 * fRow;
        int f7 = f0 + 7 * fRow;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c01 = FloatVector.fromArray(S, from, f0 + L);
        FloatVector c02 = FloatVector.fromArray(S, from, f0 + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c11 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c12 = FloatVector.fromArray(S, from, f1 + 2 * L);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c21 = FloatVector.fromArray(S, from, f2 + L);
        FloatVector c22 = FloatVector.fromArray(S, from, f2 + 2 * L);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c31 = FloatVector.fromArray(S, from, f3 + L);
        FloatVector c32 = FloatVector.fromArray(S, from, f3 + 2 * L);
        FloatVector c40 = FloatVector.fromArray(S, from, f4);
        FloatVector c41 = FloatVector.fromArray(S, from, f4 + L);
        FloatVector c42 = FloatVector.fromArray(S, from, f4 + 2 * L);
        FloatVector c50 = FloatVector.fromArray(S, from, f5);
        FloatVector c51 = FloatVector.fromArray(S, from, f5 + L);
        FloatVector c52 = FloatVector.fromArray(S, from, f5 + 2 * L);
        FloatVector c60 = FloatVector.fromArray(S, from, f6);
        FloatVector c61 = FloatVector.fromArray(S, from, f6 + L);
        FloatVector c62 = FloatVector.fromArray(S, from, f6 + 2 * L);
        FloatVector c70 = FloatVector.fromArray(S, from, f7);
        FloatVector c71 = FloatVector.fromArray(S, from, f7 + L);
        FloatVector c72 = FloatVector.fromArray(S, from, f7 + 2 * L);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector b1 = FloatVector.fromArray(S, b, q + L);
            FloatVector b2 = FloatVector.fromArray(S, b, q + 2 * L);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            x = FloatVector.broadcast(S, a[p + a1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
            x = FloatVector.broadcast(S, a[p + a2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            x = FloatVector.broadcast(S, a[p + a3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
            x = FloatVector.broadcast(S, a[p + a4]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            c42 = x.fma(b2, c42);
            x = FloatVector.broadcast(S, a[p + a5]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            c52 = x.fma(b2, c52);
            x = FloatVector.broadcast(S, a[p + a6]);
            c60 = x.fma(b0, c60);
            c61 = x.fma(b1, c61);
            c62 = x.fma(b2, c62);
            x = FloatVector.broadcast(S, a[p + a7]);
            c70 = x.fma(b0, c70);
            c71 = x.fma(b1, c71);
            c72 = x.fma(b2, c72);
            p++;
            q += bStep;
        }
        c00.intoArray(c, cBase);
        c01.intoArray(c, cBase + L);
        c02.intoArray(c, cBase + 2 * L);
        int o1 = cBase + cRow;
        c10.intoArray(c, o1);
        c11.intoArray(c, o1 + L);
        c12.intoArray(c, o1 + 2 * L);
        int o2 = cBase + 2 * cRow;
        c20.intoArray(c, o2);
        c21.intoArray(c, o2 + L);
        c22.intoArray(c, o2 + 2 * L);
        int o3 = cBase + 3 * cRow;
        c30.intoArray(c, o3);
        c31.intoArray(c, o3 + L);
        c32.intoArray(c, o3 + 2 * L);
        int o4 = cBase + 4 * cRow;
        c40.intoArray(c, o4);
        c41.intoArray(c, o4 + L);
        c42.intoArray(c, o4 + 2 * L);
        int o5 = cBase + 5 * cRow;
        c50.intoArray(c, o5);
        c51.intoArray(c, o5 + L);
        c52.intoArray(c, o5 + 2 * L);
        int o6 = cBase + 6 * cRow;
        c60.intoArray(c, o6);
        c61.intoArray(c, o6 + L);
        c62.intoArray(c, o6 + 2 * L);
        int o7 = cBase + 7 * cRow;
        c70.intoArray(c, o7);
        c71.intoArray(c, o7 + L);
        c72.intoArray(c, o7 + 2 * L);
    }

    /** 8 rows by 3 vectors; the elements of a column of the left operand lie side by side. */
    static void columns8x3(
            float[] a,
            int aBase,
            int aStep,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int cRow,
            int depth,
            boolean accumulate) {
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        int fRow = accumulate ? cRow : 0;
        int f1 = f0 + fRow;
        int f2 = f0 + 2 * fRow;
        int f3 = f0 + 3 * fRow;
        int f4 = f0 + 4 * fRow;
        int f5 = f0 + 5 * fRow;
        int f6 = f0 + 6 * fRow;
        int f7 = f0 + 7 * fRow;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c01 = FloatVector.fromArray(S, from, f0 + L);
        FloatVector c02 = FloatVector.fromArray(S, from, f0 + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c11 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c12 = FloatVector.fromArray(S, from, f1 + 2 * L);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c21 = FloatVector.fromArray(S, from, f2 + L);
        FloatVector c22 = FloatVector.fromArray(S, from, f2 + 2 * L);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c31 = FloatVector.fromArray(S, from, f3 + L);
        FloatVector c32 = FloatVector.fromArray(S, from, f3 + 2 * L);
        FloatVector c40 = FloatVector.fromArray(S, from, f4);
        FloatVector c41 = FloatVector.fromArray(S, from, f4 + L);
        FloatVector c42 = FloatVector.fromArray(S, from, f4 + 2 * L);
        FloatVector c50 = FloatVector.fromArray(S, from, f5);
        FloatVector c51 = FloatVector.fromArray(S, from, f5 + L);
        FloatVector c52 = FloatVector.fromArray(S, from, f5 + 2 * L);
        FloatVector c60 = FloatVector.fromArray(S, from, f6);
        FloatVector c61 = FloatVector.fromArray(S, from, f6 + L);
        FloatVector c62 = FloatVector.fromArray(S, from, f6 + 2 * L);
        FloatVector c70 = FloatVector.fromArray(S, from, f7);
        FloatVector c71 = FloatVector.fromArray(S, from, f7 + L);
        FloatVector c72 = FloatVector.fromArray(S, from, f7 + 2 * L);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector b1 = FloatVector.fromArray(S, b, q + L);
            FloatVector b2 = FloatVector.fromArray(S, b, q + 2 * L);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            x = FloatVector.broadcast(S, a[p + 1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
            x = FloatVector.broadcast(S, a[p + 2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            x = FloatVector.broadcast(S, a[p + 3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
            x = FloatVector.broadcast(S, a[p + 4]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            c42 = x.fma(b2, c42);
            x = FloatVector.broadcast(S, a[p + 5]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            c52 = x.fma(b2, c52);
            x = FloatVector.broadcast(S, a[p + 6]);
            c60 = x.fma(b0, c60);
            c61 = x.fma(b1, c61);
            c62 = x.fma(b2, c62);
            x = FloatVector.broadcast(S, a[p + 7]);
            c70 = x.fma(b0, c70);
            c71 = x.fma(b1, c71);
            c72 = x.fma(b2, c72);
            p += aStep;
            q += bStep;
        }
        c00.intoArray(c, cBase);
        c01.intoArray(c, cBase + L);
        c02.intoArray(c, cBase + 2 * L);
        int o1 = cBase + cRow;
        c10.intoArray(c, o1);
        c11.intoArray(c, o1 + L);
        c12.intoArray(c, o1 + 2 * L);
        int o2 = cBase + 2 * cRow;
        c20.intoArray(c, o2);
        c21.intoArray(c, o2 + L);
        c22.intoArray(c, o2 + 2 * L);
        int o3 = cBase + 3 * cRow;
        c30.intoArray(c, o3);
        c31.intoArray(c, o3 + L);
        c32.intoArray(c, o3 + 2 * L);
        int o4 = cBase + 4 * cRow;
        c40.intoArray(c, o4);
        c41.intoArray(c, o4 + L);
        c42.intoArray(c, o4 + 2 * L);
        int o5 = cBase + 5 * cRow;
        c50.intoArray(c, o5);
        c51.intoArray(c, o5 + L);
        c52.intoArray(c, o5 + 2 * L);
        int o6 = cBase + 6 * cRow;
        c60.intoArray(c, o6);
        c61.intoArray(c, o6 + L);
        c62.intoArray(c, o6 + 2 * L);
        int o7 = cBase + 7 * cRow;
        c70.intoArray(c, o7);
        c71.intoArray(c, o7 + L);
        c72.intoArray(c, o7 + 2 * L);
    }

    /** 8 rows by 3 vectors. */
    static void tile8x3(
            float[] a,
            int aBase,
            int rows,
            int aRow,
            int aStep,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int cRow,
            int depth,
            boolean accumulate) {
        int last = rows - 1;
        int a1 = Math.min(1, last) * aRow;
        int a2 = Math.min(2, last) * aRow;
        int a3 = Math.min(3, last) * aRow;
        int a4 = Math.min(4, last) * aRow;
        int a5 = Math.min(5, last) * aRow;
        int a6 = Math.min(6, last) * aRow;
        int a7 = Math.min(7, last) * aRow;
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        int fRow = accumulate ? cRow : 0;
        int f1 = f0 + Math.min(1, last) * fRow;
        int f2 = f0 + Math.min(2, last) * fRow;
        int f3 = f0 + Math.min(3, last) * fRow;
        int f4 = f0 + Math.min(4, last) * fRow;
        int f5 = f0 + Math.min(5, last) * fRow;
        int f6 = f0 + Math.min(6, last) * fRow;
        int f7 = f0 + Math.min(7, last) * fRow;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c01 = FloatVector.fromArray(S, from, f0 + L);
        FloatVector c02 = FloatVector.fromArray(S, from, f0 + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c11 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c12 = FloatVector.fromArray(S, from, f1 + 2 * L);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c21 = FloatVector.fromArray(S, from, f2 + L);
        FloatVector c22 = FloatVector.fromArray(S, from, f2 + 2 * L);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c31 = FloatVector.fromArray(S, from, f3 + L);
        FloatVector c32 = FloatVector.fromArray(S, from, f3 + 2 * L);
        FloatVector c40 = FloatVector.fromArray(S, from, f4);
        FloatVector c41 = FloatVector.fromArray(S, from, f4 + L);
        FloatVector c42 = FloatVector.fromArray(S, from, f4 + 2 * L);
        FloatVector c50 = FloatVector.fromArray(S, from, f5);
        FloatVector c51 = FloatVector.fromArray(S, from, f5 + L);
        FloatVector c52 = FloatVector.fromArray(S, from, f5 + 2 * L);
        FloatVector c60 = FloatVector.fromArray(S, from, f6);
        FloatVector c61 = FloatVector.fromArray(S, from, f6 + L);
        FloatVector c62 = FloatVector.fromArray(S, from, f6 + 2 * L);
        FloatVector c70 = FloatVector.fromArray(S, from, f7);
        FloatVector c71 = FloatVector.fromArray(S, from, f7 + L);
        FloatVector c72 = FloatVector.fromArray(S, from, f7 + 2 * L);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector b1 = FloatVector.fromArray(S, b, q + L);
            FloatVector b2 = FloatVector.fromArray(S, b, q + 2 * L);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            x = FloatVector.broadcast(S, a[p + a1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
            x = FloatVector.broadcast(S, a[p + a2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            x = FloatVector.broadcast(S, a[p + a3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
            x = FloatVector.broadcast(S, a[p + a4]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            c42 = x.fma(b2, c42);
            x = FloatVector.broadcast(S, a[p + a5]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            c52 = x.fma(b2, c52);
            x = FloatVector.broadcast(S, a[p + a6]);
            c60 = x.fma(b0, c60);
            c61 = x.fma(b1, c61);
            c62 = x.fma(b2, c62);
            x = FloatVector.broadcast(S, a[p + a7]);
            c70 = x.fma(b0, c70);
            c71 = x.fma(b1, c71);
            c72 = x.fma(b2, c72);
            p += aStep;
            q += bStep;
        }
        c00.intoArray(c, cBase);
        c01.intoArray(c, cBase + L);
        c02.intoArray(c, cBase + 2 * L);
        int o1 = cBase + Math.min(1, last) * cRow;
        c10.intoArray(c, o1);
        c11.intoArray(c, o1 + L);
        c12.intoArray(c, o1 + 2 * L);
        int o2 = cBase + Math.min(2, last) * cRow;
        c20.intoArray(c, o2);
        c21.intoArray(c, o2 + L);
        c22.intoArray(c, o2 + 2 * L);
        int o3 = cBase + Math.min(3, last) * cRow;
        c30.intoArray(c, o3);
        c31.intoArray(c, o3 + L);
        c32.intoArray(c, o3 + 2 * L);
        int o4 = cBase + Math.min(4, last) * cRow;
        c40.intoArray(c, o4);
        c41.intoArray(c, o4 + L);
        c42.intoArray(c, o4 + 2 * L);
        int o5 = cBase + Math.min(5, last) * cRow;
        c50.intoArray(c, o5);
        c51.intoArray(c, o5 + L);
        c52.intoArray(c, o5 + 2 * L);
        int o6 = cBase + Math.min(6, last) * cRow;
        c60.intoArray(c, o6);
        c61.intoArray(c, o6 + L);
        c62.intoArray(c, o6 + 2 * L);
        int o7 = cBase + Math.min(7, last) * cRow;
        c70.intoArray(c, o7);
        c71.intoArray(c, o7 + L);
        c72.intoArray(c, o7 + 2 * L);
    }

    /** 8 rows by 2 vectors. */
    static void tile8x2(
            float[] a,
            int aBase,
            int rows,
            int aRow,
            int aStep,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int cRow,
            int depth,
            boolean accumulate) {
        int last = rows - 1;
        int a1 = Math.min(1, last) * aRow;
        int a2 = Math.min(2, last) * aRow;
        int a3 = Math.min(3, last) * aRow;
        int a4 = Math.min(4, last) * aRow;
        int a5 = Math.min(5, last) * aRow;
        int a6 = Math.min(6, last) * aRow;
        int a7 = Math.min(7, last) * aRow;
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        int fRow = accumulate ? cRow : 0;
        int f1 = f0 + Math.min(1, last) * fRow;
        int f2 = f0 + Math.min(2, last) * fRow;
        int f3 = f0 + Math.min(3, last) * fRow;
        int f4 = f0 + Math.min(4, last) * fRow;
        int f5 = f0 + Math.min(5, last) * fRow;
        int f6 = f0 + Math.min(6, last) * fRow;
        int f7 = f0 + Math.min(7, last) * fRow;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c01 = FloatVector.fromArray(S, from, f0 + L);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c11 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c21 = FloatVector.fromArray(S, from, f2 + L);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c31 = FloatVector.fromArray(S, from, f3 + L);
        FloatVector c40 = FloatVector.fromArray(S, from, f4);
        FloatVector c41 = FloatVector.fromArray(S, from, f4 + L);
        FloatVector c50 = FloatVector.fromArray(S, from, f5);
        FloatVector c51 = FloatVector.fromArray(S, from, f5 + L);
        FloatVector c60 = FloatVector.fromArray(S, from, f6);
        FloatVector c61 = FloatVector.fromArray(S, from, f6 + L);
        FloatVector c70 = FloatVector.fromArray(S, from, f7);
        FloatVector c71 = FloatVector.fromArray(S, from, f7 + L);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector b1 = FloatVector.fromArray(S, b, q + L);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[p + a1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(S, a[p + a2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(S, a[p + a3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            x = FloatVector.broadcast(S, a[p + a4]);
            c40 = x.fma(b0, c40);
            c41 = x.fma(b1, c41);
            x = FloatVector.broadcast(S, a[p + a5]);
            c50 = x.fma(b0, c50);
            c51 = x.fma(b1, c51);
            x = FloatVector.broadcast(S, a[p + a6]);
            c60 = x.fma(b0, c60);
            c61 = x.fma(b1, c61);
            x = FloatVector.broadcast(S, a[p + a7]);
            c70 = x.fma(b0, c70);
            c71 = x.fma(b1, c71);
            p += aStep;
            q += bStep;
        }
        c00.intoArray(c, cBase);
        c01.intoArray(c, cBase + L);
        int o1 = cBase + Math.min(1, last) * cRow;
        c10.intoArray(c, o1);
        c11.intoArray(c, o1 + L);
        int o2 = cBase + Math.min(2, last) * cRow;
        c20.intoArray(c, o2);
        c21.intoArray(c, o2 + L);
        int o3 = cBase + Math.min(3, last) * cRow;
        c30.intoArray(c, o3);
        c31.intoArray(c, o3 + L);
        int o4 = cBase + Math.min(4, last) * cRow;
        c40.intoArray(c, o4);
        c41.intoArray(c, o4 + L);
        int o5 = cBase + Math.min(5, last) * cRow;
        c50.intoArray(c, o5);
        c51.intoArray(c, o5 + L);
        int o6 = cBase + Math.min(6, last) * cRow;
        c60.intoArray(c, o6);
        c61.intoArray(c, o6 + L);
        int o7 = cBase + Math.min(7, last) * cRow;
        c70.intoArray(c, o7);
        c71.intoArray(c, o7 + L);
    }

    /** 8 rows by 1 vector. */
    static void tile8x1(
            float[] a,
            int aBase,
            int rows,
            int aRow,
            int aStep,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int cRow,
            int depth,
            boolean accumulate) {
        int last = rows - 1;
        int a1 = Math.min(1, last) * aRow;
        int a2 = Math.min(2, last) * aRow;
        int a3 = Math.min(3, last) * aRow;
        int a4 = Math.min(4, last) * aRow;
        int a5 = Math.min(5, last) * aRow;
        int a6 = Math.min(6, last) * aRow;
        int a7 = Math.min(7, last) * aRow;
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        int fRow = accumulate ? cRow : 0;
        int f1 = f0 + Math.min(1, last) * fRow;
        int f2 = f0 + Math.min(2, last) * fRow;
        int f3 = f0 + Math.min(3, last) * fRow;
        int f4 = f0 + Math.min(4, last) * fRow;
        int f5 = f0 + Math.min(5, last) * fRow;
        int f6 = f0 + Math.min(6, last) * fRow;
        int f7 = f0 + Math.min(7, last) * fRow;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c40 = FloatVector.fromArray(S, from, f4);
        FloatVector c50 = FloatVector.fromArray(S, from, f5);
        FloatVector c60 = FloatVector.fromArray(S, from, f6);
        FloatVector c70 = FloatVector.fromArray(S, from, f7);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            x = FloatVector.broadcast(S, a[p + a1]);
            c10 = x.fma(b0, c10);
            x = FloatVector.broadcast(S, a[p + a2]);
            c20 = x.fma(b0, c20);
            x = FloatVector.broadcast(S, a[p + a3]);
            c30 = x.fma(b0, c30);
            x = FloatVector.broadcast(S, a[p + a4]);
            c40 = x.fma(b0, c40);
            x = FloatVector.broadcast(S, a[p + a5]);
            c50 = x.fma(b0, c50);
            x = FloatVector.broadcast(S, a[p + a6]);
            c60 = x.fma(b0, c60);
            x = FloatVector.broadcast(S, a[p + a7]);
            c70 = x.fma(b0, c70);
            p += aStep;
            q += bStep;
        }
        c00.intoArray(c, cBase);
        int o1 = cBase + Math.min(1, last) * cRow;
        c10.intoArray(c, o1);
        int o2 = cBase + Math.min(2, last) * cRow;
        c20.intoArray(c, o2);
        int o3 = cBase + Math.min(3, last) * cRow;
        c30.intoArray(c, o3);
        int o4 = cBase + Math.min(4, last) * cRow;
        c40.intoArray(c, o4);
        int o5 = cBase + Math.min(5, last) * cRow;
        c50.intoArray(c, o5);
        int o6 = cBase + Math.min(6, last) * cRow;
        c60.intoArray(c, o6);
        int o7 = cBase + Math.min(7, last) * cRow;
        c70.intoArray(c, o7);
    }

    /** 4 rows by 3 vectors. */
    static void tile4x3(
            float[] a,
            int aBase,
            int rows,
            int aRow,
            int aStep,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int cRow,
            int depth,
            boolean accumulate) {
        int last = rows - 1;
        int a1 = Math.min(1, last) * aRow;
        int a2 = Math.min(2, last) * aRow;
        int a3 = Math.min(3, last) * aRow;
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        int fRow = accumulate ? cRow : 0;
        int f1 = f0 + Math.min(1, last) * fRow;
        int f2 = f0 + Math.min(2, last) * fRow;
        int f3 = f0 + Math.min(3, last) * fRow;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c01 = FloatVector.fromArray(S, from, f0 + L);
        FloatVector c02 = FloatVector.fromArray(S, from, f0 + 2 * L);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c11 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c12 = FloatVector.fromArray(S, from, f1 + 2 * L);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c21 = FloatVector.fromArray(S, from, f2 + L);
        FloatVector c22 = FloatVector.fromArray(S, from, f2 + 2 * L);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c31 = FloatVector.fromArray(S, from, f3 + L);
        FloatVector c32 = FloatVector.fromArray(S, from, f3 + 2 * L);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector b1 = FloatVector.fromArray(S, b, q + L);
            FloatVector b2 = FloatVector.fromArray(S, b, q + 2 * L);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            x = FloatVector.broadcast(S, a[p + a1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            c12 = x.fma(b2, c12);
            x = FloatVector.broadcast(S, a[p + a2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            c22 = x.fma(b2, c22);
            x = FloatVector.broadcast(S, a[p + a3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            c32 = x.fma(b2, c32);
            p += aStep;
            q += bStep;
        }
        c00.intoArray(c, cBase);
        c01.intoArray(c, cBase + L);
        c02.intoArray(c, cBase + 2 * L);
        int o1 = cBase + Math.min(1, last) * cRow;
        c10.intoArray(c, o1);
        c11.intoArray(c, o1 + L);
        c12.intoArray(c, o1 + 2 * L);
        int o2 = cBase + Math.min(2, last) * cRow;
        c20.intoArray(c, o2);
        c21.intoArray(c, o2 + L);
        c22.intoArray(c, o2 + 2 * L);
        int o3 = cBase + Math.min(3, last) * cRow;
        c30.intoArray(c, o3);
        c31.intoArray(c, o3 + L);
        c32.intoArray(c, o3 + 2 * L);
    }

    /** 4 rows by 2 vectors. */
    static void tile4x2(
            float[] a,
            int aBase,
            int rows,
            int aRow,
            int aStep,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int cRow,
            int depth,
            boolean accumulate) {
        int last = rows - 1;
        int a1 = Math.min(1, last) * aRow;
        int a2 = Math.min(2, last) * aRow;
        int a3 = Math.min(3, last) * aRow;
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        int fRow = accumulate ? cRow : 0;
        int f1 = f0 + Math.min(1, last) * fRow;
        int f2 = f0 + Math.min(2, last) * fRow;
        int f3 = f0 + Math.min(3, last) * fRow;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c01 = FloatVector.fromArray(S, from, f0 + L);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c11 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c21 = FloatVector.fromArray(S, from, f2 + L);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        FloatVector c31 = FloatVector.fromArray(S, from, f3 + L);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector b1 = FloatVector.fromArray(S, b, q + L);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            x = FloatVector.broadcast(S, a[p + a1]);
            c10 = x.fma(b0, c10);
            c11 = x.fma(b1, c11);
            x = FloatVector.broadcast(S, a[p + a2]);
            c20 = x.fma(b0, c20);
            c21 = x.fma(b1, c21);
            x = FloatVector.broadcast(S, a[p + a3]);
            c30 = x.fma(b0, c30);
            c31 = x.fma(b1, c31);
            p += aStep;
            q += bStep;
        }
        c00.intoArray(c, cBase);
        c01.intoArray(c, cBase + L);
        int o1 = cBase + Math.min(1, last) * cRow;
        c10.intoArray(c, o1);
        c11.intoArray(c, o1 + L);
        int o2 = cBase + Math.min(2, last) * cRow;
        c20.intoArray(c, o2);
        c21.intoArray(c, o2 + L);
        int o3 = cBase + Math.min(3, last) * cRow;
        c30.intoArray(c, o3);
        c31.intoArray(c, o3 + L);
    }

    /** 4 rows by 1 vector. */
    static void tile4x1(
            float[] a,
            int aBase,
            int rows,
            int aRow,
            int aStep,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int cRow,
            int depth,
            boolean accumulate) {
        int last = rows - 1;
        int a1 = Math.min(1, last) * aRow;
        int a2 = Math.min(2, last) * aRow;
        int a3 = Math.min(3, last) * aRow;
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        int fRow = accumulate ? cRow : 0;
        int f1 = f0 + Math.min(1, last) * fRow;
        int f2 = f0 + Math.min(2, last) * fRow;
        int f3 = f0 + Math.min(3, last) * fRow;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c10 = FloatVector.fromArray(S, from, f1);
        FloatVector c20 = FloatVector.fromArray(S, from, f2);
        FloatVector c30 = FloatVector.fromArray(S, from, f3);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            x = FloatVector.broadcast(S, a[p + a1]);
            c10 = x.fma(b0, c10);
            x = FloatVector.broadcast(S, a[p + a2]);
            c20 = x.fma(b0, c20);
            x = FloatVector.broadcast(S, a[p + a3]);
            c30 = x.fma(b0, c30);
            p += aStep;
            q += bStep;
        }
        c00.intoArray(c, cBase);
        int o1 = cBase + Math.min(1, last) * cRow;
        c10.intoArray(c, o1);
        int o2 = cBase + Math.min(2, last) * cRow;
        c20.intoArray(c, o2);
        int o3 = cBase + Math.min(3, last) * cRow;
        c30.intoArray(c, o3);
    }

    /**
     * 1 row by 2 panels of 3 vectors: chains of multiply-adds that do not wait for each other, and
     * memory that is read at two places.
     *
     * @param bNext where the second panel begins
     */
    static void row1x6(
            float[] a,
            int aBase,
            int aStep,
            float[] b,
            int bBase,
            int bNext,
            int bStep,
            float[] c,
            int cBase,
            int depth,
            boolean accumulate) {
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        int f1 = accumulate ? cBase + 3 * L : 0;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c01 = FloatVector.fromArray(S, from, f0 + L);
        FloatVector c02 = FloatVector.fromArray(S, from, f0 + 2 * L);
        FloatVector c03 = FloatVector.fromArray(S, from, f1);
        FloatVector c04 = FloatVector.fromArray(S, from, f1 + L);
        FloatVector c05 = FloatVector.fromArray(S, from, f1 + 2 * L);
        int p = aBase;
        int q = bBase;
        int r = bNext;
        for (int k = 0; k < depth; k++) {
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(FloatVector.fromArray(S, b, q), c00);
            c01 = x.fma(FloatVector.fromArray(S, b, q + L), c01);
            c02 = x.fma(FloatVector.fromArray(S, b, q + 2 * L), c02);
            c03 = x.fma(FloatVector.fromArray(S, b, r), c03);
            c04 = x.fma(FloatVector.fromArray(S, b, r + L), c04);
            c05 = x.fma(FloatVector.fromArray(S, b, r + 2 * L), c05);
            p += aStep;
            q += bStep;
            r += bStep;
        }
        c00.intoArray(c, cBase);
        c01.intoArray(c, cBase + L);
        c02.intoArray(c, cBase + 2 * L);
        int next = cBase + 3 * L;
        c03.intoArray(c, next);
        c04.intoArray(c, next + L);
        c05.intoArray(c, next + 2 * L);
    }

    static void tile1x3(
            float[] a,
            int aBase,
            int aStep,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int depth,
            boolean accumulate) {
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c01 = FloatVector.fromArray(S, from, f0 + L);
        FloatVector c02 = FloatVector.fromArray(S, from, f0 + 2 * L);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector b1 = FloatVector.fromArray(S, b, q + L);
            FloatVector b2 = FloatVector.fromArray(S, b, q + 2 * L);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            c02 = x.fma(b2, c02);
            p += aStep;
            q += bStep;
        }
        c00.intoArray(c, cBase);
        c01.intoArray(c, cBase + L);
        c02.intoArray(c, cBase + 2 * L);
    }

    /** One row by 2 vectors. */
    static void tile1x2(
            float[] a,
            int aBase,
            int aStep,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int depth,
            boolean accumulate) {
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        FloatVector c01 = FloatVector.fromArray(S, from, f0 + L);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector b1 = FloatVector.fromArray(S, b, q + L);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            c01 = x.fma(b1, c01);
            p += aStep;
            q += bStep;
        }
        c00.intoArray(c, cBase);
        c01.intoArray(c, cBase + L);
    }

    /** One row by 1 vector. */
    static void tile1x1(
            float[] a,
            int aBase,
            int aStep,
            float[] b,
            int bBase,
            int bStep,
            float[] c,
            int cBase,
            int depth,
            boolean accumulate) {
        float[] from = accumulate ? c : ZEROS;
        int f0 = accumulate ? cBase : 0;
        FloatVector c00 = FloatVector.fromArray(S, from, f0);
        int p = aBase;
        int q = bBase;
        for (int k = 0; k < depth; k++) {
            FloatVector b0 = FloatVector.fromArray(S, b, q);
            FloatVector x = FloatVector.broadcast(S, a[p]);
            c00 = x.fma(b0, c00);
            p += aStep;
            q += bStep;
        }
        c00.intoArray(c, cBase);
    }
}
