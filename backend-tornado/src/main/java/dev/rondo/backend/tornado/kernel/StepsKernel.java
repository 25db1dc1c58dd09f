package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Counter;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Part;
import dev.rondo.backend.tornado.schedule.Place;
import dev.rondo.backend.tornado.schedule.Task;

import java.util.List;

/**
 * All steps of a loop. With n groups, each group does the same n-th part of every turn at every
 * step, and its items wait for each other after every turn.
 *
 * @param task the loop
 * @param group items of a work-group
 * @param scratch shared memory of the turns
 * @param phases what the turns consist of, in order
 */
record StepsKernel(Task.Steps task, int group, Scratch scratch, List<Phase> phases)
        implements Kernel.Body, Turn {
    static StepsKernel of(Task.Steps task, Grain grain) {
        Scratch scratch = new Scratch();
        List<Phase> phases =
                task.turns().stream()
                        .flatMap(t -> Phase.of(t, task.groups(), grain, scratch))
                        .toList();
        return new StepsKernel(task, grain.itemsInTurn(grain.largestGroup()), scratch, phases);
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
        scratch.allocate(code);
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
                            () -> step(code, parameters, own, Condition.less(step, steps)));
                });
        code.when(
                Condition.equal(KernelCode.globalId(), Value.of(0)),
                () ->
                        code.store(
                                parameters.of(Counter.ARENA),
                                Value.of(task.counter().cell()),
                                task.reverse() ? Value.of(-1) : steps));
    }

    private void step(KernelCode code, Parameters parameters, WorkGroup own, Condition isNeeded) {
        for (Phase phase : phases) {
            if (task.trips().place().isEmpty()) {
                phase.work().emit(code, parameters, own);
            } else {
                code.when(isNeeded, () -> phase.work().emit(code, parameters, own));
            }
            phase.await(code, own);
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
