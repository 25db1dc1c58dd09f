package dev.rondo.backend.tornado;

import dev.rondo.backend.tornado.schedule.Costs;
import dev.rondo.contract.CellSuite;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.ExecutableContract;
import dev.rondo.contract.OperationContract;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;
import dev.rondo.contract.Target;
import dev.rondo.models.cell.Gru;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Entries lowered to tasks compute what the reference computes, whatever does the tasks. */
class LoweringTest {
    /** It costs nothing to start tasks, so that no loop is one kernel. */
    private static final Costs FREE_STARTS = new Costs(2, 0, 0, 1, 1, 1, 1);

    /** With so many units, a loop has as many work-groups as it can have. */
    private static final Costs MANY_UNITS = Costs.cpu(1000);

    private static final Target INTERPRETED =
            new Target("interpreted tasks", _ -> InterpretedMachine.backend(MANY_UNITS));

    private static final Target STEP_BY_STEP =
            new Target("interpreted steps", _ -> InterpretedMachine.backend(FREE_STARTS));

    @TestFactory
    Stream<DynamicTest> operations() {
        return OperationContract.of(INTERPRETED).tests();
    }

    @TestFactory
    Stream<DynamicTest> executables() {
        // the memory of this one is the heap, which it may take as a whole
        return ExecutableContract.of(INTERPRETED)
                .tests()
                .filter(t -> !t.getDisplayName().startsWith("too much memory"));
    }

    @TestFactory
    Stream<DynamicTest> cells() {
        return CellSuite.of(Gru::new, List.of(INTERPRETED))
                .tests()
                .filter(t -> t.getDisplayName().startsWith("same results on "))
                .filter(t -> !t.getDisplayName().endsWith("F64"));
    }

    private static Target target(RandomProgram program) {
        return program.seed() % 2 == 0 ? INTERPRETED : STEP_BY_STEP;
    }

    @TestFactory
    Stream<DynamicTest> randomPrograms() {
        return IntStream.range(0, 20)
                .mapToObj(seed -> new RandomProgram(seed, 20 + seed % 21, false))
                .map(
                        p ->
                                DynamicTest.dynamicTest(
                                        p.toString(),
                                        () ->
                                                RandomPrograms.check(
                                                        p,
                                                        s ->
                                                                Equivalence.check(
                                                                        s.withGradients(),
                                                                        List.of(
                                                                                INTERPRETED,
                                                                                STEP_BY_STEP)))));
    }
}
