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
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The largest error of each backend on fixed programs, against the checked-in table {@code
 * deviations.properties}, so that drift shows in review. Widths of vectors order sums differently:
 * twice the recorded error is no drift.
 */
class DeviationTest {
    private static final double DRIFT = 2;

    private static Map<String, Double> measure() {
        Map<String, Double> worst = new LinkedHashMap<>();
        for (long seed = 0; seed < 12; seed++) {
            add(worst, "random", new RandomProgram(seed, 25, false).subject().withGradients());
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
        worst.merge(name + ".simd.f32", e.f32(), Math::max);
        worst.merge(name + ".simd.f64", e.f64(), Math::max);
    }

    @Test
    void noBackendDriftsFromItsRecordedError() {
        Properties recorded = new Properties();
        try (InputStream in = DeviationTest.class.getResourceAsStream("/deviations.properties")) {
            recorded.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, Double> worst = measure();
        StringBuilder table = new StringBuilder();
        worst.forEach(
                (name, error) ->
                        table.append(String.format(Locale.ROOT, "%s = %.2g%n", name, error)));
        assertThat(recorded.stringPropertyNames())
                .as("the table should be%n%s", table)
                .isEqualTo(worst.keySet());
        worst.forEach(
                (name, error) ->
                        assertThat(error)
                                .as("%s; now the table would be%n%s", name, table)
                                .isLessThanOrEqualTo(
                                        DRIFT * Double.parseDouble(recorded.getProperty(name))));
    }
}
