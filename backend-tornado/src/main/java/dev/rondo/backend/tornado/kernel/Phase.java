package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Counter;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Work of a group after which its items wait for each other. A turn of a loop has one phase, or two
 * where items share reductions.
 *
 * @param memory what the items must see of each other afterwards
 */
record Phase(SideBySide work, Memory memory) {
    /** Memory of a group. */
    enum Memory {
        GLOBAL,
        SHARED,
        BOTH
    }

    /** Waits for all items of the group. */
    void await(KernelCode code, WorkGroup group) {
        if (memory != Memory.GLOBAL) {
            code.barrier();
        }
        if (memory != Memory.SHARED) {
            group.await(code);
        }
    }

    /** The phases of a turn of a loop that is done by some groups. */
    static Stream<Phase> of(Task turn, int groups, Grain grain, Scratch scratch) {
        scratch.nextTurn();
        Parts parts = new Parts(groups, grain, scratch);
        parts.add(turn, Optional.empty(), 1);
        SideBySide first = new SideBySide(parts.first);
        return parts.last.isEmpty()
                ? Stream.of(new Phase(first, Memory.GLOBAL))
                : Stream.of(
                        new Phase(first, Memory.SHARED),
                        // the next turn writes to the same shared memory
                        new Phase(new SideBySide(parts.last), Memory.BOTH));
    }

    /** Collects the parts of a turn. */
    private static final class Parts {
        final List<Singly> first = new ArrayList<>();
        final List<Singly> last = new ArrayList<>();
        private final int groups;
        private final Grain grain;
        private final Scratch scratch;

        Parts(int groups, Grain grain, Scratch scratch) {
            this.groups = groups;
            this.grain = grain;
            this.scratch = scratch;
        }

        /**
         * Adds work for one or several members.
         *
         * @param member number of the member
         */
        void add(Task work, Optional<Counter> member, int members) {
            switch (work) {
                case Task.Pointwise p ->
                        p.pieces().forEach(q -> first(new PieceKernel(q), member, members));
                case Task.Reduce r -> reduce(new Reduction(r), member, members);
                case Task.MatMul m -> first(new BlockedMatMul(m, block(m)), member, members);
                case Task.Convolution c -> first(new ConvolutionKernel(c), member, members);
                case Task.Beside b -> b.parts().forEach(t -> add(t, member, members));
                case Task.ForEach f -> add(f.work(), Optional.of(f.member()), f.members());
                default ->
                        throw new IllegalArgumentException(
                                work.origin() + " cannot be a loop's turn");
            }
        }

        private void first(Singly part, Optional<Counter> member, int members) {
            first.add(forEach(part, member, members));
        }

        private static Singly forEach(Singly part, Optional<Counter> member, int members) {
            return member.<Singly>map(m -> new ForEachKernel(part, m, members)).orElse(part);
        }

        private void reduce(Reduction reduction, Optional<Counter> member, int members) {
            int outputs = reduction.outputs() / groups;
            int slices = grain.slices(reduction.outputs(), reduction.length());
            int count = Math.multiplyExact(Math.multiplyExact(outputs, slices), members);
            var kind = reduction.identity().kind();
            if (slices == 1 || !scratch.has(kind, count)) {
                first(new PlainReduce(reduction), member, members);
                return;
            }
            int begin = scratch.take(kind, count);
            var shared = new SharedReduce(reduction, slices, outputs, member, scratch, begin);
            first(shared.parts(), member, members);
            last.add(forEach(shared.sums(), member, members));
        }

        /**
         * A group's rows come out even in blocks. On a GPU the columns of a block would not be read
         * together with those of the next item. For a small product, the code of a block is too
         * long.
         */
        private Block block(Task.MatMul m) {
            List<Integer> dims = m.output().dims();
            if (grain.little(m.output().size(), m.left().dims().get(2))) {
                return Block.ELEMENT;
            }
            int rows = dims.get(0) > 1 ? dims.get(1) : dims.get(1) / groups;
            Block block = Block.within(Integer.lowestOneBit(rows), dims.get(2));
            return grain.sharing() ? new Block(block.rows(), 1) : block;
        }
    }
}
