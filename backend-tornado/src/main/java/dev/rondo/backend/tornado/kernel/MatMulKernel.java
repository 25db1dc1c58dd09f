package dev.rondo.backend.tornado.kernel;

import dev.rondo.array.DType;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;

import java.util.List;

/** Chooses how to compute a product of matrices, from its extents and the device alone. */
final class MatMulKernel {
    /** The number of work-groups that keeps a large GPU busy. */
    private static final int ENOUGH_GROUPS = 128;

    private MatMulKernel() {}

    static Kernel.Body of(Task.MatMul task, Grain grain) {
        int batches = task.output().dims().get(0);
        int m = task.output().dims().get(1);
        int n = task.output().dims().get(2);
        int k = task.left().dims().get(2);
        if (!grain.tiles(m, n, k)) {
            boolean blocks = !grain.sharing() && !grain.little(task.output().size(), k);
            Block block = blocks ? Block.within(m, n) : Block.ELEMENT;
            return new SideBySide(List.of(new BlockedMatMul(task, block)));
        }
        List<Tile> tiles = task.output().dtype() == DType.F32 ? Tile.F32 : Tile.F64;
        for (Tile tile : tiles) {
            long groups =
                    (long) batches * Math.ceilDiv(m, tile.rows()) * Math.ceilDiv(n, tile.columns());
            if (groups >= ENOUGH_GROUPS && tile.items() <= grain.largestGroup()) {
                return new TiledMatMul(task, tile);
            }
        }
        return new TiledMatMul(task, tiles.getLast());
    }

    /** The index of an element in a place of rank 3. */
    static Value at(Elements elements, Place place, Value batch, Value row, Value column) {
        Value offset =
                batch.times(place.strides().get(0))
                        .plus(row.times(place.strides().get(1)))
                        .plus(column.times(place.strides().get(2)));
        return elements.index(place, offset);
    }
}
