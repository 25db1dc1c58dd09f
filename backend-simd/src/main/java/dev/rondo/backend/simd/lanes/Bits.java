package dev.rondo.backend.simd.lanes;

import dev.rondo.kernels.CompareOp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Converts between the lanes of a mask, one bit each, and truth values, one byte each. It converts
 * eight at a time with one multiplication, which every processor does fast; only some do PDEP and
 * PEXT fast.
 */
public final class Bits {
    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Bits() {}

    /**
     * Stores bit i of a mask as byte {@code at + i}, for i below {@code lanes}.
     *
     * @param lanes 2, 4, 8, or 16
     */
    public static void store(long mask, byte[] to, int at, int lanes) {
        if (lanes >= 8) {
            LONG.set(to, at, spread(mask & 0xFF));
            if (lanes == 16) {
                LONG.set(to, at + 8, spread(mask >>> 8));
            }
        } else {
            for (int i = 0; i < lanes; i++) {
                to[at + i] = (byte) (mask >>> i & 1);
            }
        }
    }

    /** Sixteen truth values from {@code at} on, the first in bit 0. */
    public static long load16(byte[] from, int at) {
        return gather((long) LONG.get(from, at)) | gather((long) LONG.get(from, at + 8)) << 8;
    }

    /**
     * Truth values from {@code at} on, the first in bit 0.
     *
     * @param lanes 2, 4, 8, or 16
     */
    public static long load(byte[] from, int at, int lanes) {
        if (lanes == 16) {
            return load16(from, at);
        }
        if (lanes == 8) {
            return gather((long) LONG.get(from, at));
        }
        long bits = 0;
        for (int i = 0; i < lanes; i++) {
            bits |= (long) from[at + i] << i;
        }
        return bits;
    }

    /**
     * Bits to bytes. The product holds a copy of the eight bits at every ninth position, which puts
     * bit 7 − i at the top of byte i.
     */
    private static long spread(long bits) {
        return Long.reverseBytes(bits * 0x8040201008040201L >>> 7 & 0x0101010101010101L);
    }

    /** Bytes to bits: the product moves byte i, of value 0 or 1, to bit 56 + i. */
    private static long gather(long bytes) {
        return bytes * 0x0102040810204080L >>> 56;
    }

    /** The comparison that holds for (b, a) when {@code op} holds for (a, b). */
    public static CompareOp swapped(CompareOp op) {
        return switch (op) {
            case EQ, NE -> op;
            case LT -> CompareOp.GT;
            case LE -> CompareOp.GE;
            case GT -> CompareOp.LT;
            case GE -> CompareOp.LE;
        };
    }

    /** o = not x for n truth values from positions a and at on. */
    public static void not(byte[] x, int a, byte[] o, int at, int n) {
        for (int i = 0; i < n; i++) {
            o[at + i] = (byte) (x[a + i] ^ 1);
        }
    }

    /** o = x and y. */
    public static void and(byte[] x, int a, byte[] y, int b, byte[] o, int at, int n) {
        for (int i = 0; i < n; i++) {
            o[at + i] = (byte) (x[a + i] & y[b + i]);
        }
    }

    /** o = x or y. */
    public static void or(byte[] x, int a, byte[] y, int b, byte[] o, int at, int n) {
        for (int i = 0; i < n; i++) {
            o[at + i] = (byte) (x[a + i] | y[b + i]);
        }
    }
}
