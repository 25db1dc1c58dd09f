package dev.rondo.backend.tornado.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.tornado.TornadoTestDevice;
import dev.rondo.kernels.BinaryOp;
import dev.rondo.kernels.UnaryOp;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The same on every device of TornadoVM, with fewer cases, for each is compiled. */
@Tag("tornado")
class DeviceKernelTest {
    private static final int CASES = 12;

    static List<TornadoTestDevice> devices() {
        return TornadoTestDevice.all();
    }

    static List<TornadoTestDevice> sharing() {
        return TornadoTestDevice.sharing();
    }

    private static void check(TestDevice device, Function<TaskCases, TaskCase> kind) {
        for (int seed = 0; seed < CASES; seed++) {
            kind.apply(new TaskCases(seed)).check(device);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void elementwiseWork(TornadoTestDevice device) {
        for (int seed = 0; seed < 5 * CASES; seed++) {
            new TaskCases(seed).pointwise().check(device);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void functionsThatRound(TornadoTestDevice device) {
        for (BinaryOp op : TaskCases.ARITHMETIC) {
            new TaskCases(op.ordinal()).rounding(op).check(device);
        }
    }

    @ParameterizedTest
    @MethodSource("devices")
    void randomBits(TornadoTestDevice device) {
        check(device, TaskCases::bits);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void positionsOfASmallPiece(TornadoTestDevice device) {
        check(device, TaskCases::smallPiece);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void gather(TornadoTestDevice device) {
        check(device, TaskCases::gather);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void watchedResults(TornadoTestDevice device) {
        check(device, TaskCases::watch);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void reduction(TornadoTestDevice device) {
        check(device, TaskCases::reduce);
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void reductionInSharedMemory(TornadoTestDevice device) {
        check(device, TaskCases::reduce);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void product(TornadoTestDevice device) {
        check(device, cases -> cases.matmul(20));
        check(device, cases -> cases.matmul(100));
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void productByEveryTile(TornadoTestDevice device) {
        for (int seed = 0; seed < 4; seed++) {
            new TaskCases(seed).matmul(100).check(device);
        }
        TaskCases.tiles().forEach(c -> c.check(device));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void tasksSideBySide(TornadoTestDevice device) {
        check(device, TaskCases::beside);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void theSameForSeveralMembers(TornadoTestDevice device) {
        check(device, TaskCases::forEach);
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void theSameForSeveralMembersInSharedMemory(TornadoTestDevice device) {
        check(device, TaskCases::forEach);
        check(device, TaskCases::forEachProduct);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void tasksInTurn(TornadoTestDevice device) {
        check(device, TaskCases::inTurn);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void stepsOfALoop(TornadoTestDevice device) {
        check(device, TaskCases::steps);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void stepsOfALoopInTurn(TornadoTestDevice device) {
        check(device, TaskCases::stepsInTurn);
    }

    @ParameterizedTest
    @MethodSource("sharing")
    void stepsOfALoopOnAGpu(TornadoTestDevice device) {
        check(device, TaskCases::steps);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void convolution(TornadoTestDevice device) {
        check(device, TaskCases::convolution);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void scatterAdd(TornadoTestDevice device) {
        check(device, TaskCases::scatter);
    }

    @ParameterizedTest
    @MethodSource("devices")
    void functionsOfFloats(TornadoTestDevice device) {
        List<String> wrong = new ArrayList<>();
        for (UnaryOp op : TaskCases.FUNCTIONS) {
            for (DType t : new DType[] {DType.F32, DType.F64}) {
                double ulps = FunctionErrors.ulps(device, op, t);
                String found = String.format("%s of %s on %s: %.2f ulp", op, t, device, ulps);
                System.out.println(found);
                if (!(ulps < 5)) {
                    wrong.add(found);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }
}
