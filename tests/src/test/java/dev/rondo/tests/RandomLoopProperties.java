package dev.rondo.tests;

import dev.rondo.contract.Equivalence;
import dev.rondo.contract.GradientCheck;
import dev.rondo.contract.RandomLoop;
import dev.rondo.contract.RandomLoops;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;

import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.List;

/** Loops at their edges, tried on others in each build. */
class RandomLoopProperties {
    private static final List<Target> TARGETS =
            List.of(Targets.SCALAR, Targets.COMPILED, Targets.SIMD);

    @Provide
    Arbitrary<RandomLoop> loops() {
        return RandomLoops.arbitrary();
    }

    @Provide
    Arbitrary<RandomLoop> smooth() {
        return RandomLoops.smooth();
    }

    @Property(tries = 60, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void giveWhatTheirStepsGiveOneAfterTheOther(@ForAll("loops") RandomLoop loop) {
        Equivalence.check(loop.subject().withGradients(), loop.unrolled().withGradients(), TARGETS);
    }

    @Property(tries = 30, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void haveTheSecondDerivativesOfTheirSteps(@ForAll("loops") RandomLoop loop) {
        Subject slope = loop.subject().slope();
        Equivalence.check(slope.withGradients(), loop.unrolled().slope().withGradients(), TARGETS);
    }

    @Property(tries = 20, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void haveTheGradientsThatDifferencesShow(@ForAll("smooth") RandomLoop loop) {
        GradientCheck.check(loop.subject());
    }
}
