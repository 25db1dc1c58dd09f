package dev.rondo.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.backend.Availability;
import dev.rondo.backend.Device;
import dev.rondo.compiler.Passes;
import dev.rondo.contract.BackendContract;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.Target;
import dev.rondo.executor.KernelBackend;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The kit catches every backend that is subtly wrong. */
@Tag("mutants")
class KernelMutantsTest {
    /** The contract that a backend's author extends. */
    private static final class Contract extends BackendContract {
        Contract(Target target) {
            super(target);
        }
    }

    private static Target plain(KernelMutant mutant) {
        return new Target("mutant", _ -> new KernelBackend(device(mutant), 1, mutant.kernels()));
    }

    /** With the passes of the compiler, some of which are the only ones to use a kernel. */
    private static Target compiled(KernelMutant mutant) {
        return new Target(
                "mutant with passes",
                _ ->
                        new KernelBackend(
                                device(mutant), 1, mutant.kernels(), _ -> Passes.all()::apply));
    }

    private static Device device(KernelMutant mutant) {
        return new Device("mutant", "cpu", mutant.toString(), Availability.yes());
    }

    /** The kit's tests, the quick ones first. */
    private static Stream<DynamicTest> tests(Target target) {
        Contract contract = new Contract(target);
        Stream<DynamicTest> programs =
                IntStream.range(0, 20)
                        .mapToObj(seed -> new RandomProgram(seed, 25, false))
                        .map(
                                p ->
                                        DynamicTest.dynamicTest(
                                                p.toString(),
                                                () ->
                                                        Equivalence.check(
                                                                p.subject().withGradients(),
                                                                target)));
        return Stream.of(
                        contract.operations(),
                        contract.executables(),
                        contract.recurrence(),
                        programs)
                .flatMap(s -> s);
    }

    @Test
    void everyMutantIsCaught() {
        List<Caught> all =
                KernelMutants.all().parallelStream()
                        .map(
                                m ->
                                        Caught.of(
                                                m.toString(),
                                                Stream.of(plain(m), compiled(m))
                                                        .flatMap(KernelMutantsTest::tests)))
                        .toList();
        System.out.println(Caught.table("Mutants of ScalarKernels", all));
        assertThat(all).hasSizeGreaterThanOrEqualTo(60);
        assertThat(all.stream().filter(c -> c.by().isEmpty())).isEmpty();
    }
}
