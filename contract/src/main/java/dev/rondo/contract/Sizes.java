package dev.rondo.contract;

/** Lengths that are not multiples of any vector's width, except one that is. */
final class Sizes {
    static final int[] AWKWARD = {1, 4, 6, 13, 25, 207, 702, 4098};

    private Sizes() {}
}
