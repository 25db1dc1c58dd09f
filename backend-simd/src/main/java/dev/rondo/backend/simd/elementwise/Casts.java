package dev.rondo.backend.simd.elementwise;

import dev.rondo.array.Buffer;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.View;

/** Conversions between element types. HotSpot vectorizes those of the loops for which it pays. */
public final class Casts extends Rows {
    private Buffer from;
    private Buffer to;

    /** For one caller at a time; the team shares its work. */
    public Casts(ThreadTeam team) {
        super(team);
    }

    /** See {@link dev.rondo.kernels.Kernels#cast}. */
    public void run(View x, View out) {
        from = x.buffer();
        to = out.buffer();
        walk(1, out, x, null, null);
        from = null;
        to = null;
    }

    @Override
    protected void row(int part, int out, int a, int b, int c, int n) {
        switch (to) {
            case Buffer.F32(float[] o) -> toFloat(a, aStride, o, out, n);
            case Buffer.F64(double[] o) -> toDouble(a, aStride, o, out, n);
            case Buffer.I32(int[] o) -> toInt(a, aStride, o, out, n);
            case Buffer.Bool(byte[] o) -> toBool(a, aStride, o, out, n);
        }
    }

    private void toFloat(int a, int s, float[] o, int out, int n) {
        switch (from) {
            case Buffer.F32(float[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s];
                }
            }
            case Buffer.F64(double[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = (float) x[a + i * s];
                }
            }
            case Buffer.I32(int[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s];
                }
            }
            case Buffer.Bool(byte[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s];
                }
            }
        }
    }

    private void toDouble(int a, int s, double[] o, int out, int n) {
        switch (from) {
            case Buffer.F32(float[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s];
                }
            }
            case Buffer.F64(double[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s];
                }
            }
            case Buffer.I32(int[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s];
                }
            }
            case Buffer.Bool(byte[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s];
                }
            }
        }
    }

    private void toInt(int a, int s, int[] o, int out, int n) {
        switch (from) {
            case Buffer.F32(float[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = (int) x[a + i * s];
                }
            }
            case Buffer.F64(double[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = (int) x[a + i * s];
                }
            }
            case Buffer.I32(int[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s];
                }
            }
            case Buffer.Bool(byte[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s];
                }
            }
        }
    }

    private void toBool(int a, int s, byte[] o, int out, int n) {
        switch (from) {
            case Buffer.F32(float[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = (byte) (x[a + i * s] != 0 ? 1 : 0);
                }
            }
            case Buffer.F64(double[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = (byte) (x[a + i * s] != 0 ? 1 : 0);
                }
            }
            case Buffer.I32(int[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = (byte) (x[a + i * s] != 0 ? 1 : 0);
                }
            }
            case Buffer.Bool(byte[] x) -> {
                for (int i = 0; i < n; i++) {
                    o[out + i] = x[a + i * s];
                }
            }
        }
    }
}
