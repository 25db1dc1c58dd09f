package dev.rondo.contract;

import dev.rondo.array.Shape;
import dev.rondo.cell.CellFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/**
 * A test class for a cell: exact gradients, the same results on every backend that is there, and
 * everything that the recurrence promises ({@link CellSuite}).
 *
 * <pre>{@code
 * class MyCellTest extends CellContract {
 *     MyCellTest() {
 *         super(MyCell::new);
 *     }
 * }
 * }</pre>
 *
 * <p>Sizes, numbers and initial states are the same in each run. The largest errors are written
 * into {@code target/rondo-contract}; the system property {@code rondo.contract.report} names
 * another folder. The tags are those of {@link Depth}.
 */
public abstract class CellContract {
    private final CellFactory factory;

    /**
     * The contract of a cell.
     *
     * @param factory makes it, in a scope, for a size of input and a number of units
     */
    protected CellContract(CellFactory factory) {
        this.factory = factory;
    }

    /** What the cell is run on: every device that can be used here. */
    protected List<Target> targets() {
        return Target.available();
    }

    /**
     * The axes of an input between batch and channels, for a cell that reads images. The factory is
     * given numbers of channels then. Most cells have none.
     */
    protected Shape image() {
        return Shape.of();
    }

    /**
     * A cell with the same variables that computes the same by equations written out one by one:
     * what a cell that was written for speed is compared with. By default the cell itself.
     */
    protected CellFactory equations() {
        return factory;
    }

    private CellSuite suite() {
        return CellSuite.of(factory, targets())
                .withImages(image())
                .withEquations(equations())
                .reportingTo(ContractReport.of(getClass()));
    }

    /** Gradients against differences, and results and gradients on each backend. */
    @TestFactory
    @Tag(Depth.QUICK)
    public Stream<DynamicTest> results() {
        return suite().results();
    }

    /** Threads, lengths, padding, direction, steps, states and truncation. */
    @TestFactory
    @Tag(Depth.THOROUGH)
    public Stream<DynamicTest> promises() {
        return suite().promises();
    }

    /** Writes the report; JUnit calls it after each test. */
    @AfterEach
    public final void writeReport() {
        ContractReport.write(getClass());
    }
}
