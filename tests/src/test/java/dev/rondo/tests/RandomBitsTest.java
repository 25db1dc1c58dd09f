package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Executable;
import dev.rondo.contract.Target;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/** Random bits are those of Philox4x32-10, wherever they are made. */
class RandomBitsTest {
    private static final int KEY = 0x526F6E64;

    /** Written once more from the paper: rounds of two products whose halves change places. */
    private static int[] philox(int[] counter, int[] key) {
        long[] c = new long[4];
        long[] k = {key[0] & 0xffffffffL, key[1] & 0xffffffffL};
        for (int i = 0; i < 4; i++) {
            c[i] = counter[i] & 0xffffffffL;
        }
        for (int round = 0; round < 10; round++) {
            long a = c[0] * 0xD2511F53L;
            long b = c[2] * 0xCD9E8D57L;
            c =
                    new long[] {
                        (b >>> 32) ^ c[1] ^ k[0],
                        b & 0xffffffffL,
                        (a >>> 32) ^ c[3] ^ k[1],
                        a & 0xffffffffL
                    };
            k[0] = (k[0] + 0x9E3779B9L) & 0xffffffffL;
            k[1] = (k[1] + 0xBB67AE85L) & 0xffffffffL;
        }
        return new int[] {(int) c[0], (int) c[1], (int) c[2], (int) c[3]};
    }

    /** The known answers that come with Random123 by the authors of the paper. */
    @Test
    void theOracleGivesTheKnownAnswers() {
        assertThat(philox(new int[] {0, 0, 0, 0}, new int[] {0, 0}))
                .containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(philox(new int[] {-1, -1, -1, -1}, new int[] {-1, -1}))
                .containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(
                        philox(
                                new int[] {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                                new int[] {0xa4093822, 0x299f31d0}))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    @TestFactory
    Stream<DynamicTest> everyBackendGivesTheBitsOfTheOracle() {
        return Targets.all().stream().map(t -> DynamicTest.dynamicTest("on " + t, () -> check(t)));
    }

    private static void check(Target target) {
        for (int n : new int[] {1, 5, 702}) {
            Program p =
                    Program.of(DType.F32, Scope.root(), 1)
                            .with(
                                    "bits",
                                    t ->
                                            t.output(
                                                    "bits",
                                                    Functions.randomBits(
                                                            t.input("key", DType.I32, 3),
                                                            Shape.of(n),
                                                            77)));
            try (Executable e = target.open().compile(p)) {
                for (int[] key : new int[][] {{0, 0, 0}, {-5, 1 << 30, 9}}) {
                    int[] bits = e.run("bits", Map.of("key", Array.of(key))).get("bits").i32();
                    for (int i = 0; i < n; i++) {
                        int[] counter = {i / 4, key[1], key[2], 77};
                        assertThat(bits[i])
                                .isEqualTo(philox(counter, new int[] {key[0], KEY})[i % 4]);
                    }
                }
            }
        }
    }
}
