package dev.rondo.models.data;

import java.util.SplittableRandom;

/** Random numbers as a function of where they are used: data that are generated need no storage. */
public final class Mix {
    private Mix() {}

    /** Scatters 64 bits: the finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    static long scatter(long x) {
        long z = x + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /**
     * A generator of its own for each number under a seed. The same two give the same generator on
     * every JVM.
     */
    public static SplittableRandom at(long seed, long number) {
        return new SplittableRandom(scatter(scatter(seed) + number));
    }
}
