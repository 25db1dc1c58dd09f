package dev.rondo.array;

/** The element types of tensors. */
public enum DType {
    /** 32-bit IEEE floating point. */
    F32(4),
    /** 64-bit IEEE floating point. */
    F64(8),
    /** 32-bit two's complement integer. */
    I32(4),
    /** Truth value; one byte, 0 or 1. */
    BOOL(1);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** The number of bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether this is {@link #F32} or {@link #F64}: the types that have gradients. */
    public boolean isFloat() {
        return this == F32 || this == F64;
    }
}
