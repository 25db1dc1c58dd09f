// Template of DoubleConvolution: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.CoreCache;
import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.View;
import dev.rondo.kernels.Window;

import java.util.Arrays;

/**
 * The convolution as a product of {@link FloatPatches} or {@link FloatLines} and the kernel, for
 * each group of channels. Blocks of either are copied into the cache when they are multiplied.
 * Threads share the elements of the result, and each is one chain of fused multiply-adds over the
 * patch, so the bits depend on extents and strides alone.
 */
public final class FloatConvolution {
    private static final int L = Lanes.FLOAT.length();

    /** Multiply-adds from which on waking the team pays: about 10 µs of one thread. */
    private static final long PARALLEL_WORK = 1 << 19;

    /** The same for packing the kernel, in elements. */
    private static final int PARALLEL_PACKING = 1 << 15;

    /** Rows of the result that go through all of the common axis before the next ones do. */
    private static final int CHUNK = 256;

    private final ThreadTeam team;
    private final ThreadTeam.Task rowsTask = this::rowsPart;
    private final ThreadTeam.Task linesTask = this::linesPart;
    private final ThreadTeam.Task columnsTask = this::columnsPart;
    private final ThreadTeam.Task turnTask = this::turnPart;
    private final ThreadTeam.Task packTask = this::packPart;
    private final FloatProduct product = new FloatProduct();
    private final FloatPatches patches = new FloatPatches();
    private final FloatLines lines;
    private final FloatBlocks[] blocks;
    private float[] panels = new float[0];
    private float[] transposed = new float[0];
    private float[] laid = new float[0];
    private int[] segments = new int[0];

    // Of the present convolution: whether it is computed from lines, how high and wide its result
    // is, and how the rows of that are cut into blocks.
    private boolean byLines;
    private int height;
    private int width;
    private int blockRows;
    private int blocksOfImage;

    // The result, where it is computed transposed.
    private float[] result;
    private int resultBase;
    private int resultRow;
    private int batches;

    /**
     * For one caller at a time, whose work the team shares.
     *
     * @param cache the cache of each thread
     */
    public FloatConvolution(ThreadTeam team, CoreCache cache) {
        this.team = team;
        lines = new FloatLines(cache);
        blocks = new FloatBlocks[team.threads()];
        Arrays.setAll(blocks, i -> new FloatBlocks(product, cache));
    }

    /** See {@link dev.rondo.kernels.Kernels#convolve}. */
    public void run(View image, View kernel, Window rows, Window columns, int groups, View out) {
        if (kernel.size() == 0 || image.size() == 0 || out.size() == 0) {
            Arrays.fill(out.f32(), out.offset(), out.offset() + out.size(), 0);
            return;
        }
        boolean upwards = rows.dilation() < 0;
        boolean leftwards = columns.dilation() < 0;
        patches.fill(image, kernel, rows, columns);
        product.batches = 1;
        product.depth = kernel.dim(1) * kernel.dim(2) * kernel.dim(3);
        boolean side =
                image.dim(3) == 1
                        ? image.stride(2) == 1 || image.stride(0) != 1
                        : image.stride(3) == 1;
        axes(kernel, upwards, leftwards, side);
        lines.fill(image, kernel, rows, columns);
        byLines = side && lines.suit(image, rows, columns);
        int first =
                kernel.offset()
                        + (upwards ? (kernel.dim(1) - 1) * kernel.stride(1) : 0)
                        + (leftwards ? (kernel.dim(2) - 1) * kernel.stride(2) : 0);
        int size = out.dim(3) / groups;
        for (int g = 0; g < groups; g++) {
            int weights = first + g * size * kernel.stride(0);
            if (side) {
                byRows(kernel, weights, out, g * size, size);
            } else {
                byColumns(kernel, weights, out, g * size, size);
            }
            patches.nextGroup();
            lines.nextGroup();
        }
        product.clear();
        patches.clear();
        lines.clear();
    }

    /** Describes the common axis of the kernel, in the order of the patches, walked forwards. */
    private void axes(View kernel, boolean upwards, boolean leftwards, boolean channelsInside) {
        int p = upwards ? -kernel.stride(1) : kernel.stride(1);
        int q = leftwards ? -kernel.stride(2) : kernel.stride(2);
        int c = kernel.stride(3);
        if (channelsInside) {
            segments(kernel.dim(1), p, kernel.dim(2), q, kernel.dim(3), c);
        } else {
            segments(kernel.dim(3), c, kernel.dim(1), p, kernel.dim(2), q);
        }
    }

    /** The common axis as three axes of the kernel; those that are one are merged. */
    private void segments(int n0, int stride0, int n1, int stride1, int n2, int stride2) {
        product.cStep = n2 == 1 ? n1 == 1 ? stride0 : stride1 : stride2;
        boolean inner = n1 == 1 || n2 == 1 || stride1 == n2 * stride2;
        int both = inner ? n1 * n2 : n2;
        boolean outer = inner && (n0 == 1 || both == 1 || stride0 == both * product.cStep);
        if (outer) {
            product.segment(FloatProduct.ONE, product.depth);
            return;
        }
        int count = product.depth / both;
        if (segments.length < count) {
            segments = new int[count];
        }
        int middle = inner ? 1 : n1;
        for (int i = 0; i < count; i++) {
            segments[i] = i / middle * stride0 + i % middle * stride1;
        }
        product.segment(segments, both);
    }

    // ---- patches as rows

    private void byRows(View kernel, int weights, View out, int channel, int size) {
        product.left = patches;
        product.rows = out.dim(0) * out.dim(1) * out.dim(2);
        product.columns = size;
        product.c = kernel.f32();
        product.cBase = weights;
        product.cBatch = 0;
        product.cColumn = size == 1 ? 1 : kernel.stride(0);
        product.out = out.f32();
        product.outBase = out.offset() + channel;
        product.outRow = out.dim(3);
        height = out.dim(1);
        width = out.dim(2);
        boolean together = product.work() >= PARALLEL_WORK;
        if (byLines || product.rows > product.depth) {
            pack(together);
        }
        int parts = byLines ? blockCount(out.dim(0)) : tileRows();
        ThreadTeam.Task task = byLines ? linesTask : rowsTask;
        team.run(task, together ? Math.min(team.threads(), parts) : 1);
        product.panels = null;
    }

    private void pack(boolean together) {
        int room = product.depth * product.vectors() * L;
        if (panels.length < room) {
            panels = new float[room];
        }
        boolean share = together && room >= PARALLEL_PACKING;
        team.run(packTask, share ? Math.min(team.threads(), product.panelCount()) : 1);
        product.panels = panels;
    }

    /** Blocks of rows; a block is of one image. */
    private int blockCount(int batches) {
        blockRows = lines.rows(CHUNK / width);
        blocksOfImage = (height + blockRows - 1) / blockRows;
        return batches * blocksOfImage;
    }

    private void linesPart(int part, int parts) {
        int count = product.rows / (height * width) * blocksOfImage;
        int end = Indices.share(count, part + 1, parts);
        for (int n = Indices.share(count, part, parts); n < end; n++) {
            int i = n % blocksOfImage * blockRows;
            int rows = Math.min(blockRows, height - i);
            int row = n / blocksOfImage * height + i;
            blocks[part].multiplyLines(lines, row, rows, height, width);
        }
    }

    private int tileRows() {
        return (product.rows + FloatBlocks.TILE_ROWS - 1) / FloatBlocks.TILE_ROWS;
    }

    private void packPart(int part, int parts) {
        int count = product.panelCount();
        int from = Indices.share(count, part, parts);
        int to = Indices.share(count, part + 1, parts);
        blocks[part].pack(0, 0, product.depth, from, to, panels, 0);
    }

    private void rowsPart(int part, int parts) {
        int from = Indices.share(tileRows(), part, parts) * FloatBlocks.TILE_ROWS;
        int to = Indices.share(tileRows(), part + 1, parts) * FloatBlocks.TILE_ROWS;
        int end = Math.min(to, product.rows);
        int chunk = product.panels == null ? end - from : CHUNK;
        for (int m = from; m < end; m += chunk) {
            blocks[part].multiply(0, 0, product.panelCount(), m, Math.min(m + chunk, end));
        }
    }

    // ---- patches as columns: the result is computed transposed

    private void byColumns(View kernel, int weights, View out, int channel, int size) {
        int places = out.dim(1) * out.dim(2);
        product.right = patches;
        product.rows = size;
        product.columns = places * out.dim(0);
        if (transposed.length < size * product.columns) {
            transposed = new float[size * product.columns];
        }
        product.out = transposed;
        product.outBase = 0;
        product.outRow = product.columns;
        kernelAsRows(kernel, weights);
        int panels = product.panelCount();
        int parts = product.work() < PARALLEL_WORK ? 1 : Math.min(team.threads(), panels);
        team.run(columnsTask, parts);
        result = out.f32();
        resultBase = out.offset() + channel;
        resultRow = out.dim(3);
        batches = out.dim(0);
        boolean share = size * product.columns >= PARALLEL_PACKING;
        team.run(turnTask, share ? Math.min(team.threads(), batches) : 1);
        result = null;
    }

    /** Writes some batches of the transposed result: element (m, i, b) is wanted at (b, i, m). */
    private void turnPart(int part, int parts) {
        int places = product.columns / batches;
        int end = Indices.share(batches, part + 1, parts);
        for (int b = Indices.share(batches, part, parts); b < end; b++) {
            for (int i = 0; i < places; i++) {
                int to = resultBase + (b * places + i) * resultRow;
                int from = i * batches + b;
                for (int m = 0; m < product.rows; m++) {
                    result[to + m] = transposed[from + m * product.columns];
                }
            }
        }
    }

    /** The kernel as left operand; it is copied where its common axis has not one stride. */
    private void kernelAsRows(View kernel, int weights) {
        product.aBatch = 0;
        if (product.segment == product.depth) {
            product.a = kernel.f32();
            product.aBase = weights;
            product.aRow = kernel.stride(0);
            product.aStep = product.cStep;
            return;
        }
        int rows = product.rows;
        if (laid.length < product.depth * rows) {
            laid = new float[product.depth * rows];
        }
        float[] w = kernel.f32();
        for (int k = 0; k < product.depth; k++) {
            int from = weights + product.along(k);
            for (int m = 0; m < rows; m++) {
                laid[k * rows + m] = w[from + m * kernel.stride(0)];
            }
        }
        product.a = laid;
        product.aBase = 0;
        product.aRow = 1;
        product.aStep = rows;
    }

    private void columnsPart(int part, int parts) {
        int count = product.panelCount();
        int from = Indices.share(count, part, parts);
        int to = Indices.share(count, part + 1, parts);
        blocks[part].multiply(0, from, to, 0, product.rows);
    }
}
