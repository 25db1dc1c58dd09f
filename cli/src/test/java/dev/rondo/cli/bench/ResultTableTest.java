package dev.rondo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.Availability;
import dev.rondo.backend.Device;
import dev.rondo.models.checkpoint.Configuration;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

class ResultTableTest {
    private static Result result(long allocated, double error) {
        return new Result(
                new Workload("lstm", 3, 2, 4, 5, 1, Mode.TRAIN, DType.F32),
                new Device("simd", "cpu", "", Availability.yes()),
                1,
                0,
                new Timing(1, 3, 1e6, 1e6, allocated, OptionalDouble.empty()),
                0,
                0,
                new Check(3, 2, error, 1e-5, ""),
                new BenchSettings(0.5, 1, Set.of()),
                Configuration.empty());
    }

    @Test
    void times_of_cold_code_are_called_that() {
        List<Result> cold = List.of(result(1234, 0));
        assertThat(ResultTable.warnings(cold))
                .singleElement()
                .asString()
                .startsWith("lstm 3/2/4/5 train f32 on simd:cpu: a step allocated 1,234 bytes; ")
                .contains("--warm-up than 0.5 s");
        assertThat(ResultTable.notes(cold)).isEqualTo(ResultTable.warnings(cold));
    }

    @Test
    void of_warm_code_there_is_nothing_to_say() {
        assertThat(ResultTable.notes(List.of(result(0, 0)))).isEmpty();
        assertThat(ResultTable.warnings(List.of(result(0, 1)))).hasSize(1);
    }
}
