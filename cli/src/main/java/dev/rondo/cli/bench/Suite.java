package dev.rondo.cli.bench;

import dev.rondo.array.DType;
import dev.rondo.models.cell.Cells;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists of workloads. */
public enum Suite {
    /** Seven sizes, each with LSTM, GRU and plain cells. */
    STANDARD {
        @Override
        void fill(DType type, List<Workload> all) {
            int[][] sizes = {
                {50, 1, 128, 128},
                {50, 32, 128, 128},
                {100, 64, 256, 256},
                {25, 64, 512, 512},
                {25, 1, 1024, 1024},
                {100, 32, 64, 64},
                {1000, 16, 2, 32}
            };
            for (Mode mode : List.of(Mode.TRAIN, Mode.INFER)) {
                for (Cells cell : List.of(Cells.LSTM, Cells.GRU_AFTER, Cells.RNN)) {
                    for (int[] s : sizes) {
                        all.add(new Workload(cell.id(), s[0], s[1], s[2], s[3], 1, mode, type));
                    }
                }
            }
        }
    },
    /**
     * The recurrent sizes of DeepBench (Baidu Research, 2016 and 2017): its training set, and its
     * inference sets for servers and devices. I = H, one layer.
     */
    DEEPBENCH {
        @Override
        void fill(DType type, List<Workload> all) {
            Grid train = new Grid(all, Mode.TRAIN, type);
            train.of(Cells.RNN, ints(1760, 2048, 2560), ints(16, 32, 64, 128), 50);
            train.of(Cells.LSTM, ints(512, 1024, 2048, 4096), ints(16, 32, 64, 128), 25);
            train.of(Cells.LSTM, ints(1536), ints(8, 16, 32), 50);
            train.of(Cells.LSTM, ints(256), ints(16, 32, 64), 150);
            train.of(Cells.GRU_AFTER, ints(2816), ints(32), 750, 375, 187);
            train.of(Cells.GRU_AFTER, ints(2048, 1536, 2560), ints(32), 1500, 750, 375, 187);
            train.of(Cells.GRU_AFTER, ints(512), ints(32), 1);
            train.of(Cells.GRU_AFTER, ints(1024), ints(32, 64), 1500);
            Grid infer = new Grid(all, Mode.INFER, type);
            int[] rows = ints(1, 2, 4);
            infer.of(Cells.LSTM, ints(512, 1024, 2048), rows, 25);
            infer.of(Cells.LSTM, ints(1536), rows, 50);
            infer.of(Cells.LSTM, ints(256), rows, 150);
            infer.of(Cells.GRU_AFTER, ints(2816, 2048, 1536, 2560), rows, 1500, 750, 375, 187);
            infer.of(Cells.GRU_AFTER, ints(512), rows, 1);
            infer.of(Cells.GRU_AFTER, ints(1024), rows, 1500);
            infer.of(Cells.RNN, ints(32), ints(1), 672);
            infer.of(Cells.RNN, ints(64), ints(1), 96);
        }
    };

    /** Every combination of a size, a number of rows and a number of steps. */
    private record Grid(List<Workload> all, Mode mode, DType type) {
        void of(Cells cell, int[] hidden, int[] rows, int... steps) {
            for (int h : hidden) {
                for (int t : steps) {
                    for (int b : rows) {
                        all.add(new Workload(cell.id(), t, b, h, h, 1, mode, type));
                    }
                }
            }
        }
    }

    private static int[] ints(int... values) {
        return values;
    }

    abstract void fill(DType type, List<Workload> all);

    /** The workloads in order. */
    public List<Workload> workloads(DType type) {
        List<Workload> all = new ArrayList<>();
        fill(type, all);
        return all;
    }

    /** The name as the option has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
