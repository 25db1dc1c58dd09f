package dev.rondo.backend.tornado.schedule;

import dev.rondo.array.DType;

/**
 * One array on the device. Every tensor is a range of an arena, so a task graph names a handful of
 * arrays, however many tensors there are.
 *
 * @param area the owner of the memory
 * @param storage type of its elements: F32, F64 or I32, never BOOL
 */
public record Arena(Area area, DType storage) {
    /** The arena for tensors of a type. Truth values are the integers 0 and 1. */
    public static Arena of(Area area, DType dtype) {
        return new Arena(area, dtype == DType.BOOL ? DType.I32 : dtype);
    }

    /** The alignment of tensors in elements: 64 bytes. */
    public int alignment() {
        return 64 / storage.bytes();
    }

    /** A name such as {@code work_f32}. */
    public String title() {
        return (area + "_" + storage).toLowerCase(java.util.Locale.ROOT);
    }
}
