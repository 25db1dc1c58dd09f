package dev.rondo.tests;

import dev.rondo.array.DType;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;
import dev.rondo.contract.Renewal;

import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every program, tried on others in each build. */
class RandomProgramProperties {
    @Provide
    Arbitrary<RandomProgram> programs() {
        return RandomPrograms.arbitrary();
    }

    @Provide
    Arbitrary<RandomProgram> smooth() {
        return RandomPrograms.smooth();
    }

    @Property(tries = 40, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void simdComputesWhatTheReferenceComputes(@ForAll("programs") RandomProgram program) {
        Equivalence.check(program.subject(), Targets.SIMD);
    }

    @Property(tries = 40, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void thePassesChangeNothing(@ForAll("programs") RandomProgram program) {
        Equivalence.check(program.subject(), Targets.COMPILED);
    }

    @Property(tries = 15, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void resultsFollowEveryChange(@ForAll("programs") RandomProgram program) {
        Renewal.check(program.subject(), Targets.SIMD, DType.F32);
        Renewal.check(program.subject(), Targets.COMPILED, DType.F64);
    }

    @Property(tries = 10, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void gradientsAreExact(@ForAll("smooth") RandomProgram program) {
        GradientCheck.first(program.subject());
    }
}
