package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;

/**
 * One array of the device. Every tensor is a range of one, so that a task graph names a handful of
 * arrays however many tensors there are.
 *
 * @param area whose memory
 * @param storage type of its elements: F32, F64 or I32, never BOOL
 */
public record Arena(Area area, DType storage) {
    /** The arena in which tensors of a type lie; truth values are integers 0 and 1. */
    public static Arena of(Area area, DType dtype) {
        return new Arena(area, dtype == DType.BOOL ? DType.I32 : dtype);
    }

    /** Elements between two boundaries at which tensors may begin: 64 bytes. */
    public int alignment() {
        return 64 / storage.bytes();
    }

    /** Such as {@code work_f32}. */
    public String title() {
        return (area + "_" + storage).toLowerCase(java.util.Locale.ROOT);
    }
}
