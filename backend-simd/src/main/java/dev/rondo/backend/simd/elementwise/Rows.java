package dev.rondo.backend.simd.elementwise;

import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.View;

/**
 * Walks over views of the same extents elementwise, row by row. A row is the last axis, or one
 * thread's part of it. Subclasses compute a row. Allocates nothing.
 */
abstract class Rows implements ThreadTeam.Task {
    /** Simple operations on one element from which waking the team pays: about 10 µs. */
    private static final long PARALLEL_WORK = 1 << 16;

    private static final int MAX_RANK = 32;

    /** Parts begin at multiples of this, so that no two of them write to one cache line. */
    private static final int GRAIN = 64;

    /** Strides of the operands along a row; 0 for a missing operand. */
    protected int aStride;

    protected int bStride;
    protected int cStride;

    private final ThreadTeam team;
    private final int[][] positions;
    private View out;
    private View a;
    private View b;
    private View c;

    Rows(ThreadTeam team) {
        this.team = team;
        positions = new int[team.threads()][MAX_RANK];
    }

    /**
     * Computes a row.
     *
     * @param part number for scratch memory; no other row is computed at the same time with this
     *     number
     * @param out position of the first element of the result, whose stride is 1
     * @param a position of the first element of the first operand; b and c are those of the others
     * @param n number of elements, at least 1
     */
    protected abstract void row(int part, int out, int a, int b, int c, int n);

    /**
     * Walks over all elements.
     *
     * @param weight work for one element, in simple operations
     * @param b second operand, or null
     * @param c third operand, or null
     */
    protected final void walk(int weight, View out, View a, View b, View c) {
        this.out = out;
        this.a = a;
        this.b = b;
        this.c = c;
        int last = out.rank() - 1;
        aStride = a.stride(last);
        bStride = b == null ? 0 : b.stride(last);
        cStride = c == null ? 0 : c.stride(last);
        long size = out.size();
        boolean together = size * weight >= PARALLEL_WORK && size >= 2 * GRAIN;
        team.run(this, together ? team.threads() : 1);
        this.out = null;
        this.a = null;
        this.b = null;
        this.c = null;
    }

    @Override
    public final void part(int part, int parts) {
        int size = out.size();
        int at = bound(size, part, parts);
        int end = bound(size, part + 1, parts);
        if (at == end) {
            return;
        }
        int last = out.rank() - 1;
        int length = out.dim(last);
        int[] position = positions[part];
        int aAt = a.offset();
        int bAt = b == null ? 0 : b.offset();
        int cAt = c == null ? 0 : c.offset();
        int rest = at / length;
        for (int axis = last - 1; axis >= 0; axis--) {
            int i = rest % out.dim(axis);
            rest /= out.dim(axis);
            position[axis] = i;
            aAt += i * a.stride(axis);
            bAt += b == null ? 0 : i * b.stride(axis);
            cAt += c == null ? 0 : i * c.stride(axis);
        }
        int base = out.offset();
        int skip = at % length;
        while (true) {
            int n = Math.min(length - skip, end - at);
            row(
                    part,
                    base + at,
                    aAt + skip * aStride,
                    bAt + skip * bStride,
                    cAt + skip * cStride,
                    n);
            at += n;
            if (at == end) {
                return;
            }
            skip = 0;
            int axis = last - 1;
            while (true) {
                aAt += a.stride(axis);
                bAt += b == null ? 0 : b.stride(axis);
                cAt += c == null ? 0 : c.stride(axis);
                if (++position[axis] < out.dim(axis)) {
                    break;
                }
                position[axis] = 0;
                aAt -= out.dim(axis) * a.stride(axis);
                bAt -= b == null ? 0 : out.dim(axis) * b.stride(axis);
                cAt -= c == null ? 0 : out.dim(axis) * c.stride(axis);
                axis--;
            }
        }
    }

    private static int bound(int size, int part, int parts) {
        if (part == parts) {
            return size;
        }
        int grains = size / GRAIN;
        return (int) ((long) grains * part / parts) * GRAIN;
    }
}
