package dev.rondo.contract;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.BackendProvider;
import dev.rondo.graph.Functions;

import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A test class for a backend: every operation, variables, entries, errors and threads, a cell in a
 * recurrence, and programs, loops and cells made by chance, all compared with the reference.
 *
 * <pre>{@code
 * class MyBackendTest extends BackendContract {
 *     MyBackendTest() {
 *         super(new MyProvider());
 *     }
 * }
 * }</pre>
 *
 * <p>What is made by chance is another in each run. A failure shows the seed, the shortest program
 * that fails, as a graph and as Java, and jqwik tries it first in the next run. The largest errors
 * are written into {@code target/rondo-contract}; the system property {@code rondo.contract.report}
 * names another folder. The tags are those of {@link Depth}. JUnit and jqwik are both needed.
 */
public abstract class BackendContract {
    private final Target target;

    /**
     * The contract of the first device of a provider.
     *
     * @param provider need not be registered as a service
     */
    protected BackendContract(BackendProvider provider) {
        this(Target.of(provider));
    }

    /** The contract of a device, such as {@code Target.named("simd")}. */
    protected BackendContract(Target target) {
        this.target = target;
    }

    /** Every operation on awkward sizes, views of every kind and special numbers. */
    @TestFactory
    @Tag(Depth.QUICK)
    public Stream<DynamicTest> operations() {
        return OperationContract.of(target).reportingTo(report()).tests();
    }

    /** Variables, entries, inputs, integers, errors and threads. */
    @TestFactory
    @Tag(Depth.QUICK)
    public Stream<DynamicTest> executables() {
        return ExecutableContract.of(target).tests();
    }

    /** What a recurrence promises, with the simplest cell. */
    @TestFactory
    @Tag(Depth.THOROUGH)
    public Stream<DynamicTest> recurrence() {
        return CellSuite.of(Elman::new, List.of(target)).reportingTo(report()).tests();
    }

    // ---- by chance

    /** Whole programs, and their gradients. */
    @Property(tries = 40, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    @net.jqwik.api.Tag(Depth.THOROUGH)
    public void programs(@ForAll("randomPrograms") RandomProgram program) {
        RandomPrograms.check(program, s -> compare("programs", s.withGradients()));
    }

    /**
     * The same bits at each run, for any number of threads, and after each change of a variable.
     */
    @Property(tries = 10, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    @net.jqwik.api.Tag(Depth.THOROUGH)
    public void repetitions(@ForAll("randomPrograms") RandomProgram program) {
        RandomPrograms.check(
                program,
                s -> {
                    Determinism.check(s, target, DType.F32);
                    Renewal.check(s, target, DType.F32);
                });
    }

    /** Loops of every form give what their steps give one after the other. */
    @Property(tries = 40, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    @net.jqwik.api.Tag(Depth.THOROUGH)
    public void loops(@ForAll("randomLoops") RandomLoop loop) {
        Subject unrolled = loop.unrolled();
        shown(
                loop.toString(),
                loop.subject(),
                s -> {
                    var outputs = s.entry(DType.F64).outputs().keySet();
                    var errors =
                            Equivalence.check(
                                    s.withGradients(),
                                    unrolled.only(outputs).withGradients(),
                                    List.of(target));
                    report().add("loops", errors.get(target));
                });
    }

    /** Cells in every kind of recurrence, and their gradients. */
    @Property(tries = 40, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    @net.jqwik.api.Tag(Depth.THOROUGH)
    public void cells(@ForAll("randomCellRuns") Subject run) {
        shown(run.name(), run, s -> compare("cells", s.withGradients()));
    }

    /** Elementwise operations and sums of any shape, with rows and columns repeated. */
    @Property(tries = 60, afterFailure = AfterFailureMode.SAMPLE_FIRST)
    @net.jqwik.api.Tag(Depth.THOROUGH)
    public void shapes(@ForAll("randomShapes") Shape shape) {
        Subject subject =
                Subject.drawn(
                        "shape " + shape,
                        d -> {
                            var x = d.floats(shape.dims());
                            var y = Functions.tanh(x).times(x).plus(d.floats());
                            d.output("y", y);
                            d.output("sum", y.mean());
                            for (int axis = 0; axis < shape.rank(); axis++) {
                                var mean = y.mean(axis).expand(axis);
                                d.output("less the mean of axis " + axis, y.minus(mean));
                            }
                        });
        shown(subject.name(), subject, s -> compare("shapes", s.withGradients()));
    }

    /** Programs of any kind. */
    @Provide
    public Arbitrary<RandomProgram> randomPrograms() {
        return RandomPrograms.arbitrary();
    }

    /** Loops of every form. */
    @Provide
    public Arbitrary<RandomLoop> randomLoops() {
        return RandomLoops.arbitrary();
    }

    /** Cells with a way to run each. */
    @Provide
    public Arbitrary<Subject> randomCellRuns() {
        return RandomCells.runs();
    }

    /** Shapes without empty axes. */
    @Provide
    public Arbitrary<Shape> randomShapes() {
        return RandomShapes.arbitrary();
    }

    private void compare(String what, Subject subject) {
        report().add(what, Equivalence.check(subject, target));
    }

    private static void shown(String of, Subject subject, Consumer<Subject> check) {
        Throwable failure = Smallest.failure(subject, check);
        if (failure != null) {
            throw Smallest.error(of, subject, failure, check);
        }
    }

    private Deviations report() {
        return ContractReport.of(getClass());
    }

    /** Writes the report; the engines call it after each test. */
    @AfterEach
    @AfterProperty
    public final void writeReport() {
        ContractReport.write(getClass());
    }
}
