package dev.rondo.contract;

import static dev.rondo.graph.Functions.randomBits;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Op;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Type;

import java.util.List;

/** Rows by index, sums by index, and random bits. */
final class IndexCases {
    private IndexCases() {}

    static List<OperationCase> all() {
        return List.of(
                OperationCase.exact("gather", IndexCases::gather),
                OperationCase.summed("scatter-add", 50, IndexCases::scatter),
                OperationCase.exact("random bits", IndexCases::random));
    }

    private static void gather(Drawing d) {
        for (int width : new int[] {1, 4, 7, 25, 207}) {
            Tensor table = d.floats(13, width);
            d.output(table.gather(d.integers(0, 13, 29)));
            d.output(table.gather(d.integers(0, 13, 3, 5)));
            d.output(table.gather(d.integers(0, 13)));
            d.output(table.gather(d.integers(0, 13, 5, 2).at(1, 1)));
            d.output(d.floats(width, 13).transpose().gather(d.integers(0, 13, 11)));
            d.output(
                    d.floats(16, width + 3)
                            .slice(0, 2, 15)
                            .slice(1, 1, width + 1)
                            .gather(d.integers(0, 13, 11)));
            d.output(d.integers(-99, 99, 13, width).gather(d.integers(0, 13, 11)));
            d.output(d.truths(13, width).gather(d.integers(0, 13, 11)));
            d.output(d.floats(width).broadcastTo(Shape.of(13, width)).gather(d.integers(0, 13, 3)));
        }
        d.output(d.floats(16, 5).slice(0, 2, 15).gather(d.integers(0, 13, 11)));
        d.output(d.floats(13).gather(d.integers(0, 13, 207)));
        d.output(d.floats(5, 3, 2).gather(d.integers(0, 5, 2, 7)));
        d.output(d.floats(1, 3).gather(d.graph().zeros(new Type(DType.I32, Shape.of(4)))));
    }

    static Tensor scatterAdd(Tensor updates, Tensor indices, int rows) {
        return updates.graph().add(new Op.ScatterAdd(rows), List.of(updates, indices)).output();
    }

    private static void scatter(Drawing d) {
        for (int width : new int[] {1, 4, 7, 25, 207}) {
            Tensor updates = d.floats(50, width);
            d.output(scatterAdd(updates, d.integers(0, 13, 50), 13));
            d.output(scatterAdd(updates, d.integers(0, 1, 50), 3));
            d.output(scatterAdd(updates, d.integers(5, 40, 50), 64));
            d.output(scatterAdd(updates, d.integers(0, 13, 50, 3).at(1, 1), 13));
            d.output(scatterAdd(d.floats(width, 50).transpose(), d.integers(0, 13, 50), 13));
            d.output(
                    scatterAdd(
                            d.floats(1).broadcastTo(Shape.of(50, width)),
                            d.integers(0, 13, 50),
                            13));
        }
        d.output(scatterAdd(d.floats(50), d.integers(0, 7, 50), 7));
        d.output(scatterAdd(d.floats(50, 3, 2), d.integers(0, 7, 50), 7));
        // twice in one program, so that used memory has to be cleared
        Tensor index = d.integers(0, 13, 50);
        Tensor once = scatterAdd(d.floats(50, 7), index, 13);
        d.output(scatterAdd(once.gather(index), index, 13));
    }

    private static void random(Drawing d) {
        for (int[] shape : new int[][] {{1}, {4}, {6}, {13}, {3, 5}, {207}, {2, 3, 7}, {}}) {
            for (int site : new int[] {0, 1, -7, Integer.MAX_VALUE}) {
                for (int[] key : new int[][] {{0, 0, 0}, {1, 2, 3}, {-1, -2, Integer.MIN_VALUE}}) {
                    d.output(randomBits(d.given(Array.of(key)), Shape.of(shape), site));
                }
            }
        }
        Tensor keys = d.integers(-99, 99, 3, 5);
        d.output(randomBits(keys.at(1, 2), Shape.of(25), 5));
    }
}
