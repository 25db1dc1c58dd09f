package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.contract.Target;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Training, updates of the parameters included, follows the reference's loss on every device. */
@Tag("tornado")
class TornadoTrainingTest {
    private static final int STEPS = 40;

    @TestFactory
    Stream<DynamicTest> followsTheLossOfTheReference() {
        return TornadoDevices.all().stream()
                .map(t -> DynamicTest.dynamicTest("on " + t, () -> follows(t)));
    }

    private static void follows(Target target) {
        double[] expected = NewCellTest.losses(Target.reference(), STEPS);
        double[] actual = NewCellTest.losses(target, STEPS);
        for (int i = 0; i < STEPS; i++) {
            assertThat(actual[i])
                    .as("loss of step " + i)
                    .isCloseTo(expected[i], Percentage.withPercentage(0.1));
        }
    }
}
