package dev.rondo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Variable;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.ResetGate;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
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
}
