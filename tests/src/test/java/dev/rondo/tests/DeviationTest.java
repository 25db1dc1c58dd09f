package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.contract.CellSizes;
import dev.rondo.contract.Equivalence;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.Subject;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.loss.CrossEntropy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The largest error of each backend on fixed programs, against the checked-in table {@code
 * deviations.properties}, so that drift shows in review. The errors are the same on every
 * processor. Twice the recorded error is allowed all the same, for a change in an order of summing
 * that is no drift.
 */
class DeviationTest {
    private static final double DRIFT = 2;

    private static Map<String, Double> measure() {
        Map<String, Double> worst = new LinkedHashMap<>();
        for (long seed = 0; seed < 12; seed++) {
            var random = new RandomProgram(seed, 25, false).subject().withGradients();
            add(worst, "random", random);
        }
        for (Cells cell : Cells.values()) {
            add(worst, cell.id(), model(cell).withGradients());
        }
        return worst;
    }

    private static Subject model(Cells cell) {
        CellSizes n = CellSizes.wide();
        Scope scope = Scope.root();
        var model =
                new LanguageModel(
                        scope, new LanguageModel.Config(31, n.inputs(), n.units(), 1, cell));
        return Subject.drawn(
                cell.id(),
                scope,
                d -> {
                    var out =
                            model.over(
                                    d.integers(0, 31, n.steps(), n.batch()),
                                    model.initialState(d.graph(), n.batch()));
                    var targets = d.integers(0, 31, n.steps(), n.batch());
                    d.output("loss", CrossEntropy.of(out.logits(), targets).mean());
                });
    }

    private static void add(Map<String, Double> worst, String name, Subject s) {
        var e = Equivalence.check(s, Targets.SIMD);
        worst.merge(name + ".scalar.f32", e.reference(), Math::max);
        worst.merge(name + ".simd.f32", e.f32().error(), Math::max);
        worst.merge(name + ".simd.f64", e.f64().error(), Math::max);
    }

    @Test
    void noBackendDriftsFromItsRecordedError() throws IOException {
        Properties recorded = new Properties();
        try (InputStream in = DeviationTest.class.getResourceAsStream("/deviations.properties")) {
            recorded.load(in);
        }
        Map<String, Double> measured = measure();
        String table =
                measured.entrySet().stream()
                        .map(e -> String.format(Locale.ROOT, "%s = %.2g", e.getKey(), e.getValue()))
                        .collect(Collectors.joining("\n"));
        assertThat(new TreeSet<>(measured.keySet()))
                .as("the table should be%n%s", table)
                .isEqualTo(new TreeSet<>(recorded.stringPropertyNames()));
        measured.forEach(
                (name, error) ->
                        assertThat(error)
                                .as("%s; now the table would be%n%s", name, table)
                                .isLessThanOrEqualTo(
                                        DRIFT * Double.parseDouble(recorded.getProperty(name))));
    }
}
