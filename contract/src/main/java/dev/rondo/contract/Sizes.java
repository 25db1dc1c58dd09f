package dev.rondo.contract;

/** Lengths that are no multiple of any vector's width, but for one that is. */
final class Sizes {
    static final int[] AWKWARD = {1, 4, 6, 13, 25, 207, 702, 4098};

    private Sizes() {}
}
