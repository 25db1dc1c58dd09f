// Template of DoubleBlocks: see Twins.java.
package dev.rondo.backend.simd.product;

import dev.rondo.backend.simd.lanes.CoreCache;
import dev.rondo.backend.simd.lanes.Lanes;

/**
 * One thread's work on a product, after Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication" (ACM TOMS 34, 2008). The common axis is cut into blocks. For each of them, a
 * block of the right operand is packed, if packing pays, into panels that stay in the second-level
 * cache. A block of rows of the left operand is multiplied by one panel after the other, tile by
 * tile.
 */
final class FloatBlocks {
    private static final int L = Lanes.FLOAT.length();

    /**
     * Rows of the largest tile. With 16 registers, 8 rows of 3 vectors would not stay in registers.
     */
    static final int TILE_ROWS = Lanes.REGISTERS >= 32 ? 8 : 4;

    /** Rows of the left operand that are packed side by side: whole vectors and whole tiles. */
    private static final int STRIP_ROWS = Math.max(L, TILE_ROWS);

    private static final int TILES_OF_STRIP = STRIP_ROWS / TILE_ROWS;

    /** Elements of the common axis in one block: to load and to store a tile hardly counts. */
    private static final int DEPTH_BLOCK = 2048 / Float.BYTES;

    /** Number of rows from which packing the right operand pays, when its rows are contiguous. */
    private static final int PACK_RIGHT_ROWS = 128;

    /**
     * Number of panels from which packing the left operand pays, when its rows are not contiguous.
     */
    private static final int PACK_LEFT_PANELS = 4;

    /** The same when they are contiguous and far from each other. */
    private static final int PACK_ROWS_PANELS = 8;

    /** Elements from one row to the next from which rows compete for the same lines of a cache. */
    private static final int FAR = 4096 / Float.BYTES;

    /** Whether the chains of 3 vectors read less than a cache gives. */
    private static final boolean NARROW = L * Float.BYTES < 64;

    private final FloatProduct p;

    /** Elements of the right operand in one block: half of the cache. */
    private final int rightBlock;

    /** Elements of the left operand in one block: a quarter of the cache. */
    private final int leftBlock;

    private final FloatTranspose transpose = new FloatTranspose();
    private final float[] edge = new float[TILE_ROWS * 3 * L];
    private float[] leftRoom = new float[0];
    private float[] rightRoom = new float[0];

    // The left operand as the tiles of the present block read it: element (m, k) of tile t of strip
    // s lies at leftBase + s·leftStrip + t·leftTile + m·leftRow + k·leftStep.
    private float[] left;
    private int leftBase;
    private int leftStrip;
    private int leftTile;
    private int leftRow;
    private int leftStep;

    // The present panel: row k begins at rightBase + k·rightStep.
    private float[] right;
    private int rightBase;
    private int rightStep;

    /**
     * Blocks for one thread.
     *
     * @param cache the cache for which they are cut
     */
    FloatBlocks(FloatProduct product, CoreCache cache) {
        p = product;
        rightBlock = cache.bytes() / 2 / Float.BYTES;
        leftBlock = cache.bytes() / 4 / Float.BYTES;
    }

    /** Computes some panels of some rows of one batch. */
    void multiply(int batch, int firstPanel, int endPanel, int firstRow, int endRow) {
        boolean packRight = p.panels == null && rightIsPacked(endRow - firstRow);
        int panels = endPanel - firstPanel;
        boolean packLeft =
                p.left == null
                        && (p.aStep != 1
                                ? panels >= PACK_LEFT_PANELS
                                : p.aRow >= FAR && panels >= PACK_ROWS_PANELS);
        for (int k = 0; k < p.depth; k += DEPTH_BLOCK) {
            int depth = Math.min(DEPTH_BLOCK, p.depth - k);
            int width = Math.max(1, rightBlock / depth / (3 * L));
            int height = Math.max(1, leftBlock / depth / TILE_ROWS) * TILE_ROWS;
            for (int i = firstPanel; i < endPanel; i += width) {
                int iEnd = Math.min(endPanel, i + width);
                if (packRight) {
                    reserveRight((start(iEnd) - start(i)) * L * depth);
                    pack(batch, k, depth, i, iEnd, rightRoom, start(i) * L * depth);
                }
                for (int m = firstRow; m < endRow; m += height) {
                    int mEnd = Math.min(endRow, m + height);
                    setLeft(batch, k, depth, m, mEnd, packLeft);
                    multiplyPanels(batch, k, depth, i, iEnd, m, mEnd, packRight ? i : -1);
                }
            }
        }
        left = null;
        right = null;
    }

    /**
     * Computes some rows of the result of a convolution, of which each has {@code width} places.
     *
     * @param row the first of them, of all rows of all images
     * @param height rows of one image
     */
    void multiplyLines(FloatLines lines, int row, int rows, int height, int width) {
        reserveLeft(lines.size(rows));
        lines.copy(row / height, row % height, rows, leftRoom);
        left = leftRoom;
        setRows(lines.rowStep(), 1);
        int depth;
        for (int k = 0; k < p.depth; k += depth) {
            depth = lines.depth(k);
            for (int panel = 0; panel < p.panelCount(); panel++) {
                setRight(0, k, depth, panel, -1);
                for (int i = 0; i < rows; i++) {
                    leftBase = lines.at(i, k);
                    int m = (row + i) * width;
                    multiplyPanel(0, k, depth, panel, m, m + width);
                }
            }
        }
        left = null;
        right = null;
    }

    /** The vector at which a panel starts. */
    private int start(int panel) {
        return Panels.start(panel, p.vectors());
    }

    private boolean rightIsPacked(int rows) {
        return p.right != null || p.cColumn != 1 || p.segment < p.depth || rows >= PACK_RIGHT_ROWS;
    }

    private void reserveRight(int size) {
        if (rightRoom.length < size) {
            rightRoom = new float[size];
        }
    }

    /**
     * Packs some rows of some panels of the right operand.
     *
     * @param origin the position that element 0 of {@code to} would have in the packing of these
     *     rows of all panels
     */
    void pack(int batch, int k, int depth, int from, int end, float[] to, int origin) {
        int base = p.cBase + batch * p.cBatch;
        for (int i = from; i < end; i++) {
            int column = start(i) * L;
            int width = start(i + 1) * L - column;
            if (p.right != null) {
                int columns = Math.min(width, p.columns - column);
                int at = column * depth - origin;
                p.right.panel(column, columns, k, k + depth, to, at, width);
                continue;
            }
            for (int done = 0; done < depth; ) {
                int n = Math.min(depth - done, p.segment - (k + done) % p.segment);
                FloatPacking.right(
                        p.c,
                        base + p.along(k + done) + column * p.cColumn,
                        p.cStep,
                        p.cColumn,
                        n,
                        Math.min(width, p.columns - column),
                        to,
                        column * depth - origin + done * width,
                        width,
                        transpose);
                done += n;
            }
        }
    }

    private void setLeft(int batch, int k, int depth, int m, int mEnd, boolean pack) {
        if (p.left != null) {
            setPatches(k, depth, m, mEnd);
            return;
        }
        int base = p.aBase + batch * p.aBatch + m * p.aRow + k * p.aStep;
        if (!pack) {
            left = p.a;
            leftBase = base;
            setRows(p.aRow, p.aStep);
            return;
        }
        if (p.aStep == 1) {
            packRows(base, depth, mEnd - m);
            return;
        }
        int strip = STRIP_ROWS * depth;
        int strips = (mEnd - m + STRIP_ROWS - 1) / STRIP_ROWS;
        reserveLeft(strips * strip);
        for (int i = 0; i < strips; i++) {
            int rows = Math.min(STRIP_ROWS, mEnd - m - i * STRIP_ROWS);
            int from = base + i * STRIP_ROWS * p.aRow;
            FloatPacking.left(
                    p.a, from, p.aStep, p.aRow, depth, rows, leftRoom, i * strip, STRIP_ROWS);
        }
        left = leftRoom;
        leftBase = 0;
        leftTile = TILE_ROWS;
        leftStrip = strip;
        leftRow = 1;
        leftStep = STRIP_ROWS;
    }

    /** Says how far rows, and elements of a row, are from each other in the left operand. */
    private void setRows(int row, int step) {
        leftRow = row;
        leftStep = step;
        leftTile = TILE_ROWS * row;
        leftStrip = STRIP_ROWS * row;
    }

    /** Packs contiguous rows, one after the other. */
    private void packRows(int base, int depth, int rows) {
        // not a power of two, see FAR
        int width = depth + L;
        reserveLeft(rows * width);
        for (int i = 0; i < rows; i++) {
            System.arraycopy(p.a, base + i * p.aRow, leftRoom, i * width, depth);
        }
        left = leftRoom;
        leftBase = 0;
        setRows(width, 1);
    }

    private void setPatches(int k, int depth, int m, int mEnd) {
        reserveLeft((mEnd - m) * depth);
        p.left.rows(m, mEnd, k, k + depth, leftRoom);
        left = leftRoom;
        leftBase = 0;
        setRows(depth, 1);
    }

    private void reserveLeft(int size) {
        if (leftRoom.length < size) {
            leftRoom = new float[size];
        }
    }

    /** Finds a panel: in the packed operand, in the packed block, or in the operand itself. */
    private void setRight(int batch, int k, int depth, int panel, int firstPacked) {
        int column = start(panel) * L;
        int width = start(panel + 1) * L - column;
        rightStep = width;
        if (p.panels != null) {
            right = p.panels;
            rightBase = column * p.depth + k * width;
        } else if (firstPacked >= 0) {
            right = rightRoom;
            rightBase = (column - start(firstPacked) * L) * depth;
        } else if (column + width <= p.columns) {
            right = p.c;
            rightBase = p.cBase + batch * p.cBatch + p.along(k) + column;
            rightStep = p.cStep;
        } else {
            // Whole vectors would reach beyond the end of the row.
            reserveRight(width * depth);
            pack(batch, k, depth, panel, panel + 1, rightRoom, column * depth);
            right = rightRoom;
            rightBase = 0;
        }
    }

    /** Computes some panels, of a single row two at a time where that pays. */
    private void multiplyPanels(
            int batch, int k, int depth, int from, int end, int m, int mEnd, int firstPacked) {
        boolean pairs = mEnd == m + 1 && pairsPay();
        int panel = from;
        while (panel < end) {
            setRight(batch, k, depth, panel, firstPacked);
            if (pairs && panel + 1 < end && isPair(panel)) {
                int first = rightBase;
                setRight(batch, k, depth, panel + 1, firstPacked);
                multiplyPair(batch, k, depth, panel, m, first);
                panel += 2;
            } else {
                multiplyPanel(batch, k, depth, panel, m, mEnd);
                panel++;
            }
        }
    }

    /** Whether 3 chains of a row read less than the cache or the memory gives. */
    private boolean pairsPay() {
        return NARROW || (long) p.depth * p.columns > 2L * rightBlock;
    }

    /** Whether this panel and the next have 3 vectors, all in the result. */
    private boolean isPair(int panel) {
        return start(panel + 2) - start(panel) == 6 && start(panel + 2) * L <= p.columns;
    }

    /**
     * Computes a row of two panels, of which the second is the present one.
     *
     * @param panel the first of them
     * @param first where it begins
     */
    private void multiplyPair(int batch, int k, int depth, int panel, int m, int first) {
        FloatTiles.row1x6(
                left,
                leftBase,
                leftStep,
                right,
                first,
                rightBase,
                rightStep,
                p.out,
                to(batch, panel, m),
                depth,
                adds(k));
    }

    /** Where a row of a panel begins in the result. */
    private int to(int batch, int panel, int m) {
        return p.outBase + (batch * p.rows + m) * p.outRow + start(panel) * L;
    }

    /** Whether a block that begins at k is added to what the result holds. */
    private boolean adds(int k) {
        return k > 0;
    }

    private void multiplyPanel(int batch, int k, int depth, int panel, int m, int mEnd) {
        int column = start(panel) * L;
        int vectors = start(panel + 1) - start(panel);
        boolean add = adds(k);
        int to = to(batch, panel, m);
        for (int i = m; i < mEnd; i += TILE_ROWS) {
            int rows = Math.min(TILE_ROWS, mEnd - i);
            int tile = (i - m) / TILE_ROWS;
            int from =
                    leftBase + tile / TILES_OF_STRIP * leftStrip + tile % TILES_OF_STRIP * leftTile;
            if (column + vectors * L <= p.columns) {
                tile(from, rows, p.out, to, p.outRow, depth, add, vectors);
            } else {
                edgeTile(from, rows, to, p.columns - column, depth, add, vectors);
            }
            to += TILE_ROWS * p.outRow;
        }
    }

    /** Computes a tile with fewer columns into separate memory first. */
    private void edgeTile(
            int from, int rows, int to, int columns, int depth, boolean add, int vectors) {
        int stride = 3 * L;
        for (int r = 0; add && r < rows; r++) {
            System.arraycopy(p.out, to + r * p.outRow, edge, r * stride, columns);
        }
        tile(from, rows, edge, 0, stride, depth, add, vectors);
        for (int r = 0; r < rows; r++) {
            System.arraycopy(edge, r * stride, p.out, to + r * p.outRow, columns);
        }
    }

    private void tile(
            int from,
            int rows,
            float[] to,
            int at,
            int stride,
            int depth,
            boolean add,
            int vectors) {
        float[] a = left;
        int row = leftRow;
        int step = leftStep;
        float[] b = right;
        int q = rightBase;
        int s = rightStep;
        boolean full = rows == TILE_ROWS && TILE_ROWS == 8 && vectors == 3;
        if (full && step == 1) {
            FloatTiles.rows8x3(a, from, row, b, q, s, to, at, stride, depth, add);
        } else if (full && row == 1) {
            FloatTiles.columns8x3(a, from, step, b, q, s, to, at, stride, depth, add);
        } else if (rows > 4) {
            switch (vectors) {
                case 3:
                    FloatTiles.tile8x3(
                            a, from, rows, row, step, b, q, s, to, at, stride, depth, add);
                    break;
                case 2:
                    FloatTiles.tile8x2(
                            a, from, rows, row, step, b, q, s, to, at, stride, depth, add);
                    break;
                default:
                    FloatTiles.tile8x1(
                            a, from, rows, row, step, b, q, s, to, at, stride, depth, add);
            }
        } else if (rows > 1) {
            switch (vectors) {
                case 3:
                    FloatTiles.tile4x3(
                            a, from, rows, row, step, b, q, s, to, at, stride, depth, add);
                    break;
                case 2:
                    FloatTiles.tile4x2(
                            a, from, rows, row, step, b, q, s, to, at, stride, depth, add);
                    break;
                default:
                    FloatTiles.tile4x1(
                            a, from, rows, row, step, b, q, s, to, at, stride, depth, add);
            }
        } else {
            switch (vectors) {
                case 3:
                    FloatTiles.tile1x3(a, from, step, b, q, s, to, at, depth, add);
                    break;
                case 2:
                    FloatTiles.tile1x2(a, from, step, b, q, s, to, at, depth, add);
                    break;
                default:
                    FloatTiles.tile1x1(a, from, step, b, q, s, to, at, depth, add);
            }
        }
    }
}
