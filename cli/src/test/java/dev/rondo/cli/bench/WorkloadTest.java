package dev.rondo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.DType;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.cli.UsageException;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.ResetGate;
import dev.rondo.models.checkpoint.Configuration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class WorkloadTest {
    private static List<String> weights(String cell) {
        Workload workload = new Workload(cell, 3, 2, 4, 5, 1, Mode.INFER, DType.F32);
        return shapes(workload.program(DType.F32).variables().stream());
    }

    private static List<String> shapes(Stream<Variable> variables) {
        return variables.map(v -> v.shape().toString()).sorted().toList();
    }

    /** What is trained and what is timed under one name is the same. */
    @ParameterizedTest
    @EnumSource
    void aCellIsTheOneThatTrainingHasByTheName(Cells cell) {
        Scope trained = Scope.root();
        cell.create(trained, 4, 5);

        assertThat(weights(cell.id())).isEqualTo(shapes(trained.parameters().stream()));
    }

    /** The reset gate after the product has a bias there of its own. */
    @ParameterizedTest
    @CsvSource({"gru, BEFORE", "gru-after, AFTER"})
    void eachGruHasANameOfItsOwn(String name, ResetGate gate) {
        Scope scope = Scope.root();
        new Gru(scope, 4, 5, gate);

        assertThat(weights(name)).isEqualTo(shapes(scope.parameters().stream()));
    }

    /** The reference keeps everything, so the comparison is one of both ways. */
    @ParameterizedTest
    @ValueSource(strings = {"scalar", "simd"})
    void recomputationGivesTheSameGradientsInLessMemory(String backend) {
        Workload keeping = new Workload("lstm", 200, 2, 3, 5, 2, Mode.TRAIN, DType.F32);

        Result kept = timed(backend, keeping);
        Result recomputed = timed(backend, keeping.with(Recomputation.SEGMENTS));

        assertThat(recomputed.check().holds()).isTrue();
        assertThat(recomputed.check().steps()).isEqualTo(200);
        assertThat(recomputed.bytes()).isLessThan(kept.bytes() / 3);
        assertThat(recomputed.json().flag("recomputed", false)).isTrue();
        assertThat(kept.json().flag("recomputed", false)).isFalse();
    }

    private static Result timed(String backend, Workload workload) {
        var settings = new BenchSettings(0, 0.001, Set.of());
        return new Benchmark(workload, settings, () -> false)
                .on(Backends.open(backend, new BackendOptions(1)), Configuration.empty());
    }

    /** What it would take to keep everything is not asked for. */
    @Test
    void recomputationIsNotRefusedForMemoryThatItDoesNotTake() {
        int seq = (int) Math.min(Integer.MAX_VALUE / 9, Runtime.getRuntime().maxMemory() / 100);
        Workload keeping = new Workload("rnn", seq, 1, 1, 1, 8, Mode.TRAIN, DType.F64);

        assertThatCode(keeping.with(Recomputation.SEGMENTS)::checkSize).doesNotThrowAnyException();
        assertThatThrownBy(keeping::checkSize).isInstanceOf(UsageException.class);
    }
}
