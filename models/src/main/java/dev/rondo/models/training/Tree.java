package dev.rondo.models.training;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which the sums of blocks are added: a fixed binary tree over all of them. A member
 * adds up the parts of the tree that lie within its share, and all add these parts alike. So a sum
 * has the same bits for any number of members.
 */
final class Tree {
    /**
     * A part of the tree: the blocks under it.
     *
     * @param from the first
     * @param to the one after the last
     */
    record Part(int from, int to) {
        boolean isBlock() {
            return to - from == 1;
        }

        /** The blocks that are added first; as many as a power of two. */
        Part left() {
            return new Part(from, middle());
        }

        Part right() {
            return new Part(middle(), to);
        }

        private int middle() {
            return from + Integer.highestOneBit(to - from - 1);
        }
    }

    private Tree() {}

    /**
     * The parts that single members add up, in the order of their blocks.
     *
     * @param blocks number of blocks
     * @param members number of members, at most that
     */
    static List<Part> parts(int blocks, int members) {
        List<Part> parts = new ArrayList<>();
        for (int rank = 0; rank < members; rank++) {
            Blocks share = Blocks.of(blocks, rank, members);
            collect(new Part(0, blocks), share, parts);
        }
        return List.copyOf(parts);
    }

    private static void collect(Part part, Blocks share, List<Part> parts) {
        if (part.to() <= share.from() || part.from() >= share.to()) {
            return;
        }
        if (part.from() >= share.from() && part.to() <= share.to()) {
            parts.add(part);
            return;
        }
        collect(part.left(), share, parts);
        collect(part.right(), share, parts);
    }
}
