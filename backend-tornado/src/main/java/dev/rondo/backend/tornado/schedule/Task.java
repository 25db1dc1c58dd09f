package dev.rondo.backend.tornado.schedule;

import dev.rondo.kernels.ReduceOp;
import dev.rondo.kernels.Window;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One kernel. Its writes overlap no reads, except that a piece may read and write an element at the
 * same place.
 */
public sealed interface Task {
    /** The user's operations that it performs, for messages. */
    String origin();

    /**
     * Elementwise work and movement. The pieces do not depend on each other, and an element of a
     * piece depends on no other element.
     */
    record Pointwise(String origin, List<Piece> pieces) implements Task {
        /** Copies the list. */
        public Pointwise {
            pieces = List.copyOf(pieces);
        }
    }

    /**
     * output = a reduction, over all but the first {@code kept} axes, of the values that the
     * operations compute. SUM of no elements is 0; MAX of no elements is −∞ or the least integer.
     * MAX is NaN when an element is NaN.
     *
     * @param dims extents, the kept ones first
     * @param kept number of kept axes, which are those of the output; none of their extents is 0
     * @param operations the operations on one element
     * @param value the number of the value that is reduced
     * @param output has the kept extents
     */
    record Reduce(
            String origin,
            ReduceOp function,
            List<Integer> dims,
            int kept,
            List<ElementOp> operations,
            int value,
            Place output)
            implements Task {
        /** Copies the lists. */
        public Reduce {
            dims = List.copyOf(dims);
            operations = List.copyOf(operations);
        }
    }

    /**
     * output[b, m, n] = Σ_k left[b, m, k] · right[b, k, n], all of rank 3, with any strides. K may
     * be 0.
     */
    record MatMul(String origin, Place left, Place right, Place output) implements Task {}

    /**
     * output = convolution of an image by a kernel: see {@link dev.rondo.kernels.Kernels#convolve}.
     * All are of rank 4, with any strides; no extent of the output is 0.
     */
    record Convolution(
            String origin,
            Place image,
            Place kernel,
            Window rows,
            Window columns,
            int groups,
            Place output)
            implements Task {}

    /**
     * Adds updates [n, width] to the rows of output [rows, width] that the indices [n] name, in the
     * order of n for each row. The output holds the values to which they are added. An index
     * outside the table raises the fault, and its update is skipped.
     */
    record ScatterAdd(
            String origin, Place updates, Place indices, Place output, Fault.Outside fault)
            implements Task {}

    /**
     * Independent tasks that one kernel does. The work-items of each of them must not wait for each
     * other. Such tasks are elementwise work, rows by index, and those reductions and products for
     * which the {@link Grain} of the device shares nothing.
     */
    record Beside(String origin, List<Task> parts) implements Task {
        /** Copies the list. */
        public Beside {
            parts = List.copyOf(parts);
        }
    }

    /**
     * Small tasks that one work-group does one after the other. It waits for all of its items
     * between them. Each task may be part of {@link Beside}, only names arenas, or is a loop of one
     * work-group, whose number of steps is known when the entry begins.
     */
    record InTurn(String origin, List<Task> turns) implements Task {
        /** Copies the list. */
        public InTurn {
            turns = List.copyOf(turns);
        }
    }

    /**
     * All steps of a loop, in one kernel. Each work-group goes through all steps with its own share
     * of every turn: of n groups, group g has the g-th of n equal ranges of the elements of each
     * part, in row-major order. No group reads what another one writes. The items of a group wait
     * for each other after each turn. The kernel leaves the counter as a {@link Part.Loop} does.
     *
     * @param length the largest number of steps
     * @param reverse whether the counter goes down to 0
     * @param groups number of work-groups; it divides the leading extent of each part
     * @param estimate why one kernel does all steps
     * @param turns tasks that may be part of {@link Beside}
     */
    record Steps(
            String origin,
            int length,
            Part.Trips trips,
            Counter counter,
            boolean reverse,
            int groups,
            Estimate estimate,
            List<Task> turns)
            implements Task {
        /** Copies the list. */
        public Steps {
            turns = List.copyOf(turns);
        }
    }

    /**
     * The same work for each of several members, on places whose addresses depend on the number of
     * the member. The members are independent of each other.
     *
     * <p>It may be part of {@link Beside} where its work may.
     *
     * @param work elementwise work of one piece, a reduction, a product or a convolution
     * @param member the number of the member in the addresses of {@code work}
     * @param members how many there are
     */
    record ForEach(String origin, Task work, Counter member, int members) implements Task {}

    /** Only names arenas, so that the device has them from here on. */
    record Touch(String origin, List<Arena> named) implements Task {
        /** Copies the list. */
        public Touch {
            named = List.copyOf(named);
        }
    }

    /** The arenas that it reads or writes, each once, in the order of the kernel's parameters. */
    default List<Arena> arenas() {
        Set<Arena> all = new LinkedHashSet<>();
        arenas(all, Optional.empty());
        return List.copyOf(all);
    }

    /**
     * Adds the arenas.
     *
     * @param member a counter that the kernel has in a variable
     */
    private void arenas(Set<Arena> all, Optional<Counter> member) {
        Consumer<Place> place =
                p -> {
                    all.add(p.arena());
                    p.address().terms().forEach(t -> arenas(t, all, member));
                };
        Consumer<ElementOp> operation =
                s -> {
                    switch (s) {
                        case ElementOp.Load l -> place.accept(l.place());
                        case ElementOp.Bits b -> place.accept(b.key());
                        case ElementOp.Count _ -> all.add(Counter.ARENA);
                        case ElementOp.Watch _ -> all.add(Fault.ARENA);
                        case ElementOp.Pick p -> {
                            place.accept(p.place());
                            all.add(Fault.ARENA);
                        }
                        default -> {}
                    }
                };
        switch (this) {
            case Pointwise p ->
                    p.pieces()
                            .forEach(
                                    piece -> {
                                        piece.operations().forEach(operation);
                                        piece.stores().forEach(s -> place.accept(s.to()));
                                    });
            case Reduce r -> {
                r.operations().forEach(operation);
                place.accept(r.output());
            }
            case MatMul m -> {
                place.accept(m.left());
                place.accept(m.right());
                place.accept(m.output());
            }
            case Convolution c -> {
                place.accept(c.image());
                place.accept(c.kernel());
                place.accept(c.output());
            }
            case ScatterAdd s -> {
                place.accept(s.updates());
                place.accept(s.indices());
                place.accept(s.output());
                all.add(Fault.ARENA);
            }
            case Beside b -> b.parts().forEach(t -> t.arenas(all, member));
            case InTurn i -> i.turns().forEach(t -> t.arenas(all, member));
            case Steps s -> {
                s.turns().forEach(t -> t.arenas(all, member));
                s.trips().place().ifPresent(place);
                all.add(Counter.ARENA);
            }
            case ForEach f -> f.work().arenas(all, Optional.of(f.member()));
            case Touch t -> all.addAll(t.named());
        }
    }

    private static void arenas(Address.Term term, Set<Arena> all, Optional<Counter> member) {
        if (!member.equals(Optional.of(term.counter()))) {
            all.add(Counter.ARENA);
        }
        if (term instanceof Address.Term.Listed) {
            all.add(Address.Term.Listed.ARENA);
        }
    }

    /** The arenas that it writes. */
    default Set<Arena> written() {
        Set<Arena> all = new LinkedHashSet<>();
        switch (this) {
            case Pointwise p ->
                    p.pieces().forEach(q -> q.stores().forEach(s -> all.add(s.to().arena())));
            case Reduce r -> all.add(r.output().arena());
            case MatMul m -> all.add(m.output().arena());
            case Convolution c -> all.add(c.output().arena());
            case ScatterAdd s -> all.add(s.output().arena());
            case Beside b -> b.parts().forEach(t -> all.addAll(t.written()));
            case InTurn i -> i.turns().forEach(t -> all.addAll(t.written()));
            case Steps s -> {
                s.turns().forEach(t -> all.addAll(t.written()));
                all.add(Counter.ARENA);
            }
            case ForEach f -> all.addAll(f.work().written());
            case Touch t -> all.addAll(t.named());
        }
        return all;
    }
}
