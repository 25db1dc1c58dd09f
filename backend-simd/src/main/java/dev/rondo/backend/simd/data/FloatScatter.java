// Template of DoubleScatter and IntScatter: see Twins.java.
package dev.rondo.backend.simd.data;

import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.View;

/** Adds rows of 32-bit elements into a table. */
public final class FloatScatter {
    /** Number of elements from which waking the team pays. */
    private static final int PARALLEL_WORK = 1 << 15;

    private final ThreadTeam team;
    private final ThreadTeam.Task task = this::part;
    private View updates;
    private View indices;
    private View out;

    /** For one caller at a time; the team shares its work. */
    public FloatScatter(ThreadTeam team) {
        this.team = team;
    }

    /** See {@link dev.rondo.kernels.Kernels#scatterAdd}; the indices have been checked. */
    public void run(View updates, View indices, View out) {
        this.updates = updates;
        this.indices = indices;
        this.out = out;
        boolean together = updates.size() >= PARALLEL_WORK;
        team.run(task, together ? Math.min(team.threads(), out.dim(0)) : 1);
        this.updates = null;
        this.indices = null;
        this.out = null;
    }

    /** Each part owns a range of the table's rows, and walks over all updates in order. */
    private void part(int part, int parts) {
        int first = Indices.share(out.dim(0), part, parts);
        int end = Indices.share(out.dim(0), part + 1, parts);
        int count = indices.dim(0);
        int width = out.dim(1);
        int[] index = indices.i32();
        for (int i = 0; i < count; i++) {
            int row = index[indices.offset() + i * indices.stride(0)];
            if (row >= first && row < end) {
                add(
                        updates.f32(),
                        updates.offset() + i * updates.stride(0),
                        out.f32(),
                        out.offset() + row * width,
                        width);
            }
        }
    }

    private static void add(float[] x, int at, float[] o, int out, int n) {
        for (int i = 0; i < n; i++) {
            o[out + i] += x[at + i];
        }
    }
}
