package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;

import org.junit.jupiter.api.DynamicTest;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Every operation of the core on a backend, compared with the reference in float64: awkward sizes,
 * views of every kind as operands, operands without elements, special numbers.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> operations() {
 *     return OperationContract.of(Target.named("mine")).tests();
 * }
 * }</pre>
 */
public final class OperationContract {
    private final Target target;
    private final Predicate<String> selected;
    private final Deviations deviations;

    private OperationContract(Target target, Predicate<String> selected, Deviations deviations) {
        this.target = target;
        this.selected = selected;
        this.deviations = deviations;
    }

    /** The contract for a backend. */
    public static OperationContract of(Target target) {
        return new OperationContract(target, name -> true, new Deviations());
    }

    /** The part of the contract with these names. */
    public OperationContract only(Predicate<String> names) {
        return new OperationContract(target, names, deviations);
    }

    /** The contract, with each operation's largest errors written down. */
    public OperationContract reportingTo(Deviations report) {
        return new OperationContract(target, selected, report);
    }

    /** A test for each operation, in both float types. */
    public Stream<DynamicTest> tests() {
        return cases().map(c -> DynamicTest.dynamicTest(c.subject().name(), () -> check(c)));
    }

    /**
     * Checks every operation.
     *
     * @throws AssertionError at the first operation that is wrong
     */
    public void check() {
        cases().forEach(this::check);
    }

    /** The selected cases. */
    Stream<OperationCase> cases() {
        return Stream.of(
                        ElementwiseCases.all(),
                        FormCases.all(),
                        ProductCases.all(),
                        ConvolutionCases.all(),
                        ReductionCases.all(),
                        IndexCases.all(),
                        LoopCases.all(),
                        ZeroCases.all())
                .flatMap(List::stream)
                .filter(c -> selected.test(c.subject().name()));
    }

    private void check(OperationCase c) {
        var expected = c.subject().runs(Target.reference().open(), DType.F64, c.runs());
        Backend backend = target.open();
        for (DType type : new DType[] {DType.F32, DType.F64}) {
            var actual = c.subject().runs(backend, type, c.runs());
            for (int i = 0; i < c.runs().size(); i++) {
                Map<String, Array> found = actual.get(i);
                String run = c.runs().size() == 1 ? "" : " of run " + (i + 1);
                expected.get(i)
                        .forEach((name, b) -> check(c, type, name + run, found.get(name), b));
            }
        }
    }

    private void check(OperationCase c, DType type, String name, Array a, Array b) {
        boolean exact = c.terms() == 0 || !a.dtype().isFloat();
        Tolerance tolerance = exact ? Tolerance.EXACT : Tolerance.operation(a.dtype(), c.terms());
        String off = tolerance.violation(a, b);
        if (off != null) {
            throw new AssertionError(
                    String.format(
                            Locale.ROOT,
                            "%s on %s in %s, output %s: %s",
                            c.subject().name(),
                            target,
                            type,
                            name,
                            off));
        }
        deviations.add(c.subject().name(), a.dtype(), tolerance.largest(a, b));
    }
}
