package dev.rondo.backend.tornado.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.DType;
import dev.rondo.backend.tornado.kernel.emulation.EmulatedDevice;
import dev.rondo.backend.tornado.schedule.Costs;
import dev.rondo.backend.tornado.schedule.Grain;
import dev.rondo.backend.tornado.schedule.Task;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.UnaryOp;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.List;

/**
 * Every kind of task against the kernels of the backend {@code scalar}, with generated kernels run
 * as plain Java, where no TornadoVM is needed.
 */
class EmulatedKernelProperties {
    private static final Grain LARGE = new Grain(Grain.LARGEST_GROUP, true, Costs.gpu(100));
    private static final Grain SMALL = new Grain(Grain.SMALLEST_GROUP, true, Costs.gpu(100));
    private static final Grain UNSHARED = new Grain(Grain.LARGEST_GROUP, false, Costs.cpu(2));

    private final TestDevice device = new EmulatedDevice(LARGE);

    @Property(tries = 300)
    void elementwiseWork(@ForAll long seed) {
        new TaskCases(seed).pointwise().check(device);
    }

    @Property(tries = 40)
    void functionsThatRound(@ForAll long seed, @ForAll("arithmetic") BinaryOp op) {
        new TaskCases(seed).rounding(op).check(device);
    }

    @Provide
    Arbitrary<BinaryOp> arithmetic() {
        return Arbitraries.of(TaskCases.ARITHMETIC);
    }

    @Property(tries = 40)
    void randomBits(@ForAll long seed) {
        new TaskCases(seed).bits().check(device);
    }

    @Property(tries = 100)
    void gather(@ForAll long seed) {
        new TaskCases(seed).gather().check(device);
    }

    @Property(tries = 50)
    void watchedResults(@ForAll long seed) {
        new TaskCases(seed).watch().check(device);
    }

    @Property(tries = 200)
    void reduction(@ForAll long seed) {
        new TaskCases(seed).reduce().check(device);
    }

    @Property(tries = 60)
    void productOfSmallMatrices(@ForAll long seed) {
        new TaskCases(seed).matmul(20).check(device);
    }

    @Property(tries = 10)
    void productOfMatrices(@ForAll long seed) {
        new TaskCases(seed).matmul(100).check(device);
    }

    @Example
    void productByEveryTile() {
        TaskCases.tiles().forEach(c -> c.check(device));
    }

    @Property(tries = 200)
    void convolution(@ForAll long seed) {
        new TaskCases(seed).convolution().check(device);
    }

    @Property(tries = 60)
    void smallestGroups(@ForAll long seed) {
        TestDevice fpga = new EmulatedDevice(SMALL);
        new TaskCases(seed).reduce().check(fpga);
        new TaskCases(seed).matmul(60).check(fpga);
    }

    @Example
    void groupsAreAsLargeAsAllowed() {
        for (TaskCase c : TaskCases.tiles()) {
            assertThat(Kernel.of(c.task(), LARGE).group()).isEqualTo(Grain.LARGEST_GROUP);
            assertThat(Kernel.of(c.task(), SMALL).group()).isEqualTo(Grain.SMALLEST_GROUP);
        }
    }

    @Property(tries = 60)
    void nothingShared(@ForAll long seed) {
        TestDevice cpu = new EmulatedDevice(UNSHARED);
        new TaskCases(seed).pointwise().check(cpu);
        new TaskCases(seed).bits().check(cpu);
        new TaskCases(seed).reduce().check(cpu);
        new TaskCases(seed).matmul(60).check(cpu);
        new TaskCases(seed).convolution().check(cpu);
        new TaskCases(seed).scatter().check(cpu);
    }

    @Property(tries = 100)
    void tasksSideBySide(@ForAll long seed) {
        new TaskCases(seed).beside().check(new EmulatedDevice(UNSHARED));
    }

    @Property(tries = 100)
    void theSameForSeveralMembers(@ForAll long seed) {
        new TaskCases(seed).forEach().check(new EmulatedDevice(UNSHARED));
        new TaskCases(seed).forEach().check(device);
    }

    @Property(tries = 10)
    void aProductByTilesForSeveralMembers(@ForAll long seed) {
        new TaskCases(seed).forEachProduct().check(device);
    }

    @Property(tries = 60)
    void tasksInTurn(@ForAll long seed) {
        new TaskCases(seed).inTurn().check(new EmulatedDevice(UNSHARED));
        new TaskCases(seed).inTurn().check(device);
    }

    @Property(tries = 30)
    void stepsOfALoop(@ForAll long seed) {
        new TaskCases(seed).steps().check(new EmulatedDevice(UNSHARED));
        new TaskCases(seed).steps().check(device);
    }

    @Property(tries = 30)
    void stepsOfALoopInTurn(@ForAll long seed) {
        new TaskCases(seed).stepsInTurn().check(new EmulatedDevice(UNSHARED));
        new TaskCases(seed).stepsInTurn().check(device);
    }

    @Example
    void whatWaitsIsNotBeside() {
        Task tiled = TaskCases.tiles().getFirst().task();
        Task beside = new Task.Beside("two products", List.of(tiled, tiled));
        assertThatThrownBy(() -> Kernel.of(beside, LARGE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("wait for each other");
    }

    @Property(tries = 100)
    void scatterAdd(@ForAll long seed) {
        new TaskCases(seed).scatter().check(device);
    }

    @Example
    void namingArenas() {
        new TaskCases(1).touch().check(device);
    }

    @Example
    void functionsOfFloats() {
        for (UnaryOp op : TaskCases.FUNCTIONS) {
            for (DType t : new DType[] {DType.F32, DType.F64}) {
                assertThat(FunctionErrors.ulps(device, op, t))
                        .as("ulps by which %s of %s is wrong", op, t)
                        .isLessThanOrEqualTo(3);
            }
        }
    }
}
