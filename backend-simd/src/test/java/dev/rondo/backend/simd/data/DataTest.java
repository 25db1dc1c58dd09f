package dev.rondo.backend.simd.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.Samples;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.kernels.View;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/** Kernels that move numbers about, and the random numbers. */
class DataTest {
    @ParameterizedTest
    @EnumSource(DType.class)
    void move(DType dtype) {
        int[][][] cases = {
            {{4098}, {1}, {1}},
            {{4098}, {0}, {1}},
            {{207}, {5}, {3}},
            {{67, 131}, {131, 1}, {200, 1}},
            {{67, 131}, {1, 67}, {131, 1}},
            {{67, 131}, {131, 1}, {1, 67}},
            {{67, 131}, {1, 0}, {131, 1}},
            {{300, 700}, {1, 300}, {700, 1}},
            {{5, 67, 31}, {31, 155, 1}, {2077, 31, 1}},
            {{3, 5, 7, 11}, {1, 3, 165, 15}, {385, 77, 11, 1}},
            {{3, 5, 7, 11}, {385, 77, 11, 1}, {1, 3, 165, 15}},
        };
        for (int[][] c : cases) {
            View x = Samples.view(dtype, 3, c[0], c[1]);
            Samples.forThreads(
                    threads -> {
                        View out = Samples.view(dtype, 4, c[0], c[2]);
                        new SimdKernels(threads).move(x, out);
                        assertThat(Samples.read(out)).as("%s", x).isEqualTo(Samples.read(x));
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(DType.class)
    void gather(DType dtype) {
        View table = Samples.view(dtype, 1, 13, 37);
        View indices = indices(13, 101);
        View out = Samples.view(dtype, 2, 101, 37);
        new SimdKernels(2).gather(table, indices, out);
        for (int i = 0; i < out.size(); i++) {
            int row = (int) Samples.get(indices, i / 37);
            assertThat(Samples.get(out, i)).isEqualTo(Samples.get(table, row * 37 + i % 37));
        }
    }

    private static View indices(int rows, int count) {
        View indices = Samples.view(DType.I32, 7, count);
        for (int i = 0; i < count; i++) {
            int at = indices.offset() + i;
            indices.i32()[at] = Math.floorMod(indices.i32()[at], rows);
        }
        return indices;
    }

    @Test
    void scatterAddsInOrder() {
        for (DType dtype : List.of(DType.F32, DType.F64, DType.I32)) {
            View updates = Samples.view(dtype, 1, 1009, 37);
            View indices = indices(13, 1009);
            double[] expected = new double[13 * 37];
            for (int i = 0; i < updates.size(); i++) {
                int at = (int) Samples.get(indices, i / 37) * 37 + i % 37;
                double sum = expected[at] + Samples.get(updates, i);
                expected[at] = dtype == DType.F32 ? (float) sum : sum;
            }
            Samples.forThreads(
                    threads -> {
                        View out = Samples.view(dtype, 2, 13, 37);
                        for (int i = 0; i < out.size(); i++) {
                            out.buffer().set(out.offset() + i, 0);
                        }
                        new SimdKernels(threads).scatterAdd(updates, indices, out);
                        assertThat(Samples.read(out)).isEqualTo(expected);
                    });
        }
    }

    @Test
    void anIndexOutsideTheTableIsNamed() {
        View table = Samples.view(DType.F32, 1, 13, 3);
        View indices = indices(13, 5);
        View rows = Samples.view(DType.F32, 1, 5, 3);
        SimdKernels kernels = new SimdKernels(1);
        for (int wrong : new int[] {13, -1}) {
            indices.i32()[indices.offset() + 2] = wrong;
            assertThatThrownBy(() -> kernels.gather(table, indices, rows))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessage(
                            "index "
                                    + wrong
                                    + " at position 2 lies outside the table's rows 0 to 12");
            assertThatThrownBy(() -> kernels.scatterAdd(rows, indices, table))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("position 2");
        }
    }

    /** The known answers that come with Random123. */
    @Test
    void randomBlocksAreThoseOfPhilox() {
        int[] out = new int[4];
        Philox.generate(0, 0, 0, 0, 0, 0, out, 0, 4);
        assertThat(out).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        Philox.generate(-1, -1, -1, -1, -1, -1, out, 0, 4);
        assertThat(out).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        Philox.generate(
                0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, out, 0, 4);
        assertThat(out).containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @Test
    void randomBitsAreTheBlocksInOrder() {
        View key = Samples.view(DType.I32, 1, 3);
        int[] k = key.i32();
        for (int n : new int[] {1, 2, 3, 4, 5, 31, 32, 33, 63, 4098, 20_003}) {
            int[] block = new int[4];
            Samples.forThreads(
                    threads -> {
                        View out = Samples.view(DType.I32, 2, n);
                        new SimdKernels(threads).randomBits(key, 77, out);
                        for (int i = 0; i < n; i++) {
                            if (i % 4 == 0) {
                                int at = key.offset();
                                Philox.generate(
                                        i / 4,
                                        k[at + 1],
                                        k[at + 2],
                                        77,
                                        k[at],
                                        0x526F6E64,
                                        block,
                                        0,
                                        4);
                            }
                            assertThat(out.i32()[out.offset() + i]).isEqualTo(block[i % 4]);
                        }
                    });
        }
    }
}
