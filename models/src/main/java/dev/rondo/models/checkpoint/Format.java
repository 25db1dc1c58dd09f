package dev.rondo.models.checkpoint;

import dev.rondo.array.DType;

/** How a safetensors file may store an element, and the type it is read as. */
enum Format {
    F64(8, DType.F64),
    F32(4, DType.F32),
    /** Half precision; every value is exact in float32. */
    F16(2, DType.F32),
    /** The upper half of a float32. */
    BF16(2, DType.F32),
    /** Readable when every value fits 32 bits. */
    I64(8, DType.I32),
    I32(4, DType.I32),
    /** Readable when every value is 0 or 1; older writers had no type for truth values. */
    U8(1, DType.BOOL),
    BOOL(1, DType.BOOL);

    private final int bytes;
    private final DType dtype;

    Format(int bytes, DType dtype) {
        this.bytes = bytes;
        this.dtype = dtype;
    }

    /** Bytes of one element in the file. */
    int bytes() {
        return bytes;
    }

    /** Type in memory. */
    DType dtype() {
        return dtype;
    }

    /** The format in which a type is written. */
    static Format of(DType dtype) {
        return switch (dtype) {
            case F32 -> F32;
            case F64 -> F64;
            case I32 -> I32;
            case BOOL -> BOOL;
        };
    }
}
