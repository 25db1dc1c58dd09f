package dev.rondo.backend.tornado.kernel;

import dev.rondo.backend.tornado.schedule.Counter;

import java.lang.classfile.TypeKind;
import java.util.Optional;

/**
 * A reduction in a turn of a loop, where several items of a group reduce parts of each element of
 * the output, wait for each other, and then one of them combines the parts.
 *
 * @param slices parts of an element of the output
 * @param outputs elements of the output that a group computes
 * @param member number of the member for which this is done, if it is for several
 * @param begin where its parts begin in the scratch memory
 */
record SharedReduce(
        Reduction reduction,
        int slices,
        int outputs,
        Optional<Counter> member,
        Scratch scratch,
        int begin) {
    /** The work before the items wait. */
    Singly parts() {
        return new Parts(this);
    }

    /** The work after that. */
    Singly sums() {
        return new Sums(this);
    }

    private TypeKind kind() {
        return reduction.identity().kind();
    }

    /** Where the parts of an element of the output begin. */
    private Value first(Parameters parameters, Value output) {
        Value at = output.modulo(outputs).times(slices).plus(begin);
        return member.flatMap(parameters::count)
                .map(m -> at.plus(m.times(outputs * slices)))
                .orElse(at);
    }

    private record Parts(SharedReduce of) implements Singly {
        @Override
        public int items() {
            return Math.multiplyExact(of.reduction.outputs(), of.slices);
        }

        @Override
        public void emit(KernelCode code, Parameters parameters, Value id) {
            Value output = code.let("output", id.dividedBy(of.slices));
            Value slice = code.let("slice", id.modulo(of.slices));
            Value at = code.let("at", of.first(parameters, output).plus(slice));
            Value part = of.reduction.part(code, parameters, output, slice, of.slices);
            code.store(of.scratch.of(of.kind()), at, part);
        }
    }

    private record Sums(SharedReduce of) implements Singly {
        @Override
        public int items() {
            return of.reduction.outputs();
        }

        @Override
        public void emit(KernelCode code, Parameters parameters, Value output) {
            Value first = code.let("at", of.first(parameters, output));
            KernelCode.Variable sum = code.variable("sum", of.reduction.identity());
            KernelCode.Shared shared = of.scratch.of(of.kind());
            code.loop(
                    "s",
                    Value.of(0),
                    of.slices,
                    1,
                    s -> {
                        Value part = code.let("part", code.load(shared, first.plus(s)));
                        code.set(sum, of.reduction.combine(code, sum.value(), part));
                    });
            of.reduction.store(code, parameters, output, sum.value());
        }
    }
}
