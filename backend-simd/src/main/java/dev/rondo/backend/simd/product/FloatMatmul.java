// Template of DoubleMatmul: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.ColdStart;
import dev.rondo.backend.simd.lanes.CoreCache;
import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.View;

import java.util.Arrays;

/**
 * The product of matrices. It deals out tiles of the result to the threads. The result does not
 * show which thread computes which tile, or what is packed on the way: see {@link FloatTiles}.
 */
public final class FloatMatmul {
    private static final int L = Lanes.FLOAT.length();

    /** Multiply-adds from which waking the team pays: about 10 µs of one thread. */
    private static final long PARALLEL_WORK = 1 << 19;

    /** The same for a single row, where the time goes into reading the right operand. */
    private static final long PARALLEL_WORK_OF_A_ROW = 1 << 18;

    /** The same for packing, in elements. */
    private static final long PARALLEL_PACKING = 1 << 15;

    /** How the work is divided. */
    private enum Split {
        BATCHES,
        PANELS,
        ROWS
    }

    private final ThreadTeam team;
    private final ThreadTeam.Task multiplyTask = this::multiplyPart;
    private final ThreadTeam.Task packTask = this::packPart;
    private final FloatProduct product = new FloatProduct();
    private final FloatBlocks[] blocks;
    private Split split;
    private float[] transposed = new float[0];

    /**
     * For one caller at a time; the team shares its work.
     *
     * @param cache the cache of each thread
     */
    public FloatMatmul(ThreadTeam team, CoreCache cache) {
        this.team = team;
        blocks = new FloatBlocks[team.threads()];
        Arrays.setAll(blocks, i -> new FloatBlocks(product, cache));
    }

    /** See {@link dev.rondo.kernels.Kernels#matmul}; {@code panels} may be null. */
    public void multiply(View left, View right, FloatPanels panels, View result) {
        product.fill(left, right, panels, result);
        if (product.depth > 0 && ColdStart.lasts(product.work())) {
            product.multiplyPlainly();
        } else if (product.depth > 0 && isBetterTransposed()) {
            multiplyTransposed();
        } else if (product.depth > 0) {
            team.run(multiplyTask, parts());
        } else {
            Arrays.fill(product.out, product.outBase, product.outBase + result.size(), 0);
        }
        product.clear();
    }

    /**
     * Whether most lanes of vectors would be empty, and fewer would be with the operands exchanged.
     */
    private boolean isBetterTransposed() {
        return product.panels == null
                && product.batches == 1
                && product.aRow == 1
                && 2 * padded(product.columns, product.rows)
                        < padded(product.rows, product.columns);
    }

    /** Multiply-adds for each element of the common axis, including those of empty lanes. */
    private static long padded(int rows, int columns) {
        int tiles = rows == 1 ? 1 : (rows + 3) / 4 * 4;
        return (long) tiles * Panels.vectors(columns, L) * L;
    }

    private void multiplyTransposed() {
        float[] out = product.out;
        int at = product.outBase;
        int rows = product.rows;
        int columns = product.columns;
        if (transposed.length < rows * columns) {
            transposed = new float[rows * columns];
        }
        product.swap(transposed);
        team.run(multiplyTask, parts());
        for (int m = 0; m < rows; m++) {
            for (int n = 0; n < columns; n++) {
                out[at + m * columns + n] = transposed[n * rows + m];
            }
        }
    }

    /** The number of multiply-adds that take as long as packing an element. */
    private static final int PACKING_WEIGHT = 16;

    /**
     * Batches are divided first, because they share nothing. Otherwise panels or rows are divided,
     * whichever leaves less work to the thread with the most. Panels are few, and their widths
     * differ. With panels every thread packs all of the left operand, with rows all of the right
     * one.
     */
    private int parts() {
        int threads = team.threads();
        long least = product.rows == 1 ? PARALLEL_WORK_OF_A_ROW : PARALLEL_WORK;
        if (threads == 1 || product.work() < least) {
            split = Split.PANELS;
            return 1;
        }
        if (product.batches >= threads) {
            split = Split.BATCHES;
            return threads;
        }
        int panels = Math.min(threads, product.panelCount());
        int rows = Math.min(threads, tileRows());
        split = workOfPanels(panels) <= workOfRows(rows) ? Split.PANELS : Split.ROWS;
        return split == Split.PANELS ? panels : rows;
    }

    /** Multiply-adds of the largest part, for each element of the common axis. */
    private long workOfPanels(int parts) {
        int most = 0;
        for (int i = 0; i < parts; i++) {
            int from =
                    Panels.start(Indices.share(product.panelCount(), i, parts), product.vectors());
            int to =
                    Panels.start(
                            Indices.share(product.panelCount(), i + 1, parts), product.vectors());
            most = Math.max(most, to - from);
        }
        long packing = product.aStep == 1 ? 0 : PACKING_WEIGHT;
        return product.rows * (most * (long) L + packing);
    }

    private long workOfRows(int parts) {
        int most = (tileRows() + parts - 1) / parts * FloatBlocks.TILE_ROWS;
        long packing = product.panels == null ? PACKING_WEIGHT : 0;
        return product.vectors() * (long) L * (most + packing);
    }

    private int tileRows() {
        return (product.rows + FloatBlocks.TILE_ROWS - 1) / FloatBlocks.TILE_ROWS;
    }

    private void multiplyPart(int part, int parts) {
        FloatBlocks b = blocks[part];
        int panels = product.panelCount();
        switch (split) {
            case BATCHES -> {
                int end = Indices.share(product.batches, part + 1, parts);
                for (int i = Indices.share(product.batches, part, parts); i < end; i++) {
                    b.multiply(i, 0, panels, 0, product.rows);
                }
            }
            case PANELS -> {
                int from = Indices.share(panels, part, parts);
                int to = Indices.share(panels, part + 1, parts);
                for (int i = 0; i < product.batches; i++) {
                    b.multiply(i, from, to, 0, product.rows);
                }
            }
            case ROWS -> {
                int from = Indices.share(tileRows(), part, parts) * FloatBlocks.TILE_ROWS;
                int to = Indices.share(tileRows(), part + 1, parts) * FloatBlocks.TILE_ROWS;
                for (int i = 0; i < product.batches; i++) {
                    b.multiply(i, 0, panels, from, Math.min(to, product.rows));
                }
            }
        }
    }

    /** Packs the right operand of a product. Reuses {@code previous} if it has the right form. */
    public FloatPanels pack(View right, Object previous) {
        product.fillRight(right);
        int depth = product.depth;
        int columns = product.columns;
        boolean fits =
                previous instanceof FloatPanels p && p.depth == depth && p.columns == columns;
        FloatPanels panels = fits ? (FloatPanels) previous : new FloatPanels(depth, columns);
        product.panels = panels.values;
        boolean together = (long) depth * columns >= PARALLEL_PACKING;
        team.run(packTask, together ? Math.min(team.threads(), product.panelCount()) : 1);
        product.clear();
        return panels;
    }

    private void packPart(int part, int parts) {
        int panels = product.panelCount();
        int from = Indices.share(panels, part, parts);
        int to = Indices.share(panels, part + 1, parts);
        blocks[part].pack(0, 0, product.depth, from, to, product.panels, 0);
    }
}
