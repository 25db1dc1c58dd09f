package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Counter;

/**
 * The same work for several members, whose items wait for each other. Each member has its own
 * work-groups.
 *
 * @param work what is done for a member
 * @param member the number of the member in the addresses of the work
 * @param members how many there are
 */
record ForEachGroups(Grouped work, Counter member, int members) implements Kernel.Body {
    private int groups() {
        return Math.ceilDiv(work.items(), work.group());
    }

    @Override
    public int items() {
        return Math.multiplyExact(Math.multiplyExact(groups(), work.group()), members);
    }

    @Override
    public int group() {
        return work.group();
    }

    @Override
    public void emit(KernelCode code, Parameters parameters) {
        Value all = code.let("all", KernelCode.groupId());
        Value number = code.let("member", all.dividedBy(groups()));
        Value group = code.let("group", all.minus(number.times(groups())));
        parameters.counting(member, number, () -> work.emit(code, parameters, group));
    }
}
