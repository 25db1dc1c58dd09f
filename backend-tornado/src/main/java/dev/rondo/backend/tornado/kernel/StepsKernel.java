package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Counter;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Part;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;

import java.util.List;
import java.util.stream.Stream;

/**
 * All steps of a loop. With n groups, each group does the same n-th part of every turn at every
 * step, and its items wait for each other after every turn.
 *
 * @param task the loop
 * @param group items of a work-group
 * @param turns the parts of each turn
 */
record StepsKernel(Task.Steps task, int group, List<SideBySide> turns)
        implements Kernel.Body, Turn {
    static StepsKernel of(Task.Steps task, Grain grain) {
        List<SideBySide> turns =
                task.turns().stream()
                        .map(t -> new SideBySide(parts(t, task.groups(), grain).toList()))
                        .toList();
        return new StepsKernel(task, grain.itemsInTurn(grain.largestGroup()), turns);
    }

    private static Stream<Singly> parts(Task turn, int groups, Grain grain) {
        return switch (turn) {
            case Task.Pointwise p -> p.pieces().stream().map(PieceKernel::new);
            case Task.Reduce r -> Stream.of(new PlainReduce(new Reduction(r)));
            case Task.MatMul m -> Stream.of(new BlockedMatMul(m, block(m, groups, grain)));
            case Task.Convolution c -> Stream.of(new ConvolutionKernel(c));
            case Task.Beside b -> b.parts().stream().flatMap(t -> parts(t, groups, grain));
            case Task.ForEach f ->
                    parts(f.work(), groups, grain)
                            .map(p -> new ForEachKernel(p, f.member(), f.members()));
            default ->
                    throw new IllegalArgumentException(turn.origin() + " cannot be a loop's turn");
        };
    }

    /**
     * A group's rows come out even in blocks. On a GPU the columns of a block would not be read
     * together with those of the next item. For a small product, the code of a block is too long.
     */
    private static Block block(Task.MatMul m, int groups, Grain grain) {
        List<Integer> dims = m.output().dims();
        if (grain.little(m.output().size(), m.left().dims().get(2))) {
            return Block.ELEMENT;
        }
        int rows = dims.get(0) > 1 ? dims.get(1) : dims.get(1) / groups;
        Block block = Block.within(Integer.lowestOneBit(rows), dims.get(2));
        return grain.sharing() ? new Block(block.rows(), 1) : block;
    }

    @Override
    public int items() {
        return Math.multiplyExact(task.groups(), group);
    }

    @Override
    public void emit(KernelCode code, Parameters parameters) {
        emit(code, parameters, WorkGroup.oneOf(code, task.groups(), group));
    }

    /**
     * The loop has a constant number of steps, and those beyond the number that is known at run
     * time do nothing. PoCL compiles barriers wrongly in a loop that may have no step at all.
     */
    @Override
    public void emit(KernelCode code, Parameters parameters, WorkGroup own) {
        Value steps = steps(code, parameters);
        code.loop(
                "step",
                Value.of(0),
                Value.of(most()),
                1,
                step -> {
                    Value row = task.reverse() ? steps.plus(-1).minus(step) : step;
                    parameters.counting(
                            task.counter(),
                            code.let("row", row),
                            () -> turns(code, parameters, own, Condition.less(step, steps)));
                });
        code.when(
                Condition.equal(KernelCode.globalId(), Value.of(0)),
                () ->
                        code.store(
                                parameters.of(Counter.ARENA),
                                Value.of(task.counter().cell()),
                                task.reverse() ? Value.of(-1) : steps));
    }

    private void turns(KernelCode code, Parameters parameters, WorkGroup own, Condition isNeeded) {
        for (SideBySide turn : turns) {
            if (task.trips().place().isEmpty()) {
                turn.emit(code, parameters, own);
            } else {
                code.when(isNeeded, () -> turn.emit(code, parameters, own));
            }
            own.await(code);
        }
    }

    private Value steps(KernelCode code, Parameters parameters) {
        return task.trips()
                .place()
                .map(at -> number(code, parameters, at))
                .orElseGet(() -> Value.of(most()));
    }

    /** The largest number of steps. */
    private int most() {
        return task.trips() instanceof Part.Trips.Always(int n) ? n : task.length();
    }

    private static Value number(KernelCode code, Parameters parameters, Place at) {
        Value cell = Value.of(at.address().offset());
        return code.let("steps", code.load(parameters.of(at.arena()), cell));
    }
}
