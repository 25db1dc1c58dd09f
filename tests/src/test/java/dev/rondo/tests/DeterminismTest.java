package dev.rondo.tests;

import dev.rondo.array.DType;
import dev.rondo.cell.Recurrence;
import dev.rondo.contract.Determinism;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;
import dev.rondo.contract.Subject;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Geometry;
import dev.rondo.graph.Images;
import dev.rondo.graph.Op;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.loss.CrossEntropy;

import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/** What is large enough to be shared out gives the same bits for 1, 2 and 3 threads. */
class DeterminismTest {
    static Subject operations() {
        return Subject.drawn(
                "large operations",
                d -> {
                    Tensor a = d.floats(131, 257);
                    Tensor b = d.floats(257, 67);
                    Tensor c = d.floats(131, 67);
                    Tensor wide = d.floats(211, 997);
                    d.output(a.matmul(b));
                    d.output(a.transpose().matmul(c));
                    d.output(c.matmul(b.transpose()));
                    d.output(d.floats(7, 33, 65).matmul(d.floats(7, 65, 31)));
                    d.output(Functions.tanh(wide));
                    d.output(Functions.exp(wide).plus(wide.at(0, 3)));
                    d.output(Functions.softmax(wide, -1));
                    d.output(wide.sum());
                    d.output(wide.sum(0));
                    d.output(wide.sum(1));
                    d.output(wide.largest(0));
                    d.output(wide.transpose().plus(1));
                    Tensor index = d.integers(0, 13, 211);
                    d.output(d.graph().add(new Op.ScatterAdd(13), List.of(wide, index)).output());
                    d.output(wide.gather(d.integers(0, 211, 401)));
                    Tensor image = d.floats(5, 18, 19, 24);
                    Geometry padded = Geometry.plain().padding(1);
                    Tensor conv = Images.conv2d(image, d.floats(36, 3, 3, 24), padded);
                    d.output(conv);
                    d.output(Images.maxPool2d(conv, 3, 3, padded.stride(2)));
                    d.output(Images.upsampleBilinear(image, 23, 31));
                    d.output(
                            Images.conv2d(
                                    image, d.floats(40, 3, 3, 6), padded.stride(2).groups(4)));
                    d.output(Functions.cumulativeSum(wide, 0));
                    d.output(Functions.cumulativeSum(wide, 1));
                    d.output(Functions.randomBits(d.integers(-9, 9, 3), wide.shape(), 7));
                });
    }

    static Subject model() {
        Scope scope = Scope.root();
        var model = new LanguageModel(scope, new LanguageModel.Config(61, 31, 97, 2, Cells.LSTM));
        return Subject.drawn(
                "a language model",
                scope,
                d -> {
                    var out =
                            model.over(d.integers(0, 61, 5, 37), model.initialState(d.graph(), 37));
                    d.output(
                            "loss", CrossEntropy.of(out.logits(), d.integers(0, 61, 5, 37)).mean());
                });
    }

    @TestFactory
    Stream<DynamicTest> simd() {
        return Stream.of(operations(), operations().withGradients(), model().withGradients())
                .flatMap(
                        s ->
                                Stream.of(DType.F32, DType.F64)
                                        .map(
                                                type ->
                                                        DynamicTest.dynamicTest(
                                                                s.name() + " in " + type,
                                                                () ->
                                                                        Determinism.check(
                                                                                s,
                                                                                Targets.SIMD,
                                                                                type))));
    }

    /** Sizes around those from which on rows, columns or panels are shared out. */
    @Property(tries = 25, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void cellsOfAnySize(
            @ForAll Cells cell,
            @ForAll @IntRange(min = 1, max = 9) int steps,
            @ForAll @IntRange(min = 1, max = 70) int batch,
            @ForAll @IntRange(min = 1, max = 40) int input,
            @ForAll @IntRange(min = 1, max = 130) int hidden,
            @ForAll Width width) {
        Scope scope = Scope.root();
        var stack = cell.stack(scope, input, hidden, 1);
        Subject s =
                Subject.drawn(
                        cell.id(),
                        scope,
                        d ->
                                d.output(
                                        "y",
                                        Recurrence.of(stack)
                                                .over(d.floats(steps, batch, input))
                                                .outputs()));
        Determinism.check(s.withGradients(), Targets.SIMD, width.type());
    }

    /** The float types. */
    enum Width {
        SINGLE,
        DOUBLE;

        DType type() {
            return this == SINGLE ? DType.F32 : DType.F64;
        }
    }

    @Provide
    Arbitrary<RandomProgram> programs() {
        return RandomPrograms.arbitrary();
    }

    @Property(tries = 20, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    void programs(@ForAll("programs") RandomProgram program) {
        Determinism.check(program.subject(), Targets.SIMD, DType.F32);
    }
}
