package dev.rondo.cli.apply;

import dev.rondo.array.Array;
import dev.rondo.graph.Tensor;

/** Whether sequences are [T, B, …] or [B, T, …] in files. Networks have [T, B, …]. */
enum TimeAxis {
    FIRST,
    SECOND;

    static TimeAxis of(boolean batchFirst) {
        return batchFirst ? SECOND : FIRST;
    }

    /** From the file's order to that of networks, or back. */
    Tensor turn(Tensor sequence) {
        return this == FIRST ? sequence : sequence.transpose(1, 0, 2);
    }

    Extent[] extents(Extent time, Extent batch, Extent size) {
        return this == FIRST ? new Extent[] {time, batch, size} : new Extent[] {batch, time, size};
    }

    int time(Array sequence) {
        return sequence.shape().dim(this == FIRST ? 0 : 1);
    }

    int batch(Array sequence) {
        return sequence.shape().dim(this == FIRST ? 1 : 0);
    }
}
