package dev.rondo.backend.tornado;

import dev.rondo.array.Array;
import dev.rondo.array.Buffer;
import dev.rondo.backend.tornado.schedule.Arena;
import dev.rondo.backend.tornado.schedule.Place;

import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * An arena as TornadoVM knows it: memory outside the heap, of which devices have copies.
 *
 * @param arena the arena
 * @param array its elements
 */
record HostArena(Arena arena, TornadoNativeArray array) {
    /** An arena filled with zeros. */
    static HostArena of(Arena arena, int elements) {
        return new HostArena(
                arena,
                switch (arena.storage()) {
                    case F32 -> new FloatArray(elements);
                    case F64 -> new DoubleArray(elements);
                    case I32, BOOL -> new IntArray(elements);
                });
    }

    /** Bytes of the elements. */
    long bytes() {
        return array.getNumBytesOfSegment();
    }

    /** Sets the elements of a contiguous place. */
    void put(Place place, Array value) {
        MemorySegment to = array.getSegment();
        int at = place.address().offset();
        int n = value.size();
        switch (value.buffer()) {
            case Buffer.F32(var v) ->
                    MemorySegment.copy(v, 0, to, ValueLayout.JAVA_FLOAT, at * 4L, n);
            case Buffer.F64(var v) ->
                    MemorySegment.copy(v, 0, to, ValueLayout.JAVA_DOUBLE, at * 8L, n);
            case Buffer.I32(var v) ->
                    MemorySegment.copy(v, 0, to, ValueLayout.JAVA_INT, at * 4L, n);
            case Buffer.Bool(var v) -> {
                for (int i = 0; i < n; i++) {
                    to.setAtIndex(ValueLayout.JAVA_INT, at + i, v[i]);
                }
            }
        }
    }

    /** Reads the elements of a contiguous place. */
    void get(Place place, Array into) {
        MemorySegment from = array.getSegment();
        int at = place.address().offset();
        int n = into.size();
        switch (into.buffer()) {
            case Buffer.F32(var v) ->
                    MemorySegment.copy(from, ValueLayout.JAVA_FLOAT, at * 4L, v, 0, n);
            case Buffer.F64(var v) ->
                    MemorySegment.copy(from, ValueLayout.JAVA_DOUBLE, at * 8L, v, 0, n);
            case Buffer.I32(var v) ->
                    MemorySegment.copy(from, ValueLayout.JAVA_INT, at * 4L, v, 0, n);
            case Buffer.Bool(var v) -> {
                for (int i = 0; i < n; i++) {
                    v[i] = (byte) (from.getAtIndex(ValueLayout.JAVA_INT, at + i) != 0 ? 1 : 0);
                }
            }
        }
    }

    /** The integer at a place. */
    int integer(Place place) {
        return array.getSegment().getAtIndex(ValueLayout.JAVA_INT, place.address().offset());
    }
}
