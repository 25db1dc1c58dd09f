package dev.rondo.backend.simd.data;

import dev.rondo.backend.simd.lanes.Lanes;
import dev.rondo.backend.simd.team.Indices;
import dev.rondo.backend.simd.team.ThreadTeam;
import dev.rondo.kernels.View;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The generator Philox4x32-10 of Salmon, Moraes, Dror and Shaw ("Parallel random numbers: as easy
 * as 1, 2, 3", SC 2011). Each block of four words depends only on its counter and the key.
 */
public final class Philox implements ThreadTeam.Task {
    private static final VectorSpecies<Long> S = Lanes.LONG;
    private static final int L = S.length();

    // Interleave the lanes of the first half, or of the second, of two vectors.
    private static final VectorShuffle<Long> FIRST = VectorShuffle.fromOp(S, i -> i / 2);
    private static final VectorShuffle<Long> SECOND = VectorShuffle.fromOp(S, i -> (L + i) / 2);
    private static final VectorMask<Long> ODD = VectorMask.fromLong(S, 0xAAAA_AAAA_AAAA_AAAAL);

    private static final int KEY = 0x526F6E64;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final int ROUNDS = 10;
    private static final long LOW = 0xFFFFFFFFL;

    /** Number of words from which waking the team pays. */
    private static final int PARALLEL_WORK = 1 << 12;

    private final ThreadTeam team;
    private int seed;
    private int step;
    private int time;
    private int site;
    private int[] out;
    private int base;
    private int size;

    /** For one caller at a time; the team shares its work. */
    public Philox(ThreadTeam team) {
        this.team = team;
    }

    /** See {@link dev.rondo.kernels.Kernels#randomBits}. */
    public void run(View key, int site, View out) {
        int[] k = key.i32();
        seed = k[key.offset()];
        step = k[key.offset() + 1];
        time = k[key.offset() + 2];
        this.site = site;
        this.out = out.i32();
        base = out.offset();
        size = out.size();
        team.run(this, size >= PARALLEL_WORK ? team.threads() : 1);
        this.out = null;
    }

    @Override
    public void part(int part, int parts) {
        int groups = size / 4 / L;
        int from = Indices.share(groups, part, parts);
        int to = Indices.share(groups, part + 1, parts);
        generate(from * L, to * L, step, time, site, seed, out, base);
        if (part == parts - 1) {
            for (int block = groups * L; 4 * block < size; block++) {
                int at = base + 4 * block;
                int count = Math.min(4, size - 4 * block);
                generate(block, step, time, site, seed, KEY, out, at, count);
            }
        }
    }

    /** Whole vectors of blocks: each lane holds one of a block's four words, in its low half. */
    private static void generate(
            int from, int to, int step, int time, int site, int seed, int[] out, int base) {
        LongVector low = LongVector.broadcast(S, LOW);
        LongVector multiplier0 = LongVector.broadcast(S, MULTIPLIER_0);
        LongVector multiplier1 = LongVector.broadcast(S, MULTIPLIER_1);
        LongVector lanes = LongVector.zero(S).addIndex(1);
        for (int block = from; block < to; block += L) {
            LongVector c0 = lanes.add(block);
            LongVector c1 = LongVector.broadcast(S, step & LOW);
            LongVector c2 = LongVector.broadcast(S, time & LOW);
            LongVector c3 = LongVector.broadcast(S, site & LOW);
            int k0 = seed;
            int k1 = KEY;
            for (int r = 0; r < ROUNDS; r++) {
                LongVector p0 = c0.and(low).mul(multiplier0);
                LongVector p1 = c2.and(low).mul(multiplier1);
                c0 =
                        p1.lanewise(VectorOperators.LSHR, 32)
                                .lanewise(VectorOperators.XOR, c1)
                                .lanewise(VectorOperators.XOR, k0 & LOW);
                c1 = p1.and(low);
                c2 =
                        p0.lanewise(VectorOperators.LSHR, 32)
                                .lanewise(VectorOperators.XOR, c3)
                                .lanewise(VectorOperators.XOR, k1 & LOW);
                c3 = p0.and(low);
                k0 += WEYL_0;
                k1 += WEYL_1;
            }
            LongVector a = c0.or(c1.lanewise(VectorOperators.LSHL, 32));
            LongVector b = c2.or(c3.lanewise(VectorOperators.LSHL, 32));
            int at = base + 4 * block;
            a.rearrange(FIRST)
                    .blend(b.rearrange(FIRST), ODD)
                    .reinterpretAsInts()
                    .intoArray(out, at);
            a.rearrange(SECOND)
                    .blend(b.rearrange(SECOND), ODD)
                    .reinterpretAsInts()
                    .intoArray(out, at + 2 * L);
        }
    }

    /** The first {@code count} words of the block with a counter (c0, c1, c2, c3) and a key. */
    static void generate(
            int c0, int c1, int c2, int c3, int k0, int k1, int[] out, int at, int count) {
        for (int r = 0; r < ROUNDS; r++) {
            long p0 = MULTIPLIER_0 * (c0 & LOW);
            long p1 = MULTIPLIER_1 * (c2 & LOW);
            c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
            c1 = (int) p1;
            c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
            c3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[at] = c0;
        if (count > 1) {
            out[at + 1] = c1;
        }
        if (count > 2) {
            out[at + 2] = c2;
        }
        if (count > 3) {
            out[at + 3] = c3;
        }
    }
}
