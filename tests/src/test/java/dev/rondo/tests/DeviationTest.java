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

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * The largest error of each backend on fixed programs, against the checked-in table {@code
 * deviations.properties}, so that drift shows in review. A width of vectors fixes the order of
 * sums, so the table has a part for each width, and each is measured in a JVM of its own: the
 * errors are the same on every processor. Twice the recorded error is allowed all the same, for a
 * change in an order of summing that is no drift.
 */
class DeviationTest {
    private static final double DRIFT = 2;

    /** Prints the errors at this JVM's width of vectors, one {@code name = error} a line. */
    static final class Main {
        public static void main(String[] args) {
            System.out.println(Targets.SIMD.open().device().description());
            measure("simd" + args[0])
                    .forEach(
                            (name, error) ->
                                    System.out.printf(Locale.ROOT, "%s = %.2g%n", name, error));
            System.out.println("measured = all");
        }
    }

    private static Map<String, Double> measure(String simd) {
        Map<String, Double> worst = new LinkedHashMap<>();
        for (long seed = 0; seed < 12; seed++) {
            var random = new RandomProgram(seed, 25, false).subject().withGradients();
            add(worst, "random", simd, random);
        }
        for (Cells cell : Cells.values()) {
            add(worst, cell.id(), simd, model(cell).withGradients());
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

    private static void add(Map<String, Double> worst, String name, String simd, Subject s) {
        var e = Equivalence.check(s, Targets.SIMD);
        worst.merge(name + ".scalar.f32", e.reference(), Math::max);
        worst.merge(name + "." + simd + ".f32", e.f32().error(), Math::max);
        worst.merge(name + "." + simd + ".f64", e.f64().error(), Math::max);
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void noBackendDriftsFromItsRecordedError(int bits) {
        Fork.Result r = Fork.run(Main.class, VectorWidthTest.options(bits), Map.of(), "" + bits);
        assertThat(r.exit()).as(r.output()).isZero();
        Properties measured = new Properties();
        Properties recorded = new Properties();
        try (InputStream in = DeviationTest.class.getResourceAsStream("/deviations.properties")) {
            recorded.load(in);
            measured.load(new StringReader(r.output()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(measured.remove("measured")).as(r.output()).isEqualTo("all");
        var names = part(measured, bits);
        assertThat(names)
                .as("the table's part for %d bits should be%n%s", bits, r.output())
                .isNotEmpty()
                .isEqualTo(part(recorded, bits));
        for (String name : names) {
            assertThat(number(measured, name))
                    .as("%s; now the table's part would be%n%s", name, r.output())
                    .isLessThanOrEqualTo(DRIFT * number(recorded, name));
        }
    }

    private static List<String> part(Properties table, int bits) {
        return table.stringPropertyNames().stream()
                .filter(n -> n.contains(".scalar.") || n.contains(".simd" + bits + "."))
                .sorted()
                .toList();
    }

    private static double number(Properties of, String name) {
        return Double.parseDouble(of.getProperty(name));
    }
}
