package dev.rondo.backend.tornado;

import static dev.rondo.graph.Functions.randomBits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.backend.Backend;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.backend.tornado.schedule.Costs;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.contract.CellSuite;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.ExecutableContract;
import dev.rondo.contract.OperationContract;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;
import dev.rondo.contract.Target;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.cell.Gru;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Entries lowered to tasks compute what the reference computes, whatever does the tasks. */
class LoweringTest {
    /** It costs nothing to start tasks, so that no loop is one kernel. */
    private static final Costs FREE_STARTS = new Costs(2, 0, 0, 0, 1, 1, 1, 1);

    /** With so many units, a loop has as many work-groups as it can have. */
    private static final Costs MANY_UNITS = Costs.cpu(1000);

    /** It costs so much to compile kernels that one work-group does all in turn. */
    private static final Costs DEAR_KERNELS =
            new Costs(2, 60, 60, 1e12, 0, 3500, 2000, Double.POSITIVE_INFINITY);

    private static final Target INTERPRETED = target("interpreted tasks", false, MANY_UNITS);
    private static final Target STEP_BY_STEP = target("interpreted steps", false, FREE_STARTS);
    private static final Target IN_TURN = target("interpreted turns", false, DEAR_KERNELS);
    private static final Target GPU = target("interpreted tasks of a GPU", true, Costs.gpu(100));

    private static Target target(String name, boolean sharing, Costs costs) {
        Grain grain = new Grain(Grain.SMALLEST_GROUP, sharing, costs);
        return new Target(name, _ -> InterpretedMachine.backend(grain));
    }

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
                                                                                STEP_BY_STEP,
                                                                                IN_TURN,
                                                                                GPU)))));
    }

    /** The code of a method in Java has at most 64 KiB. */
    @Test
    void manyRandomNumbersInOneEntry() {
        Program program =
                Program.of(DType.F32, Scope.root(), 1)
                        .with(
                                "bits",
                                t -> {
                                    Tensor key = t.input("key", DType.I32, 3);
                                    for (int site = 0; site < 60; site++) {
                                        t.output("b" + site, randomBits(key, Shape.of(9), site));
                                    }
                                });
        Map<String, Array> inputs = Map.of("key", Array.of(new int[] {1, 2, 3}, 3));

        Backend cpu = InterpretedMachine.backend(new Grain(64, false, Costs.cpu(2)));
        try (Executable expected = Backends.open("scalar").compile(program);
                Executable bits = cpu.compile(program)) {
            Map<String, Array> found = bits.run("bits", inputs);
            expected.run("bits", inputs)
                    .forEach((b, a) -> assertThat(found.get(b).i32()).as(b).isEqualTo(a.i32()));
        }
    }

    /** Their items wait for each other, and their results lie beside the cells of faults. */
    @Test
    void twoSumsOfIntegersOnAGpu() {
        Program program =
                Program.of(DType.F32, Scope.root(), 1)
                        .with(
                                "sums",
                                t -> {
                                    t.output("a", t.input("x", DType.I32, 1000).sum(0));
                                    t.output("b", t.input("y", DType.I32, 1000).sum(0));
                                });
        Array numbers = Array.of(IntStream.range(0, 1000).toArray(), 1000);
        Backend gpu = InterpretedMachine.backend(new Grain(64, true, Costs.gpu(100)));

        try (Executable sums = gpu.compile(program)) {
            Map<String, Array> results = sums.run("sums", Map.of("x", numbers, "y", numbers));
            assertThat(results.get("a").item()).isEqualTo(499_500);
            assertThat(results.get("b").item()).isEqualTo(499_500);
        }
    }
}
