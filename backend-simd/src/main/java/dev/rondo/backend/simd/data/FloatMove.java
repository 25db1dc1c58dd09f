// Template of DoubleMove, IntMove and ByteMove: see Twins.java.
package dev.rondo.backend.simd.data;

import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.View;

import java.util.Arrays;

/** Copies 32-bit elements between views of any strides. */
public final class FloatMove {
    /** Number of elements from which waking the team pays. */
    private static final int PARALLEL_WORK = 1 << 17;

    /** Side of the squares in which matrices are transposed, so that both sides stay in cache. */
    private static final int BLOCK = 32;

    private final ThreadTeam team;
    private final ThreadTeam.Task task = this::part;
    private View from;
    private View to;

    /** For one caller at a time; the team shares its work. */
    public FloatMove(ThreadTeam team) {
        this.team = team;
    }

    /** See {@link dev.rondo.kernels.Kernels#move}. */
    public void run(View x, View out) {
        if (out.rank() == 1 && x.stride(0) == 1 && out.stride(0) == 1) {
            System.arraycopy(x.f32(), x.offset(), out.f32(), out.offset(), out.size());
            return;
        }
        from = x;
        to = out;
        int rows = Indices.size(out, 0, out.rank() - 1);
        boolean together = out.size() >= PARALLEL_WORK && rows > 1;
        team.run(task, together ? Math.min(team.threads(), rows) : 1);
        from = null;
        to = null;
    }

    /** Copies some of the rows. Rows of one matrix (the last two axes) are copied together. */
    private void part(int part, int parts) {
        int last = to.rank() - 1;
        int outer = Math.max(0, last - 1);
        int height = last == 0 ? 1 : to.dim(last - 1);
        int all = Indices.size(to, 0, last);
        int end = Indices.share(all, part + 1, parts);
        float[] x = from.f32();
        float[] o = to.f32();
        int xRow = last == 0 ? 0 : from.stride(last - 1);
        int oRow = last == 0 ? 0 : to.stride(last - 1);
        for (int row = Indices.share(all, part, parts); row < end; ) {
            int matrix = row / height;
            int first = row - matrix * height;
            int rows = Math.min(height - first, end - row);
            int xAt = from.offset() + Indices.offset(from, 0, outer, matrix) + first * xRow;
            int oAt = to.offset() + Indices.offset(to, 0, outer, matrix) + first * oRow;
            matrix(x, xAt, xRow, from.stride(last), o, oAt, oRow, to.stride(last), rows);
            row += rows;
        }
    }

    private void matrix(
            float[] x,
            int xAt,
            int xRow,
            int xStep,
            float[] o,
            int oAt,
            int oRow,
            int oStep,
            int rows) {
        int columns = to.dim(to.rank() - 1);
        if (xStep == 1 && oStep == 1) {
            for (int r = 0; r < rows; r++) {
                System.arraycopy(x, xAt + r * xRow, o, oAt + r * oRow, columns);
            }
        } else if (xStep == 0 && oStep == 1) {
            for (int r = 0; r < rows; r++) {
                int at = oAt + r * oRow;
                Arrays.fill(o, at, at + columns, x[xAt + r * xRow]);
            }
        } else {
            for (int r = 0; r < rows; r += BLOCK) {
                int height = Math.min(BLOCK, rows - r);
                for (int c = 0; c < columns; c += BLOCK) {
                    int width = Math.min(BLOCK, columns - c);
                    int xFrom = xAt + r * xRow + c * xStep;
                    int oFrom = oAt + r * oRow + c * oStep;
                    square(x, xFrom, xRow, xStep, o, oFrom, oRow, oStep, height, width);
                }
            }
        }
    }

    private static void square(
            float[] x,
            int xAt,
            int xRow,
            int xStep,
            float[] o,
            int oAt,
            int oRow,
            int oStep,
            int rows,
            int columns) {
        for (int r = 0; r < rows; r++) {
            int p = xAt + r * xRow;
            int q = oAt + r * oRow;
            for (int c = 0; c < columns; c++) {
                o[q + c * oStep] = x[p + c * xStep];
            }
        }
    }
}
