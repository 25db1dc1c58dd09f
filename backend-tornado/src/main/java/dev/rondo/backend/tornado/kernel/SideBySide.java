package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Grain;

import java.util.List;

/** One kernel for several independent pieces of work, each of which has its own work-groups. */
record SideBySide(List<? extends Singly> parts) implements Kernel.Body, Turn {
    @Override
    public int items() {
        return parts.stream().mapToInt(Singly::room).reduce(0, Math::addExact);
    }

    @Override
    public int group() {
        return Grain.SMALLEST_GROUP;
    }

    @Override
    public void emit(KernelCode code, Parameters parameters) {
        Value id = code.let("id", KernelCode.globalId());
        int start = 0;
        for (Singly part : parts) {
            int from = start;
            Value own = from == 0 ? id : code.let("own", id.plus(-from));
            code.when(Condition.among(own, part.items()), () -> part.emit(code, parameters, own));
            start += part.room();
        }
    }

    @Override
    public void emit(KernelCode code, Parameters parameters, WorkGroup group) {
        parts.forEach(part -> part.emitShare(code, parameters, group));
    }
}
