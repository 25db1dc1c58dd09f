package dev.rondo.executor.plan;

import dev.rondo.array.Buffer;

import java.util.Arrays;

/** Clears ranges of buffers. */
final class Zeros {
    private Zeros() {}

    static void fill(Buffer buffer, int from, int count) {
        switch (buffer) {
            case Buffer.F32(var v) -> Arrays.fill(v, from, from + count, 0f);
            case Buffer.F64(var v) -> Arrays.fill(v, from, from + count, 0d);
            case Buffer.I32(var v) -> Arrays.fill(v, from, from + count, 0);
            case Buffer.Bool(var v) -> Arrays.fill(v, from, from + count, (byte) 0);
        }
    }
}
