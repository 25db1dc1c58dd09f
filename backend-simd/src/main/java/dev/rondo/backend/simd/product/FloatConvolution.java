// Template of DoubleConvolution: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.View;
import dev.rondo.kernels.Window;

import java.util.Arrays;

/**
 * The convolution as a product of {@link FloatPatches} by the kernel, for each group of channels.
 * Blocks of patches are copied into the cache when they are multiplied. Threads share the rows of
 * the result, and each element is one chain of fused multiply-adds over the patch, so the bits
 * depend on extents and strides alone.
 */
public final class FloatConvolution {
    private static final int L = Lanes.FLOAT.length();

    /** Multiply-adds from which on waking the team pays: about 10 µs of one thread. */
    private static final long PARALLEL_WORK = 1 << 19;

    /** The same for copying, in elements. */
    private static final int PARALLEL_COPYING = 1 << 15;

    /** Rows of the result that go through all of the common axis before the next ones do. */
    private static final int CHUNK = 128;

    private final ThreadTeam team;
    private final ThreadTeam.Task multiplyTask = this::multiplyPart;
    private final ThreadTeam.Task packTask = this::packPart;
    private final ThreadTeam.Task turnTask = this::turnPart;
    private final FloatProduct product = new FloatProduct();
    private final FloatPatches patches = new FloatPatches();
    private final FloatBlocks[] blocks;
    private final FloatTranspose[] squares;
    private float[] panels = new float[0];
    private float[] turned = new float[0];
    private int[] segments = new int[0];
    private View image;

    /** For one caller at a time, whose work the team shares. */
    public FloatConvolution(ThreadTeam team) {
        this.team = team;
        blocks = new FloatBlocks[team.threads()];
        squares = new FloatTranspose[team.threads()];
        Arrays.setAll(blocks, i -> new FloatBlocks(product));
        Arrays.setAll(squares, i -> new FloatTranspose());
    }

    /** See {@link dev.rondo.kernels.Kernels#convolve}. */
    public void run(View image, View kernel, Window rows, Window columns, int groups, View out) {
        if (kernel.size() == 0 || image.size() == 0) {
            Arrays.fill(out.f32(), out.offset(), out.offset() + out.size(), 0);
            return;
        }
        boolean channelsInside =
                image.dim(3) == 1
                        ? image.stride(2) == 1 || image.stride(0) != 1
                        : image.stride(3) == 1;
        boolean upwards = rows.dilation() < 0;
        boolean leftwards = columns.dilation() < 0;
        int h = kernel.dim(1);
        int w = kernel.dim(2);
        int channels = kernel.dim(3);
        int shift = lay(image, channelsInside) * channels;
        patches.windows(rows, columns, image.dim(1), image.dim(2), h, w, channels);
        product.patches = patches;
        product.batches = 1;
        product.rows = out.dim(0) * out.dim(1) * out.dim(2);
        product.depth = h * w * channels;
        product.columns = out.dim(3) / groups;
        product.out = out.f32();
        product.outRow = out.dim(3);
        product.accumulate = false;
        right(kernel, upwards, leftwards, channelsInside);
        int first =
                kernel.offset()
                        + (upwards ? (h - 1) * kernel.stride(1) : 0)
                        + (leftwards ? (w - 1) * kernel.stride(2) : 0);
        for (int g = 0; g < groups; g++) {
            product.cBase = first + g * product.columns * kernel.stride(0);
            product.outBase = out.offset() + g * product.columns;
            multiply();
            patches.shift(shift);
        }
        product.clear();
        patches.clear();
        this.image = null;
    }

    /** The kernel as right operand, its axes in the order of the patches, all walked forwards. */
    private void right(View kernel, boolean upwards, boolean leftwards, boolean channelsInside) {
        int p = upwards ? -kernel.stride(1) : kernel.stride(1);
        int q = leftwards ? -kernel.stride(2) : kernel.stride(2);
        int c = kernel.stride(3);
        product.c = kernel.f32();
        product.cBatch = 0;
        product.cColumn = product.columns == 1 ? 1 : kernel.stride(0);
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

    private void multiply() {
        int tiles = tileRows();
        boolean together = product.work() >= PARALLEL_WORK;
        if (product.rows > product.depth) {
            int size = product.depth * product.vectors() * L;
            if (panels.length < size) {
                panels = new float[size];
            }
            boolean packTogether = together && size >= PARALLEL_COPYING;
            team.run(packTask, packTogether ? Math.min(team.threads(), product.panelCount()) : 1);
            product.panels = panels;
        }
        team.run(multiplyTask, together ? Math.min(team.threads(), tiles) : 1);
        product.panels = null;
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

    private void multiplyPart(int part, int parts) {
        int from = Indices.share(tileRows(), part, parts) * FloatBlocks.TILE_ROWS;
        int to = Indices.share(tileRows(), part + 1, parts) * FloatBlocks.TILE_ROWS;
        int end = Math.min(to, product.rows);
        int chunk = product.panels == null ? end - from : CHUNK;
        for (int m = from; m < end; m += chunk) {
            blocks[part].multiply(0, 0, product.panelCount(), m, Math.min(m + chunk, end));
        }
    }

    // ---- the image

    /**
     * Gives the image to the patches. Where neither channels nor columns lie side by side, it is
     * copied so that columns do.
     *
     * @return from one channel to the next
     */
    private int lay(View image, boolean channelsInside) {
        int batch = image.stride(0);
        int row = image.stride(1);
        int column = image.stride(2);
        int channel = image.dim(3) == 1 ? 1 : image.stride(3);
        boolean lies = channelsInside || image.dim(0) == 1 && column == 1;
        if (lies) {
            patches.image(image.f32(), image.offset(), batch, row, column, channel, channelsInside);
            return channel;
        }
        this.image = image;
        int plane = image.dim(1) * image.dim(2);
        if (turned.length < image.size()) {
            turned = new float[image.size()];
        }
        boolean together = image.size() >= PARALLEL_COPYING;
        team.run(turnTask, together ? Math.min(team.threads(), image.dim(3)) : 1);
        patches.image(turned, 0, image.dim(3) * plane, image.dim(2), 1, plane, false);
        return plane;
    }

    /** Copies some channels of the image [B, H, W, C], whose batch lies side by side. */
    private void turnPart(int part, int parts) {
        int channels = image.dim(3);
        int height = image.dim(1);
        int width = image.dim(2);
        boolean flat = height == 1 || image.stride(1) == width * image.stride(2);
        int lines = flat ? 1 : height;
        int length = flat ? height * width : width;
        int end = Indices.share(channels, part + 1, parts);
        for (int c = Indices.share(channels, part, parts); c < end; c++) {
            for (int i = 0; i < lines; i++) {
                int from = image.offset() + c * image.stride(3) + i * image.stride(1);
                turn(squares[part], from, length, (c * lines + i) * length);
            }
        }
    }

    /** A line of pixels, each of all batches, becomes a line of each batch. */
    private void turn(FloatTranspose squares, int from, int length, int to) {
        float[] x = image.f32();
        int batches = image.dim(0);
        int column = image.stride(2);
        int stride = image.dim(1) * image.dim(2) * image.dim(3);
        int b = 0;
        for (; L > 1 && b + L <= batches; b += L) {
            int i = 0;
            for (; i + L <= length; i += L) {
                int at = from + b + i * column;
                squares.square(x, at, column, L, turned, to + b * stride + i, stride);
            }
            for (; i < length; i++) {
                for (int r = 0; r < L; r++) {
                    turned[to + (b + r) * stride + i] = x[from + b + r + i * column];
                }
            }
        }
        for (; b < batches; b++) {
            for (int i = 0; i < length; i++) {
                turned[to + b * stride + i] = x[from + b + i * column];
            }
        }
    }
}
