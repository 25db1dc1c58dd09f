package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Counter;

/**
 * The same work for several members. Each member has its own work-groups, so that all items of a
 * group are of one member and a device's compiler can see it.
 *
 * @param work what is done for a member
 * @param member the number of the member in the addresses of the work
 * @param members how many there are
 */
record ForEachKernel(Singly work, Counter member, int members) implements Singly {
    @Override
    public int items() {
        return Math.multiplyExact(work.room(), members);
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, Value id) {
        int room = work.room();
        Value number = code.let("member", id.minus(KernelCode.localId()).dividedBy(room));
        Value position = code.let("position", id.minus(number.times(room)));
        code.when(
                Condition.among(position, work.items()),
                () ->
                        parameters.counting(
                                member, number, () -> work.emit(code, parameters, position)));
    }

    @Override
    public void emitShare(KernelCode code, Parameters parameters, WorkGroup group) {
        code.loop(
                "member",
                Value.of(0),
                members,
                1,
                number ->
                        parameters.counting(
                                member, number, () -> work.emitShare(code, parameters, group)));
    }
}
