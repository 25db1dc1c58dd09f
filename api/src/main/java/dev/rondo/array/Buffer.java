package dev.rondo.array;

/** A block of numbers of one type in host memory. */
public sealed interface Buffer {
    /** 32-bit floats. */
    record F32(float[] values) implements Buffer {}

    /** 64-bit floats. */
    record F64(double[] values) implements Buffer {}

    /** 32-bit integers. */
    record I32(int[] values) implements Buffer {}

    /** Truth values, 0 or 1. */
    record Bool(byte[] values) implements Buffer {}

    /** A zeroed buffer of {@code size} elements. */
    static Buffer allocate(DType dtype, int size) {
        return switch (dtype) {
            case F32 -> new F32(new float[size]);
            case F64 -> new F64(new double[size]);
            case I32 -> new I32(new int[size]);
            case BOOL -> new Bool(new byte[size]);
        };
    }

    /** Type of the elements. */
    default DType dtype() {
        return switch (this) {
            case F32 _ -> DType.F32;
            case F64 _ -> DType.F64;
            case I32 _ -> DType.I32;
            case Bool _ -> DType.BOOL;
        };
    }

    /** Number of elements. */
    default int size() {
        return switch (this) {
            case F32 b -> b.values.length;
            case F64 b -> b.values.length;
            case I32 b -> b.values.length;
            case Bool b -> b.values.length;
        };
    }

    /** The element at {@code i} as a double; exact for every type. */
    default double get(int i) {
        return switch (this) {
            case F32 b -> b.values[i];
            case F64 b -> b.values[i];
            case I32 b -> b.values[i];
            case Bool b -> b.values[i];
        };
    }

    /**
     * The element at {@code i} as text, in the form of its type: {@code 0.5}, {@code 3}, {@code
     * true}.
     */
    default String text(int i) {
        return switch (this) {
            case F32 b -> Float.toString(b.values[i]);
            case F64 b -> Double.toString(b.values[i]);
            case I32 b -> Integer.toString(b.values[i]);
            case Bool b -> Boolean.toString(b.values[i] != 0);
        };
    }

    /** Stores a number, rounded to the type of the elements. */
    default void set(int i, double value) {
        switch (this) {
            case F32 b -> b.values[i] = (float) value;
            case F64 b -> b.values[i] = value;
            case I32 b -> b.values[i] = (int) value;
            case Bool b -> b.values[i] = (byte) (value != 0 ? 1 : 0);
        }
    }

    /** Copies elements between two buffers of the same type. */
    static void copy(Buffer from, int fromOffset, Buffer to, int toOffset, int count) {
        switch (from) {
            case F32 b ->
                    System.arraycopy(b.values, fromOffset, ((F32) to).values, toOffset, count);
            case F64 b ->
                    System.arraycopy(b.values, fromOffset, ((F64) to).values, toOffset, count);
            case I32 b ->
                    System.arraycopy(b.values, fromOffset, ((I32) to).values, toOffset, count);
            case Bool b ->
                    System.arraycopy(b.values, fromOffset, ((Bool) to).values, toOffset, count);
        }
    }
}
