package dev.rondo.tests;

import dev.rondo.array.DType;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Target;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/** Every kind of attention with its gradients, masked and not, on every device of TornadoVM. */
@Tag("tornado")
class TornadoAttentionTest {
    @TestFactory
    Stream<DynamicTest> sameAsTheReference() {
        return TornadoDevices.all().stream()
                .flatMap(t -> AttentionTest.subjects().stream().map(s -> test(s, t)));
    }

    private static DynamicTest test(Subject subject, Target target) {
        return DynamicTest.dynamicTest(
                subject.name() + " on " + target,
                () -> Equivalence.check(subject.withGradients(), target, DType.F32));
    }
}
